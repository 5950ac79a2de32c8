"""What kg extract --debug shows of each sentence."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from kg import trace
from kg.errors import SkipError
from kg.model import Article
from kg.trace.columns import columns
from tests.cli.conftest import kg

TEXT = """Rice in Tokyo for talks with allies

Home | News | Sport

TOKYO, July 3 (Sample Wire) — Secretary Condoleezza Rice met the requirements on Tuesday. She decried the
move and praised Japan. The talks with Iran lasted. The United Nations lifted the sanctions. Smith brooded
over the vote. Iran must stop, according to Angela Merkel, the German chancellor.

Share this
"""


@pytest.fixture(scope="module")
def told() -> str:
    return trace(Article(TEXT, "rice.txt", published=date(2007, 7, 3)))


def section(told: str, sentence: str, title: str) -> list[str]:
    """The lines of one section of the sentence that holds the words, without margins."""
    block = next(block for block in told.split("\n\n") if sentence in block.partition("\n")[0])
    lines = block.splitlines()
    start = lines.index(f"  {title}") + 1
    ends = [n for n, line in enumerate(lines) if n > start and not line.startswith("    ")]
    return [line[4:] for line in lines[start : min(ends, default=len(lines))]]


def test_the_article_and_what_its_dates_count_from(told: str) -> None:
    assert told.splitlines()[0] == "rice.txt; dates count from 2007-07-03"
    undated = trace(Article("Iran met Iraq in Oslo.", "a.txt", "Talks"))
    assert undated.splitlines()[0] == "a.txt, “Talks”; tells no date: days stay without a year"


def test_words_are_a_table(told: str) -> None:
    rows = [line.split() for line in section(told, "decried", "words")]
    assert rows[1] == ["2", "decried", "VERB", "decry", "0", "ROOT"]
    assert rows[0] == ["1", "She", "PRON", "she", "2", "nsubj"]
    assert ["8", "Japan", "PROPN", "Japan", "7", "obj", "B-GPE"] in rows
    starts = {line.index(" PRON") for line in section(told, "decried", "words") if " PRON" in line}
    starts |= {line.index(" VERB") for line in section(told, "decried", "words") if " VERB" in line}
    assert len(starts) == 1


def test_mentions_lead_to_entities(told: str) -> None:
    she, japan = section(told, "decried", "mentions")
    assert she.split()[:3] == ["She", "pronoun", "Person"]
    assert she.endswith("→ Condoleezza Rice (person/condoleezza-rice)")
    assert japan.endswith("→ Japan (state/jpn)")


def test_a_frame_that_fired_shows_its_roles(told: str) -> None:
    frames = section(told, "decried", "frames")
    at = frames.index("decried (VERB decry)  subject: She  object: move")
    assert " ".join(frames[at + 1].split()) == "+ Accusation requires subject Occurred; actor she"


@pytest.mark.parametrize(
    ("sentence", "predicate", "reason"),
    [
        ("requirements", "met", "1 of 2 actors"),
        ("requirements", "met", "slot in is empty, must name the place"),
        ("lasted", "talks", "no “peace” goes with it"),
        ("lifted", "sanctions", "governed by “lifted”"),
        ("brooded", "vote", "slot subject is empty, must name the actor"),
    ],
)
def test_a_frame_that_did_not_fire_shows_why(told: str, sentence: str, predicate: str, reason: str) -> None:
    frames = section(told, sentence, "frames")
    start = next(n for n, line in enumerate(frames) if line.startswith(f"{predicate} ("))
    ends = [n for n, line in enumerate(frames) if n > start and not line.startswith("  ")]
    assert any(
        line.startswith("  - ") and line.endswith(reason) for line in frames[start + 1 : min(ends, default=len(frames))]
    )


def test_words_that_no_frame_was_tried_on(told: str) -> None:
    assert section(told, "brooded", "verbs that no frame knows") == ["brooded (brood)"]
    assert "Rice (PROPN rice)  not tried: part of the name “Condoleezza Rice”" in section(
        told, "requirements", "frames"
    )


def test_facts_are_those_of_the_graph(told: str) -> None:
    (accusation,) = (line for line in section(told, "decried", "facts") if line.startswith("Accusation  0."))
    assert "  frame accusation criticise verb  Occurred; actor Condoleezza Rice" in accusation
    merkel = section(told, "Merkel", "facts")
    assert any("Angela Merkel, chancellor of Germany" in line for line in merkel)


def test_events_of_other_rules(told: str) -> None:
    (line,) = section(told, "Merkel", "events of other rules")
    assert line == "Statement  statement according to  Occurred; actor Angela Merkel"


def test_a_noun_whose_event_its_verb_tells_says_so() -> None:
    told = trace(Article("Clinton visited Iran on a visit.", "a.txt"))
    joined = [line for line in told.splitlines() if line.endswith("(joined with another event)")]
    assert len(joined) == 1


def test_what_is_no_prose_says_why(told: str) -> None:
    assert "[2] Home | News | Sport\n  left out: no full stop, without a verb, 3 words" in told
    assert "Share this\n  left out: furniture of the page" in told


def test_columns_without_content_take_no_room() -> None:
    assert columns([("a", "", "bb"), ("ccc", "", "d\n e")]) == ["a    bb", "ccc  d e"]


def test_the_command_prints_it_as_plain_text(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "rice.txt").write_text(TEXT, encoding="utf-8")
    done = kg("extract", "rice.txt", "--debug", "--published", "2007-07-03")
    assert done.exit_code == 0
    assert "  frames\n" in done.stdout
    assert "\x1b" not in done.stdout


def test_what_cannot_be_read_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(SkipError):
        trace(tmp_path / "gone.txt")
    done = kg("extract", tmp_path / "gone.txt", "--debug")
    assert (done.exit_code, done.stderr.count("\n")) == (1, 1)


def test_readers_say_how_sure_they_are_of_words_and_parts(told: str) -> None:
    (line,) = (line for line in section(told, "praised Japan", "what the readers think") if line.startswith("praised"))
    assert re.match(r"praised: Support 0\.[5-9]\d", line)
    assert re.search(r"; Japan target 0\.[5-9]\d", line)
