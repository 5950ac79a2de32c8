"""The commands about identity, as a user types them."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from kg.pipeline import build, open_store, refresh
from kg.query import find
from tests.cli.conftest import TALKS, VISIT, kg

AGAIN = """BAGHDAD, May 29, 2007 (Sample Wire) — Ryan Crocker met the ambassador of Iran, Hassan Kazemi-Qumi, on May 28.

Kazemi-Qumi denied that Iran arms militias in Iraq. Asked about the army of Iraq, officials of the United States smiled.
"""

LAND = "Norway has long borders with Sweden, Finland and Russia, and a short one with the sea of Iceland.\n"


@pytest.fixture(scope="session")
def four(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The graph of four articles, one of which tells nothing; not to be written to."""
    folder = tmp_path_factory.mktemp("four")
    for name, text in (("talks", TALKS), ("visit", VISIT), ("again", AGAIN), ("land", LAND)):
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    build([folder], folder / "out")
    return folder / "out"


@pytest.fixture
def out(four: Path, tmp_path: Path) -> Path:
    """A copy that may be written to."""
    shutil.copytree(four, tmp_path / "out")
    return tmp_path / "out"


def _people(out: Path) -> set[str]:
    with open_store(out) as store:
        return {m.label for name in ("Crocker", "Kazemi Qomi", "Kazemi-Qumi") for m in find(store, name)}


def test_why_two_names_are_one(four: Path) -> None:
    told = kg("why", "Hassan Kazemi-Qumi", "Hassan Kazemi Qomi", "-s", four).stdout
    assert "Hassan Kazemi-Qumi and Hassan Kazemi Qomi: one, score" in told
    assert "name: spellings of one name" in told
    assert "person/hassan-kazemi-q" in told


def test_why_two_names_are_not_one(four: Path) -> None:
    told = kg("why", "Ryan Crocker", "Nouri al-Maliki", "-s", four).stdout
    assert "not one" in told
    assert "words of the names differ" in told
    missing = kg("why", "Ryan Croker", "Nouri al-Maliki", "-s", four)
    assert (missing.exit_code, missing.stdout) == (1, "")
    assert "did you mean Ryan Crocker?" in missing.stderr


def test_why_tellings_are_of_one_event(four: Path) -> None:
    with open_store(four) as store:
        rows = store.query(
            "SELECT DISTINCT ?e { ?e a dip:Meeting ; dip:evidence/dip:inDocument ?a , ?b FILTER (?a != ?b) }"
        )
    (event,) = {row[0].value for row in rows.rows}  # type: ignore[union-attr]
    told = kg("why", event, event, "-s", four).stdout
    assert "one, score" in told
    assert "time 1.00: the same day" in told


def test_review_lists_and_decides(out: Path) -> None:
    listed = kg("review", "--list", "-s", out).stdout
    assert "facts: " in listed or "misses: " in listed or "identity: " in listed
    before = kg("review", "--list", "-s", out, "-n", 99).stdout.count("\n\n")
    done = kg("review", "-s", out, stdin="skip\nquit\n")
    assert "0 decisions kept" in done.stdout
    kind = listed.partition(":")[0]
    answer = {"identity": "different", "facts": "wrong", "misses": "nothing"}[kind]
    done = kg("review", "-s", out, "--only", kind, stdin=f"{answer}\nquit\n")
    assert "1 decision kept" in done.stdout
    text = (out / "decisions.txt").read_text(encoding="utf-8")
    assert text.startswith("# Decisions")
    assert f"\n{answer} " in text
    after = kg("review", "--list", "-s", out, "-n", 99).stdout.count("\n\n")
    assert after < before
    refresh(out)
    assert kg("review", "--list", "-s", out, "-n", 99).stdout.count("\n\n") == after


def test_decisions_survive_a_build(out: Path) -> None:
    assert len(_people(out)) == 2
    (out / "decisions.txt").write_text(
        "# Qumi is somebody else\ndifferent person/hassan-kazemi-qumi person/hassan-kazemi-qomi\n", encoding="utf-8"
    )
    folder = out.parent / "news"
    folder.mkdir()
    (folder / "other.txt").write_text(
        "The ministers of Norway and Sweden met in Oslo on May 3, 2007.\n", encoding="utf-8"
    )
    build([folder], out)
    assert len(_people(out)) == 3
    (out / "decisions.txt").unlink()
    refresh(out)
    assert len(_people(out)) == 2


def test_a_decision_that_cannot_be_read_is_one_line(out: Path) -> None:
    (out / "decisions.txt").write_text("# fine\nsame person/a\n", encoding="utf-8")
    done = kg("review", "--list", "-s", out)
    assert done.exit_code == 1
    assert "decisions.txt, line 2: same needs 2 things to be about" in done.stderr


def test_a_decision_about_nothing_is_told(out: Path) -> None:
    (out / "decisions.txt").write_text("same person/nobody person/x\n", encoding="utf-8")
    news = out.parent / "a.txt"
    news.write_text(VISIT + "More.", encoding="utf-8")
    done = kg("build", news, "-o", out)
    assert done.exit_code == 0
    assert "line 1: same: speaks of nothing in the graph" in done.stderr


def test_withdraw_takes_what_rests_on_one_article(out: Path) -> None:
    assert kg("withdraw", "visit.txt", "-s", out).stdout.endswith("visit.txt\n")
    with open_store(out) as store:
        assert len(store.documents()) == 3
        assert b"Ahmadinejad" not in (out / "graph.ttl").read_bytes()
    assert "Crocker" in (out / "graph.ttl").read_text(encoding="utf-8")
    assert kg("withdraw", "https://nowhere.example/", "-s", out).exit_code == 1
    again = kg("withdraw", "visit.txt", "-s", out)
    assert again.exit_code == 1
    assert "kg query documents lists the sources" in again.stderr


def test_a_gazetteer_gives_names_and_ids(out: Path) -> None:
    listed = out.parent / "who.csv"
    listed.write_text(
        "name,type,also,same_as,state\nHassan Kazemi Qomi,Person,Kazemi Ghomi,http://www.wikidata.org/entity/Q1,Iran\n",
        encoding="utf-8",
    )
    news = out.parent / "news.txt"
    news.write_text(
        "Ambassador Hasan Kazemi Ghomi of Iran met Ryan Crocker in Baghdad on August 6, 2007.\n", encoding="utf-8"
    )
    assert kg("build", news, "-o", out, "--gazetteer", listed).exit_code == 0
    with open_store(out) as store:
        (match,) = find(store, "Hassan Kazemi Qomi")
        assert store.query(f"ASK {{ <{match.iri}> owl:sameAs <http://www.wikidata.org/entity/Q1> }}") is True
        assert {m.iri for m in find(store, "Hasan Kazemi Ghomi")} == {match.iri}
    assert (out / "gazetteer.csv").exists()
    listed.write_text("who,what\nx,y\n", encoding="utf-8")
    bad = kg("build", news, "-o", out, "--gazetteer", listed)
    assert bad.exit_code == 1
    assert "must name the columns name and type" in bad.stderr


def test_a_corrected_article_takes_the_place_of_the_first(out: Path) -> None:
    news = out.parent / "talks.txt"
    for text in (TALKS, TALKS.replace("Baghdad on Monday", "Basra on Monday")):
        news.write_text(text, encoding="utf-8")
        done = kg("build", news, "-o", out)
    assert "takes the place of the earlier text of this source" in done.stderr
    with open_store(out) as store:
        sources = [s for s in _sources(store) if s.endswith("talks.txt")]
    assert len(sources) == len(set(sources))


def _sources(store: object) -> list[str]:
    rows = store.query("SELECT ?s { ?d a dip:Document ; dct:source ?s }").rows  # type: ignore[attr-defined]
    return [row[0].value for row in rows]
