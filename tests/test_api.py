"""``from kg import …``: the command line as a library."""

from __future__ import annotations

import importlib
import inspect
from datetime import date
from pathlib import Path

import pytest

import kg
from kg import Article, Facts, Summary, ask, build, extract, open_store, query, render, to_turtle
from tests.cli.conftest import TALKS


@pytest.mark.parametrize("name", kg.__all__)
def test_every_name_is_there_and_explained(name: str) -> None:
    value = getattr(kg, name)
    assert inspect.getdoc(value)
    assert name in dir(kg)
    if inspect.isfunction(value):
        parameters = inspect.signature(value).parameters.values()
        assert all(p.annotation is not inspect.Parameter.empty for p in parameters)


def test_unknown_names_are_refused() -> None:
    with pytest.raises(AttributeError, match="no attribute 'biuld'"):
        _ = kg.biuld  # type: ignore[attr-defined]


@pytest.mark.parametrize("name", ["extract", "query", "export", "validate"])
def test_a_package_of_the_same_name_hides_no_function(name: str) -> None:
    module = importlib.import_module(f"kg.{name}")
    assert inspect.ismodule(module)
    assert inspect.isfunction(getattr(kg, name))


def test_the_library_does_what_the_command_line_does(tmp_path: Path) -> None:
    (tmp_path / "talks.txt").write_text(TALKS, encoding="utf-8")
    facts: Facts = extract(Article(TALKS, "talks.txt", published=date(2007, 5, 28)))
    assert b"dip:Meeting" in to_turtle(facts)
    summary: Summary = build([tmp_path / "talks.txt"], tmp_path / "out")
    assert summary.articles == 1
    with open_store(tmp_path / "out") as store:
        assert "Crocker" in render(ask(store, "meetings"), store=store)
        assert query(store, "ASK { ?meeting a dip:Meeting }") is True
