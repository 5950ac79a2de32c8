"""Of what was called off or denied the sentence comes first that says so, not one that tells the plan."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from kg.archive import FOLDER, Archive
from kg.pipeline import build
from kg.web import Settings
from tests.web.conftest import Client, running
from tests.web.test_pages import text_of

PLAN = "CAIRO, March 3, 2008 - Ryan Crocker and Hassan Kazemi Qomi will meet in Baghdad on March 18, 2008, Iraq said."
OFF = (
    "CAIRO, March 12, 2008 - A meeting of Crocker and Qomi on March 18, 2008 in Baghdad has been cancelled, Iraq said."
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    told = [{"text": PLAN, "published": "2008-03-03"}, {"text": OFF, "published": "2008-03-12"}]
    path = tmp_path / "told.jsonl"
    path.write_text("\n".join(map(json.dumps, told)), encoding="utf-8")
    build([path], tmp_path / "out")
    return tmp_path / "out"


def first(folder: Path, path: str) -> str:
    """The meeting as a list shows it, with one sentence."""
    with running(Settings(folder)) as address, Client(base_url=address) as client:
        (card,) = [c for c in client.page(path).split('<article class="fact">') if ">Cancelled</span>" in c]
        return text_of(card)


@pytest.mark.parametrize("path", ["/", "/events?status=Cancelled", "/pair?one=Crocker&other=Qomi"])
def test_what_was_called_off_is_shown_with_the_sentence_that_says_so(folder: Path, path: str) -> None:
    shown = first(folder, path)
    assert "has been cancelled" in shown
    assert "will meet" not in shown
    assert "1 more sentence in 2 articles" in shown


def test_without_the_archive_or_with_a_damaged_one_any_sentence_stands(folder: Path) -> None:
    for kept in (folder / FOLDER).glob("*.json"):
        kept.write_text("{", encoding="utf-8")
    assert "will meet" in first(folder, "/events")
    shutil.rmtree(folder / FOLDER)
    assert "will meet" in first(folder, "/events")


def test_archive_tells_what_an_article_of_just_this_text_told(folder: Path) -> None:
    archive = Archive(folder)
    for _, item in archive.items():
        article = item.facts.article
        assert archive.told(article.source, article.sha256) == item.facts
        assert archive.told(article.source, "0" * 64) is None
        assert archive.told("elsewhere", article.sha256) is None
