"""What the readers look at, on sentences whose analysis is beyond doubt."""

from __future__ import annotations

from datetime import date

import pytest
from spacy.tokens import Token

from kg.annotate import annotate
from kg.extract import features
from kg.extract.features import Candidate
from kg.extract.matching import Sighting, sighting
from kg.extract.mentions import Mentions
from kg.model import Article

ACCUSED = "Rice accused Iran of arming militias in Baghdad on Monday."
SIGNED = "Iran and Iraq signed an agreement in Tehran."
DENIED = "Iran has not attacked Israel."


class Seen:
    """One sentence, as the readers meet it."""

    def __init__(self, text: str) -> None:
        document = annotate(Article(text, "test", published=date(2007, 5, 30)))
        self.mentions = Mentions(document)
        self.sentence = next(document.doc.sents)
        self.sighting: Sighting = sighting(self.sentence, document, self.mentions)
        self.candidates = features.candidates(self.sentence, self.mentions, self.sighting.times)

    def token(self, word: str) -> Token:
        return next(t for t in self.sentence if t.text == word)

    def candidate(self, word: str, kind: str) -> Candidate:
        return next(c for c in self.candidates if c.word.text == word and c.kind == kind)

    def predicate(self, word: str) -> set[str]:
        return set(features.predicate(self.token(word), self.sighting, self.mentions))

    def status(self, word: str, event_type: str) -> set[str]:
        return set(features.status(self.token(word), event_type, self.sighting))

    def role(self, word: str, event_type: str, other: str, kind: str) -> set[str]:
        token = self.token(word)
        args = features.arguments_of(token)
        return set(features.role(token, event_type, self.candidate(other, kind), self.sighting, args))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (ACCUSED, {"accused", "arming", "militias"}),
        (SIGNED, {"signed", "agreement"}),
        ("He of them by 12.", set()),
    ],
)
def test_verbs_and_nouns_outside_names_may_tell_events(text: str, words: set[str]) -> None:
    seen = Seen(text)
    found = {t.text for t in seen.sentence if features.is_candidate(t, seen.mentions)}
    assert words <= found
    assert not found & {"Rice", "Iran", "Iraq", "Baghdad", "Tehran", "of", "in", "an", "12", "."}


def test_candidates_are_agents_scenes_and_times() -> None:
    found = {(c.word.text, c.kind) for c in Seen(ACCUSED).candidates}
    assert found == {
        ("Rice", "agent"), ("Iran", "agent"), ("militias", "agent"), ("Baghdad", "agent"),
        ("Iran", "scene"), ("Baghdad", "scene"), ("Monday", "time"),
    }  # fmt: skip


def test_a_capital_is_its_state_where_it_acts_and_itself_where_it_is_the_scene() -> None:
    seen = Seen(ACCUSED)
    acting, scene = seen.candidate("Baghdad", "agent").mention, seen.candidate("Baghdad", "scene").mention
    assert acting is not None
    assert (acting.type, acting.name) == ("State", "Iraq")
    assert scene is not None
    assert scene.type == "City"


def test_a_time_carries_what_it_denotes_looking_back_and_ahead() -> None:
    time = Seen(ACCUSED).candidate("Monday", "time").time
    assert time is not None
    assert time.past is not None
    assert time.future is not None
    assert (time.past.value, time.future.value) == ("2007-05-28", "2007-06-04")


def test_a_predicate_knows_its_word_its_slots_and_the_frames() -> None:
    found = Seen(ACCUSED).predicate("accused")
    assert found >= {
        "lemma=accuse", "pos=VERB", "tag=VBD", "frame=Accusation", "told=Accusation", "below=Aid",
        "arg=subject:Person", "arg=object:State", "child=nsubj", "named=3", "opening=True", "quoted=0",
    }  # fmt: skip
    assert "negated" not in found
    assert "above=Accusation" not in found


def test_a_word_that_no_frame_knows_says_so() -> None:
    found = Seen("Rice wandered through Iran.").predicate("wandered")
    assert {"frame=none", "told=none"} <= found


def test_a_frame_that_missed_tells_what_kept_it_out() -> None:
    found = Seen("Rice met the requirements.").predicate("met")
    assert {"frame=Meeting", "told=none", "missed=Meeting:needs"} <= found


def test_a_word_below_an_event_names_it() -> None:
    found = Seen("Rice accused the government of lies.").predicate("government")
    assert "above=Accusation" in found


def test_a_noun_has_the_slots_of_its_light_verb() -> None:
    found = Seen(SIGNED).predicate("agreement")
    assert {"arg=light:State", "arg=in:City", "word=an", "head=sign"} <= found


def test_words_in_quotation_marks_are_marked() -> None:
    seen = Seen('Rice said, "Iran attacked us," and left.')
    assert "quoted=1" in seen.predicate("attacked")
    assert "quoted=0" in seen.predicate("left")


def test_status_has_the_rules_answer_and_what_governs() -> None:
    assert {"rule=Negated", "told=Negated", "negated", "word=not"} <= Seen(DENIED).status("attacked", "Assault")
    planned = Seen("Iran hopes to attack Israel.").status("attack", "Assault")
    assert {"type=Assault", "up0=hope", "up=hope", "word=to"} <= planned
    assert "negated" not in planned


@pytest.mark.parametrize(
    ("other", "kind", "expected"),
    [
        ("Rice", "agent", {"slot=subject", "rule=actor", "path=_nsubj", "kind=Person", "main-subject", "before0"}),
        ("Iran", "agent", {"slot=object", "rule=target", "path=_obj", "kind=State", "elsewhere=Aid", "nearest"}),
        ("Iran", "scene", {"as=scene", "rule=none", "slot=object:Accusation"}),
        ("militias", "agent", {"slot=none", "rule=none", "form=nominal", "word=militias"}),
        ("Monday", "time", {"kind=Time", "as=time", "case=on", "after2"}),
    ],
)
def test_a_role_has_slot_path_and_what_the_frame_gives(other: str, kind: str, expected: set[str]) -> None:
    assert expected <= Seen(ACCUSED).role("accused", "Accusation", other, kind)


def test_what_stands_behind_another_event_is_not_nearest() -> None:
    assert "nearest" not in Seen(ACCUSED).role("accused", "Accusation", "militias", "agent")


def test_where_no_frame_tells_an_event_its_rules_are_silent() -> None:
    found = Seen("Iran outflanked Iraq.").role("outflanked", "Assault", "Iran", "agent")
    assert {"rule=untold", "told=False"} <= found


def test_conjuncts_have_the_slot_of_the_first() -> None:
    found = Seen(SIGNED).role("agreement", "Agreement", "Iraq", "agent")
    assert {"slot=light", "rule=participant", "path=^obj_nsubj"} <= found


def test_no_feature_is_told_twice() -> None:
    seen = Seen("The old army and the old police of Iran and Iraq attacked and attacked the old town.")
    token = seen.token("attacked")
    for found in (
        features.predicate(token, seen.sighting, seen.mentions),
        features.status(token, "Assault", seen.sighting),
    ):
        assert len(found) == len(set(found))
