"""The sample articles as one world, beside what a reader would make of them: ``seeds/articles/EXPECTED.md``.

What is expected was written from that key, before the merging was. Which articles tell an event is for the extraction;
here counts that all who are found to tell it tell one event, and that nobody else does.
"""

from __future__ import annotations

import pytest

from kg.query import ask, find
from kg.store import Embedded, Rows
from kg.world.merge import merge
from kg.world.record import Item, World
from tests.conftest import fill_world

SHORT = {
    "irbil-raid": "0114", "baghdad-conference": "0311", "sharm-el-sheikh": "0504", "first-round-sample": "0528",
    "28/first-round": "0528", "baghdad-first-round": "0529", "first-round-tigris": "0530",
    "iran-second-meeting": "0718",
    "24/second-round": "0724", "baghdad-second-round": "0725", "baghdad-talks-analysis": "0726",
    "experts-meeting": "0807",
    "maliki-tehran": "0810", "26/sanctions": "1026", "istanbul-conference": "1103", "nine-iranians": "1110",
    "21/fourth-round": "1121", "fourth-round-postponed": "1214", "fourth-round-date": "1211",
}  # fmt: skip

# type, status, how its label ends, who must be in it, the articles that tell it, how many of these are found at least
MEETINGS = [
    ("Meeting", "Occurred", "2007-03-10", {"Nouri al-Maliki", "Syria"}, "0311", 1),
    ("Meeting", "Occurred", "2007-05-03", {"Condoleezza Rice", "Walid al-Moallem"}, "0504", 1),
    ("Meeting", "Negated", "2007-05-03", {"Condoleezza Rice"}, "0504", 1),
    ("Meeting", "Occurred", "2007-05-03", {"Ahmed Aboul Gheit", "Manouchehr Mottaki"}, "0504", 1),
    ("Meeting", "Occurred", "2007-05-04", {"Ryan Crocker", "David Satterfield", "Abbas Araghchi"}, "0504", 1),
    ("Meeting", "Occurred", "2007-05-28", {"Ryan Crocker", "Hassan Kazemi Qomi"},
     "0528 0529 0530 0718 0724 0725 0726 1026 1121 1214", 10),
    ("Visit", "Occurred", "2007-07", {"Hassan Kazemi Qomi"}, "0718", 1),
    ("Meeting", "Occurred", "2007-07-24", {"Ryan Crocker", "Hassan Kazemi Qomi"}, "0724 0725 0726 1121 1214 1026", 6),
    ("Meeting", "Proposed", "2007-07-25", {"Experts"}, "0724", 1),
    ("Meeting", "Negated", "2007-07-25", {"experts"}, "0726", 1),
    ("Meeting", "Occurred", "2007-08-06", {"Ryan Crocker", "Hassan Kazemi Qomi"}, "0807 1026", 2),
    ("Meeting", "Occurred", "2007-08-06", {"experts"}, "0807 0810 1211 1121 1214", 5),
    ("Visit", "Occurred", "2007-08-08", {"Nouri al-Maliki"}, "0810", 1),
    ("Visit", "Planned", "2007-08-08", {"Nouri al-Maliki"}, "0807", 1),
    ("Meeting", "Occurred", "2007-08-09", {"Nouri al-Maliki", "Ali Khamenei"}, "0810", 1),
    ("Meeting", "Occurred", "2007-11-03", {"Condoleezza Rice", "Hoshyar Zebari", "Ali Babacan"}, "1103 1121 1214", 3),
    ("Meeting", "Occurred", "Rice – Hoshyar Zebari", {"Ali Babacan"}, "1103", 1),
    ("Meeting", "Occurred", "Rice – Walid al-Moallem", set(), "1103", 1),
    ("Meeting", "Negated", "2007-11", {"Condoleezza Rice", "Manouchehr Mottaki"}, "1026 1103 1121 1214", 4),
    ("Meeting", "Cancelled", "2007-12-18", set(), "1121 1211 1214", 3),
    ("Concession", "Occurred", "2007-11-09", {"occupying forces"}, "1110 1121", 2),
    ("Assault", "Occurred", "2007-01-11", {"American soldiers"}, "0114 0311 0504 0529 0718 0725 1110 0724", 2),
    ("Coercion", "Occurred", "2007-01-11", {"five Iranian diplomats"}, "0114 0311 0504 0529 0718 0725 1110 0724", 3),
]  # fmt: skip

# point of the key; who tells it, and in what words; who goes against it, and in what words
CONTESTED = [
    (1, ("Sean McCormack", "accused Tehran of backing"), ("Iran", "has always denied this")),
    (1, ("American officers", "to stop the flow of weapons"), ("Iran", "never any flow to stop")),
    (2, ("Raymond Odierno", "sharply increased its support"), ("Iran", "anything to do with the attacks")),
    (3, ("Zalmay Khalilzad", "had exchanged views"), ("Abbas Araghchi", "any direct contact")),
    (4, ("Mohammad Ali Hosseini", "request had been delivered"), ("U.S. officials", "had only stated")),
    (5, ("Manouchehr Mottaki", "had requested them"), ("Iraqi officials", "initiative came from Baghdad")),
    (6, ("Hoshyar Zebari", "an agreement had been reached"), ("Ryan Crocker", "a difficult discussion")),
    (7, ("Sean McCormack", "was being considered"), ("Hassan Kazemi Qomi", "was an Iranian proposal")),
    (8, ("Mohammad Ali Hosseini", "working there legally"), ("U.S. officials", "rejected that description")),
    (9, ("Mohammad Ali Hosseini", "working there legally"), ("U.S. officials", "had never been a consulate")),
    (10, ("United States Armed Forces", "Eleven Iranians"), ("Hassan Kazemi Qomi", "25 of his compatriots")),
    (11, ("Hassan Kazemi Qomi", "in less than a month"), ("Ryan Crocker", "was more cautious")),
    (12, ("Nouri al-Maliki", "thanking Iran for its help"), ("George W. Bush", "did not believe Iran")),
    (13, ("Manouchehr Mottaki", "dress of a violinist"), ("Sean McCormack", "afraid of the secretary")),
    (14, ("Hoshyar Zebari", "for a fourth round"), ("United States Department of State", "has been postponed")),
    (15, ("Iran", "troops from neighbouring countries"), ("Saudi Arabia", "opposed it")),
]
_AGAINST = ("Rejected", "Answered", "Negated")

PEOPLE = (
    "Abbas Araghchi", "Abdel Aziz al-Hakim", "Ahmed Aboul Gheit", "Ali Babacan", "Ali Khamenei", "Ali al-Dabbagh",
    "Ban Ki-moon", "Condoleezza Rice", "David Satterfield", "George W. Bush", "Greg Smith", "Hassan Kazemi Qomi",
    "Henry Paulson", "Hoshyar Zebari", "Jalal Talabani", "Mahmoud Ahmadinejad", "Manouchehr Mottaki", "Marcie Ries",
    "Mohammad Ali Hosseini", "Mohammad Ali Jafari", "Mowaffak al-Rubaie", "Nouri al-Maliki", "Parviz Davoudi",
    "Philip Reeker", "Raymond Odierno", "Ryan Crocker", "Samir Sumaidaie", "Sean McCormack", "Vladimir Putin",
    "Walid al-Moallem", "Zalmay Khalilzad",
)  # fmt: skip
SURNAMES = ("Crocker", "Kazemi Qomi", "Rice", "Zebari", "Mottaki", "al-Maliki", "Khalilzad", "McCormack", "Moallem")


@pytest.fixture(scope="module")
def made(items: list[Item]) -> World:
    return merge(items)


@pytest.fixture(scope="module")
def store(items: list[Item]) -> Embedded:
    filled = Embedded()
    fill_world(filled, *(item.facts for item in items))
    return filled


def _short(source: str) -> str:
    return next(short for part, short in SHORT.items() if part in source)


@pytest.mark.parametrize(
    ("kind", "status", "end", "who", "tellers", "least"), MEETINGS, ids=[" ".join(m[:3]) for m in MEETINGS]
)
def test_each_event_is_one(
    made: World, kind: str, status: str, end: str, who: set[str], tellers: str, least: int
) -> None:
    found: dict[str, set[str]] = {}
    for facts in made.facts:
        labels = {e.id: e.label for e in facts.entities}
        for event in facts.events:
            (label, named) = (str(event.label), {labels[k] for _, k in event.roles})
            there = label + " – ".join(named) if " more, " in label else label  # which does not name all of many
            fits = (event.type, event.status) == (kind, status) and label.endswith(end) and all(w in there for w in who)
            if fits and named:
                found.setdefault(str(event.id), set()).add(_short(facts.article.source))
    assert len(found) == 1, found
    (articles,) = found.values()
    assert articles <= set(tellers.split())
    assert len(articles) >= least


def test_plans_are_tied_to_what_came_about(made: World) -> None:
    labels = {str(e.id): (e.status, str(e.label)) for facts in made.facts for e in facts.events}
    tied = {(labels[done], labels[plan]) for done, plan in made.realizes}
    visit = "Visit: Nouri al-Maliki, 2007-08-08"
    assert (("Occurred", visit), ("Planned", visit)) in tied
    second = [plan for (_, done), (_, plan) in tied if done.startswith("Meeting") and done.endswith("2007-07-24")]
    assert any("Hassan Kazemi Qomi" in plan and "Ryan Crocker" in plan for plan in second)
    assert {status for _, (status, _) in tied} <= {"Planned", "Proposed"}
    assert any("Ali Babacan" in done and "Manouchehr Mottaki" in plan for (_, done), (_, plan) in tied)


def test_a_host_who_took_no_part_met_none_of_those_who_did(made: World) -> None:
    met = [{k for r, k in e.roles if r == "participant"} for f in made.facts for e in f.events if e.type == "Meeting"]
    assert not any({"person/nouri-al-maliki", "person/mowaffak-al-rubaie"} <= who for who in met)
    assert any(("host", "person/nouri-al-maliki") in e.roles for f in made.facts for e in f.events)


@pytest.mark.parametrize("name", PEOPLE)
def test_each_person_is_one(store: Embedded, name: str) -> None:
    (match,) = [m for m in find(store, name) if "/person/" in m.iri]
    assert match.label == name


@pytest.mark.parametrize("name", SURNAMES)
def test_a_surname_leads_to_the_same_person(store: Embedded, name: str) -> None:
    (match,) = [m for m in find(store, name) if "/person/" in m.iri]
    assert match.label in PEOPLE


def test_nobody_else_is_taken_for_a_person(made: World) -> None:
    told = {e.label for facts in made.facts for e in facts.entities if e.type == "Person"}
    assert len(told - set(PEOPLE)) <= 2, told - set(PEOPLE)


@pytest.fixture(scope="module")
def contested(store: Embedded) -> list[tuple[str, str, str, str]]:
    """The rows of the question: event, account, who says so, in what words."""
    found = ask(store, "contested")
    assert isinstance(found, Rows)
    rows = [tuple(str(getattr(cell, "value", "")) for cell in row) for row in found.rows]
    assert all(row[3] and row[4] for row in rows)
    return [(row[0], row[1], row[2], row[3]) for row in rows]


@pytest.mark.parametrize(("point", "account", "denial"), CONTESTED, ids=[str(c[0]) for c in CONTESTED])
def test_contested_accounts_are_listed(
    contested: list[tuple[str, str, str, str]], point: int, account: tuple[str, str], denial: tuple[str, str]
) -> None:
    told = {(event, kind in _AGAINST) for event, kind, by, words in contested for want in (account, denial)
            if want[0] in by.split(", ") and want[1] in words and (kind in _AGAINST) == (want is denial)}  # fmt: skip
    assert any((event, True) in told and (event, False) in told for event, _ in told), contested


def test_each_contested_event_has_two_sides(contested: list[tuple[str, str, str, str]]) -> None:
    sides: dict[str, set[bool]] = {}
    for event, account, *_ in contested:
        sides.setdefault(event, set()).add(account in _AGAINST)
    assert all(len(both) == 2 for both in sides.values()), sides


@pytest.mark.parametrize(
    "words",
    [
        "Mottaki did not meet",  # at the conference that both attended: the same articles tell both
        "no further meetings",  # than those told before
        "helping the Iraqi government",  # is no arming of militias, and both are told by Iran
        "refuses to accept",
    ],
)
def test_what_nobody_contests_is_not_listed(contested: list[tuple[str, str, str, str]], words: str) -> None:
    assert not [row for row in contested if words in row[3]]


def test_whoever_is_spoken_of_is_told_of(made: World) -> None:
    for facts in made.facts:
        here = {e.id for e in facts.entities}
        offices = {key for t in facts.tenures for key in (t.holder, t.of, t.posted_to) if key}
        assert offices | {key for e in facts.events for key in (*e.places, *e.sources)} <= here


def test_an_event_of_many_articles_is_called_by_whom_most_of_them_name(made: World) -> None:
    labels = {str(e.label) for facts in made.facts for e in facts.events if e.label and "2007-05-28" in e.label}
    assert "Meeting: Hassan Kazemi Qomi – Ryan Crocker, 2007-05-28" in labels
