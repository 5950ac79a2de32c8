"""What becomes of the frames' events, and of further ones, when readers of known shares look at a sentence."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from kg.annotate import annotate
from kg.extract import learned
from kg.extract.events import events
from kg.extract.learned import ADD, ADD_ROLE, KEEP, KEEP_ROLE, RETYPE
from kg.extract.mentions import Mentions
from kg.extract.readers import Reader
from kg.model import Article, Document, Event
from tests.extract.reading import WIDTH, reader
from tests.telling import tell_all

Shares = Mapping[str, float]
Put = Callable[..., None]
NOTHING = {"none": 0.98, "Accusation": 0.005, "Request": 0.005, "Meeting": 0.005, "Assault": 0.005}
NO_PART = {
    "none": 0.93, "actor": 0.01, "target": 0.01, "participant": 0.01, "source": 0.01, "place": 0.01, "date": 0.02,
}  # fmt: skip
ACCUSED = "Rice accused Iran."
UNKNOWN = "On May 3 Iran outflanked Iraq in Basra."  # no frame knows its verb
STEP = 0.02


def _types(**shares: float) -> Shares:
    """Shares of the types: those given, the rest for none."""
    small = {label: 0.001 for label in NOTHING if label != "none" and label not in shares}
    return {"none": 1 - sum(shares.values()) - sum(small.values()), **small, **shares}


def _parts(**shares: float) -> Shares:
    """Shares of the parts: those given, the rest for none."""
    small = {label: 0.001 for label in NO_PART if label != "none" and label not in shares}
    return {"none": 1 - sum(shares.values()) - sum(small.values()), **small, **shares}


@pytest.fixture
def put(monkeypatch: pytest.MonkeyPatch) -> Put:
    """Put readers in the place of the shipped ones."""

    def put_in(kind: Reader | None = None, role: Reader | None = None, status: Reader | None = None) -> None:
        made = {
            "type": kind or reader(NOTHING),
            "role": role or reader(NO_PART),
            "status": status or reader({"Occurred": 0.9, "Planned": 0.1}),
        }
        monkeypatch.setattr(learned, "readers", lambda: made)

    return put_in


def _document(text: str, channels: int = WIDTH) -> Document:
    document = annotate(Article(text, "test", published=date(2007, 5, 30)))
    document.doc.tensor = np.zeros((len(document.doc), channels), np.float32)
    return document


def _events(text: str, channels: int = WIDTH) -> list[Event]:
    document = _document(text, channels)
    return events(document, Mentions(document))


def _only(text: str) -> Event:
    (event,) = _events(text)
    return event


def _roles(event: Event) -> list[tuple[str, str]]:
    return sorted((role, mention.name) for role, mention in event.roles)


@pytest.mark.parametrize(("share", "stays"), [(KEEP + STEP, True), (KEEP - STEP, False)])
def test_a_frames_event_stands_unless_the_reader_doubts_it(put: Put, share: float, stays: bool) -> None:
    put(reader(NOTHING, told_Accusation=_types(Accusation=share)))
    found = _events(ACCUSED)
    assert [event.type for event in found] == ["Accusation"] * stays
    assert all(event.rule == "frame accusation accuse verb" for event in found)


def test_the_share_of_all_types_is_the_confidence_as_far_as_it_is_worth_it(put: Put) -> None:
    put(reader(NOTHING, told_Accusation={**NOTHING, "none": 0.2, "Accusation": 0.5, "Request": 0.29}))
    assert _only(ACCUSED).confidence == 0.73  # 0.8 times what a share is worth


@pytest.mark.parametrize(("share", "kind"), [(RETYPE + STEP, "Request"), (RETYPE - STEP, "Accusation")])
def test_a_sure_reader_overrules_the_frames_type(put: Put, share: float, kind: str) -> None:
    put(reader(NOTHING, told_Accusation=_types(Request=share, Accusation=0.3)))
    assert _only(ACCUSED).type == kind


def test_the_content_of_a_speech_act_goes_with_its_type(put: Put) -> None:
    text = "Iran demanded that Iraq leave."
    put(reader(NOTHING, told_Request=_types(Request=0.9)))
    kept = _only(text).content
    assert kept is not None
    assert text[kept.start : kept.end] == "that Iraq leave"
    put(reader(NOTHING, told_Request=_types(Accusation=0.9)))
    assert _only(text).content is None


@pytest.mark.parametrize(("share", "found"), [(ADD + STEP, ["Assault"]), (ADD - STEP, [])])
def test_what_only_the_reader_sees_is_added_where_it_is_sure(put: Put, share: float, found: list[str]) -> None:
    put(reader(NOTHING, lemma_outflank=_types(Assault=share)))
    assert [event.type for event in _events(UNKNOWN)] == found


@pytest.mark.parametrize(
    ("weights", "words"), [([1, 0, 0, 0, 0, 0, 0], ["hoped"]), ([0, 0, 0, 0, 0, 1, 0], ["hoped", "outflank"])]
)
def test_the_vector_of_a_word_stands_before_that_of_its_head(put: Put, weights: list[int], words: list[str]) -> None:
    text = "Iran hoped to outflank Iraq."
    document = _document(text)
    document.doc.tensor[1] = 1  # hoped, the head of both
    put(replace(reader(NOTHING, no_feature=_types(Assault=0.9)), dense=np.array([weights], np.float32)))
    found = events(document, Mentions(document))
    assert [text[event.trigger.start : event.trigger.end] for event in found] == words


def test_an_event_of_the_reader_names_it_and_its_word(put: Put) -> None:
    put(reader(NOTHING, lemma_outflank=_types(Assault=0.9)))
    event = _only(UNKNOWN)
    assert event.rule == "reader assault"
    assert UNKNOWN[event.trigger.start : event.trigger.end] == "outflanked"
    assert UNKNOWN[event.evidence.start : event.evidence.end] == UNKNOWN
    assert event.confidence == pytest.approx(0.91 * 0.9, abs=0.011)
    assert not event.roles
    assert not event.places


@pytest.mark.parametrize(
    ("share", "roles"),
    [(KEEP_ROLE + STEP, [("actor", "Rice"), ("target", "Iran")]), (KEEP_ROLE - STEP, [("target", "Iran")])],
)
def test_a_frames_part_stands_unless_the_reader_doubts_it(put: Put, share: float, roles: list[tuple[str, str]]) -> None:
    kept = reader(NO_PART, rule_actor=_parts(actor=share), rule_target=_parts(target=0.9))
    put(reader(NOTHING, told_Accusation=_types(Accusation=0.9)), kept)
    assert _roles(_only(ACCUSED)) == roles


@pytest.mark.parametrize(("share", "roles"), [(ADD_ROLE + STEP, [("actor", "Iran")]), (ADD_ROLE - STEP, [])])
def test_a_part_that_only_the_reader_sees_is_added_where_it_is_sure(
    put: Put, share: float, roles: list[tuple[str, str]]
) -> None:
    put(reader(NOTHING, lemma_outflank=_types(Assault=0.9)), reader(NO_PART, dep_nsubj=_parts(actor=share)))
    assert _roles(_only(UNKNOWN)) == roles


@pytest.mark.parametrize(
    ("kind", "part", "roles"),
    [
        ("Meeting", "participant", [("participant", "Iran")]),
        ("Meeting", "actor", []),
        ("Assault", "participant", []),
        ("Assault", "target", [("target", "Iran")]),
    ],
)
def test_meetings_have_participants_and_assaults_have_actors(
    put: Put, kind: str, part: str, roles: list[tuple[str, str]]
) -> None:
    put(reader(NOTHING, lemma_outflank=_types(**{kind: 0.9})), reader(NO_PART, dep_nsubj=_parts(**{part: 0.9})))
    assert _roles(_only(UNKNOWN)) == roles


def test_an_agent_is_no_place_and_a_scene_no_agent(put: Put) -> None:
    everything = reader(_parts(place=0.9))
    put(reader(NOTHING, lemma_outflank=_types(Assault=0.9)), everything)
    event = _only(UNKNOWN)
    assert event.roles == ()
    assert "Basra" in [mention.name for mention in event.places]
    put(reader(NOTHING, lemma_outflank=_types(Assault=0.9)), reader(NO_PART, as_scene=_parts(actor=0.9)))
    event = _only(UNKNOWN)
    assert not event.roles
    assert not event.places


def test_the_reader_gives_a_source(put: Put) -> None:
    put(reader(NOTHING, lemma_outflank=_types(Assault=0.9)), reader(NO_PART, dep_nsubj=_parts(source=0.9)))
    source = _only(UNKNOWN).source
    assert source is not None
    assert source.name == "Iran"


def test_the_reader_tells_the_status(put: Put) -> None:
    put(
        reader(NOTHING, told_Accusation=_types(Accusation=0.9)),
        status=reader({"Occurred": 0.9, "Planned": 0.1}, type_Accusation={"Occurred": 0.4, "Planned": 0.6}),
    )
    assert _only(ACCUSED).status == "Planned"


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Rice was the first minister to accuse Iran.", "Occurred"),
        ("Rice will be the first minister to accuse Iran.", "Planned"),
        ("Rice regretted the refusal to accuse Iran.", "Negated"),
        ("Rice did not accuse Iran.", "Negated"),
    ],
)
def test_plain_words_tell_the_status_whatever_the_reader_makes_of_it(put: Put, text: str, status: str) -> None:
    put(
        reader(_types(Accusation=0.01), told_Accusation=_types(Accusation=0.9)),
        status=reader({"Occurred": 0.1, "Planned": 0.9}),
    )
    assert [e.status for e in _events(text) if e.type == "Accusation"] == [status]


@pytest.mark.parametrize(("share", "day"), [(ADD_ROLE + STEP, "2007-05-03"), (ADD_ROLE - STEP, None)])
def test_a_date_that_hangs_on_another_verb_can_be_given(put: Put, share: float, day: str | None) -> None:
    text = "On May 3 Iran saw that Iraq had outflanked Turkey."
    put(reader(NOTHING, lemma_outflank=_types(Assault=0.9)), reader(NO_PART, as_time=_parts(date=share)))
    time = _only(text).time
    assert (time.value if time else None) == day


def test_dates_by_rule_come_first(put: Put) -> None:
    text = "Iran, which saw it on May 3, outflanked Turkey on May 20."
    put(reader(NOTHING, lemma_outflank=_types(Assault=0.9)), reader(NO_PART, as_time=_parts(date=0.9)))
    time = _only(text).time
    assert time is not None
    assert time.value == "2007-05-20"


def test_statements_are_left_to_the_frames(put: Put) -> None:
    put()
    (told,) = _events("Rice said that the weather was fine.")
    assert (told.type, _roles(told)) == ("Statement", [("actor", "Rice")])


@pytest.mark.parametrize("channels", [0, 1, 2 * WIDTH])
def test_without_the_vectors_of_the_readers_the_frames_stand_alone(put: Put, channels: int) -> None:
    put(reader(NOTHING))  # would drop every event
    document = _document(ACCUSED, channels)
    mentions = Mentions(document)
    assert learned.judge(mentions) is None
    assert events(document, mentions) == events(document, mentions, frames_only=True)
    assert [event.type for event in events(document, mentions)] == ["Accusation"]


def test_frames_alone_can_be_asked_for(put: Put) -> None:
    put(reader(NOTHING))
    document = _document(ACCUSED)
    mentions = Mentions(document)
    assert events(document, mentions) == []
    assert [event.type for event in events(document, mentions, frames_only=True)] == ["Accusation"]


def test_what_a_negated_verb_lends_its_subject_to_is_denied() -> None:
    told = tell_all("Foreign Minister Ana Diaz said that Peru would not join sanctions against Chile.")
    assert told.statuses("Sanction") == {"Negated"}
