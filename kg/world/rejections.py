"""What the rejections of an article deny: what they speak of, the charge just before, or what another has just said."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.world.spoken import JUST_BEFORE, REAL, Denial, Spoken, any_of, data, speakers, wide
from kg.world.tellings import Telling

_OBJECT = 60  # characters after the verb in which its object is looked for
_WORDS = 4  # words before the noun that says what it is
_RELATIVE = re.compile(r"\b(?:an?|the) (\w+)(?:,? (?:which|that))? [^,;.]{1,40}$|,? (which) [^,;.]{1,40}$")
_KINDS = ("charge", "view", "proposal", "part")


def rejections(spoken: Spoken) -> Iterator[Denial]:
    """What each rejection is of. To refuse is no denial; nor is it to deny what one has said oneself."""
    by_trigger = {t.fact.trigger: t for t in spoken.row}
    for one in spoken.row:
        if one.fact.type != "Rejection" or one.fact.status not in REAL or not _is_denial(spoken, one):
            continue
        account = by_trigger.get(one.fact.about) if one.fact.about else None
        if account is not None and account.fact.status in REAL and account.fact.type != "Statement":
            if spoken.is_other(account, one):
                yield one, account, "it is what the rejection speaks of"
        elif account is None and (found := _just_before(spoken, one)) is not None:
            yield one, *found


def grounds(spoken: Spoken) -> Iterator[Denial]:
    """What who rejects says in the sentence after, with a "not", against the same account."""
    for one, account, _ in rejections(spoken):
        end = one.fact.evidence[0].end
        for said in spoken.row:
            same = said.fact.type == "Statement" and said.roles.get("actor") == one.roles.get("actor")
            if same and 0 <= said.fact.evidence[0].start - end <= 3 and spoken.says(said, "grounds"):
                yield said, account, "it is the ground of a rejection"


def _is_denial(spoken: Spoken, one: Telling) -> bool:
    """Whether a rejection says that something is not so; who would "not confirm or deny" says nothing."""
    before = spoken.facts.article.text[: one.fact.trigger.start].rstrip()
    return any_of("denials").search(spoken.text(one.fact.trigger)) is not None and not before.endswith((" or", " nor"))


def _just_before(spoken: Spoken, one: Telling) -> tuple[Telling, str] | None:
    """What a rejection that names no event is of, by what its object is called."""
    called, inside = _object(spoken, one)
    if called == "" and not _says_what(spoken, one):
        return None
    start = one.fact.trigger.start
    least = spoken.around(start).start if inside else spoken.paragraph(spoken.around(start).start, both=False)
    charge = _charge(spoken, one, least if inside else 0) if called not in ("view", "proposal") else None
    if charge is not None:
        about = [t for t in spoken.row if t.fact.trigger == charge.fact.about and t.fact.status == "Alleged"]
        alleged = next(iter(about), None)
        return alleged or charge, "it is the charge just before, against who rejects it"
    if called == "part":
        return None
    before = [t for t in spoken.before(one, start) if t.fact.trigger.start >= least and _fits(spoken, t, one, called)]
    before = [t for t in before if _is_whose(spoken, t, one)]
    if any(_hands_on(t, one) for t in before):
        return None
    if called == "charge":  # of one sentence rather the accusation
        before.sort(key=lambda t: (spoken.around(t.fact.trigger.start), t.fact.type == "Accusation"))
    return (before[-1], "it is what was said just before, and what is rejected") if before else None


def _hands_on(said: Telling, one: Telling) -> bool:
    """Whether a statement is of who tells of the rejection itself: "the agency says Mali rejected the report"."""
    inside = said.fact.content is not None and said.fact.content.contains(one.fact.trigger)
    return inside and bool(speakers(said) & frozenset(one.fact.sources))


def _is_whose(spoken: Spoken, said: Telling, one: Telling) -> bool:
    """Whether the object of a rejection names nobody, or who is told of there: "denied the Swiss report"."""
    end = one.fact.trigger.end
    object_ = re.match(r"(?: [\w’'-]+){1,5}", spoken.facts.article.text[end : end + _OBJECT])
    words = object_[0].split() if object_ else []
    last = next((n for n, word in enumerate(words) if _kind(word)), 0)
    named = [re.sub(r"['’]s?$", "", word) for word in words[:last] if word[0].isupper()]
    return not named or any(name in spoken.sentence(said) for name in named)


def _fits(spoken: Spoken, said: Telling, one: Telling, called: str) -> bool:
    if called == "":
        return spoken.alike(one, said) > 0
    if called == "charge" and wide(speakers(said), spoken.sides) & wide(speakers(one), spoken.sides):
        return False  # what one's own side charges others with
    if called == "proposal":
        return said.fact.type in ("Request", "Pledge") and any_of("origin").search(spoken.sentence(said)) is not None
    if called == "charge" and said.fact.type == "Statement":
        return _is_next(spoken, said, one)
    kinds = {"view": ("Statement",), "charge": ("Accusation",)}
    return said.fact.type in kinds.get(called, (said.fact.type,))


def _is_next(spoken: Spoken, said: Telling, one: Telling) -> bool:
    """Whether a rejection stands in the same sentence as what was said, or in the next."""
    return spoken.around(one.fact.trigger.start).start - spoken.around(said.fact.trigger.start).end <= 1


def _object(spoken: Spoken, one: Telling) -> tuple[str, bool]:
    """What the object of a rejection is called: a charge, view, proposal, part in something, or pronoun; else "".

    And whether what that means stands in the same sentence: "a charge which Iran rejects".
    """
    text, at = spoken.facts.article.text, one.fact.trigger
    before, rest = text[spoken.around(at.start).start : at.start], text[at.end : at.end + _OBJECT]
    relative = _RELATIVE.search(before) if re.match(r"\W*($|[.,;)\n])", rest) else None
    if relative is not None and (kind := "pronoun" if relative[2] else _kind(relative[1] or "")):
        return kind, True
    after = re.findall(r"[\w’']+|[.,;:]", rest)
    for n, word in enumerate(after):
        if (kind := _kind(word)) is not None:
            told = kind != "part" and re.match(rf"\w+ (\w+ )?({'|'.join(_list('told'))})\b", rest[rest.index(word) :])
            return ("" if told else kind), False
        if n == _WORDS or not word[0].isalpha() or word.lower() in _list("stop"):
            break
    if re.match(rf"\W*({'|'.join(_list('pronoun'))})\b( as \w+)?(\s*[.,;]| and\b| but\b)", rest):
        named = any(_kind(word) for word in re.findall(r"\w+", before))
        return ("" if named else "pronoun"), named or re.search(r"[,;] |\b(but|and|while)\b", before) is not None
    return "", False


def _list(name: str) -> list[str]:
    words: list[str] = data()["objects"][name]
    return words


def _kind(word: str) -> str | None:
    return next((kind for kind in _KINDS if word.lower() in _list(kind)), None)


def _says_what(spoken: Spoken, one: Telling) -> bool:
    """Whether a rejection tells what is not so: "denied that …", not "refused to …"."""
    content = one.fact.content
    return content is not None and content.start >= one.fact.trigger.end and spoken.text(content)[:3] != "to "


def _charge(spoken: Spoken, rejection: Telling, least: int) -> Telling | None:
    """The last accusation of those who reject, by others, in the sentences before; from the place ``least``."""
    at = rejection.fact.trigger.start
    actors = wide(rejection.roles.get("actor", frozenset()), spoken.sides)
    before = [
        t for t in spoken.row
        if t.fact.type == "Accusation" and t.fact.status in REAL
        and (spoken.speaks(t) or _is_next(spoken, t, rejection))
        and least <= t.fact.trigger.start <= at <= t.fact.trigger.start + JUST_BEFORE
        and spoken.is_other(t, rejection) and actors & wide(t.roles.get("target", frozenset()), spoken.sides)
    ]  # fmt: skip
    return max(before, key=lambda t: t.fact.trigger, default=None)
