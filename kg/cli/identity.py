"""The commands about identity: what is one, what is doubtful, and what is taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from kg.cli.common import emit, store_option

if TYPE_CHECKING:
    from kg.world.review import Case
    from kg.world.why import Answer

_KINDS = ("identity", "facts", "misses")


@click.command()
@click.argument("source")
@store_option
def withdraw(source: str, folder: str) -> None:
    """Take an article out: all that rests on it alone is gone, the rest stays.

    SOURCE is the address or file of the article, the end of it, or the IRI of its document.

    \b
    kg withdraw https://samplewire.example/2007/05/28/first-round
    kg withdraw 2007-05-30-first-round-tigris-daily.txt
    """
    from kg.pipeline import withdraw as run

    for gone in run(source, folder):
        emit(f"withdrawn: {gone}\n")


@click.command()
@click.argument("one")
@click.argument("other")
@store_option
def why(one: str, other: str, folder: str) -> None:
    """Tell why two names are one, or are not, with score and features.

    ONE and OTHER are names as articles tell them, or IRIs. One event given twice: why its tellings are one.

    \b
    kg why "Foreign Ministry" "Iranian Foreign Ministry"
    kg why "Mohammad Ali Hosseini" "Mohammad Ali Jafari"
    """
    from kg.pipeline import why as run

    emit(_told(run(one, other, folder)))


@click.command()
@click.option("--only", type=click.Choice(_KINDS), help="Only doubtful identity, unsure facts, or possible misses.")
@click.option("--list", "listing", is_flag=True, help="List them and ask nothing.")
@click.option("-n", "--most", type=click.IntRange(1), default=20, show_default=True, help="How many of each.")
@store_option
def review(only: str | None, listing: bool, most: int, folder: str) -> None:
    """Go through what is doubtful, and decide.

    Shows doubtful identity, facts of low confidence, and sentences that may tell a fact that was missed. Each decision
    is a line in decisions.txt beside the store: plain text that you may edit, comment and put under version control.
    It is applied at the end, and by every build.

    \b
    kg review --list
    kg review --only identity
    """
    from kg.pipeline import refresh
    from kg.pipeline import review as cases

    found = [c for c in cases(folder) if only in (None, c.kind)]
    shown = [c for kind in _KINDS for c in [c for c in found if c.kind == kind][:most]]
    if listing or not shown:
        emit("".join(f"{_case(c)}\n" for c in shown) or "nothing is in doubt\n")
        return
    taken = _decided(shown, folder)
    if taken:
        refresh(folder)
    emit(f"{taken} decision{'s' * (taken != 1)} kept in {folder}/decisions.txt\n")


def _decided(shown: list[Case], folder: str) -> int:
    """Ask about each; how many decisions were taken. Each is kept as soon as it is taken."""
    from kg.pipeline import decide

    taken = 0
    try:
        for number, case in enumerate(shown, 1):
            click.echo(f"[{number} of {len(shown)}] {_case(case)}")
            line = _asked(case)
            if line is None:
                break
            if line:
                decide(line, folder)
                taken += 1
    except (click.Abort, EOFError):
        click.echo()
    return taken


def _case(case: Case) -> str:
    lines = [f"{case.kind}: {case.title}", *(f"    {detail}" for detail in case.details)]
    return "\n".join(lines) + "\n"


def _asked(case: Case) -> str | None:
    """The line of the decision, empty where it is put off, None where somebody stops."""
    names = [name for name, _ in case.choices]
    answer = click.prompt("  " + ", ".join(names) + ", skip or quit", type=click.Choice([*names, "skip", "quit"]))
    if answer == "quit":
        return None
    line = dict(case.choices).get(str(answer), "")
    if answer == "missed":
        click.echo("  Type and roles, such as: Meeting date=2007-05-28 participant=person/x participant=state/irn")
        line += str(click.prompt("  fact"))
    return line


def _told(answer: Answer) -> str:
    score = "" if answer.score is None else f", score {answer.score}"
    verdict = "one" if answer.same else "not one"
    lines = [f"{answer.one} and {answer.other}: {verdict}{score}", *(f"  {into}" for into in answer.into)]
    lines += [f"    {reason}" for reason in answer.reasons]
    for merge in answer.path:
        lines.append(f"  {merge.one} ~ {merge.other}, score {merge.score}")
        lines += [f"    {reason}" for reason in merge.why]
    return "\n".join(lines) + "\n"
