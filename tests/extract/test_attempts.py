"""What each frame makes of a predicate: an event, or the reason why there is none."""

from __future__ import annotations

import pytest

from kg.annotate import annotate
from kg.extract import frames
from kg.extract.matching import Miss, attempts
from kg.extract.mentions import Mentions
from kg.model import Article


def tried(text: str, word: str) -> list[tuple[str, str]]:
    """Rule and outcome of every attempt on the first such word: the type of its event, or the reason."""
    document = annotate(Article(text, "test"))
    mentions = Mentions(document)
    token = next(t for t in document.doc if t.text == word)
    found = attempts(token, [], mentions)
    return [(frame.rule, told.reason if isinstance(told, Miss) else told.type) for frame, told in found]


@pytest.mark.parametrize(
    ("text", "word", "rule", "outcome"),
    [
        ("Rice met Putin in Moscow.", "met", "frame meeting meet verb", "Meeting"),
        ("Rice met the requirements.", "met", "frame meeting meet verb", "1 of 2 actors"),
        ("Iran called Israel a threat.", "called", "frame request call verb", "no “for” goes with it"),
        ("Iran called on Monday.", "called", "frame request call verb", "slot on is “Monday”, must name the target"),
        (
            "The treaty is old.",
            "treaty",
            "frame agreement agreement noun",
            "slot light is empty, must name the participant",
        ),
        ("Iraq lifted the sanctions.", "sanctions", "frame sanction sanction noun", "governed by “lifted”"),
    ],
)
def test_an_attempt_tells_its_outcome(text: str, word: str, rule: str, outcome: str) -> None:
    assert any(name == rule and told.startswith(outcome) for name, told in tried(text, word)), tried(text, word)


def test_nothing_is_tried_after_an_event() -> None:
    outcomes = [told for _, told in tried("Rice met Putin in Moscow.", "met")]
    assert outcomes[-1] == "Meeting"
    assert outcomes.count("Meeting") == 1


def test_words_that_no_frame_knows_are_not_tried() -> None:
    assert tried("Rice met Putin in Moscow.", "Moscow") == []


def test_a_slot_that_must_be_empty_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    frame = frames.Frame("Meeting", "VERB", ("meet",), {"subject": "participant"}, without=frozenset({"object"}))
    monkeypatch.setattr(frames, "by_lemma", lambda: {("VERB", "meet"): (frame,)})
    assert tried("Rice met the requirements.", "met") == [(frame.rule, "slot object is “requirements”, must be empty")]
