"""The pages of ``docs/`` tell what there is: every format, table, column and kind of server."""

from __future__ import annotations

import re
from pathlib import Path

from kg.export import SUFFIXES, formats
from kg.export.plover import COLUMNS as EVENT_DATA
from kg.export.tables import COLUMNS
from kg.store.remote import presets

DOCS = Path(__file__).parents[1] / "docs"


def _rows(page: str) -> dict[str, list[str]]:
    """The rows of the tables of a page, by their first cell."""
    lines = (line for line in _text(page).splitlines() if line.startswith("| "))
    rows = [[cell.strip() for cell in line.split("|")[1:-1]] for line in lines]
    return {row[0].strip("`"): row[1:] for row in rows}


def _text(page: str) -> str:
    return (DOCS / page).read_text(encoding="utf-8")


def test_every_format_is_told_with_its_suffixes() -> None:
    rows = _rows("exports.md")
    for form in formats():
        suffixes = sorted(suffix for suffix, name in SUFFIXES.items() if name == form)
        assert sorted(re.findall(r"\.\w+", rows[form][0])) == suffixes, form


def test_every_column_is_told() -> None:
    rows = _rows("tables.md")
    for table, columns in COLUMNS.items():
        told = re.findall(r"`(\w+)`", re.sub(r"\(.*?\)", "", rows[table][1]))
        assert told == list(columns), table
    event_data = _text("tables.md").partition("Its columns are")[2].partition("\n## ")[0]
    first_cells = re.findall(r"^\| (`.+?) \|", event_data, re.MULTILINE)
    assert sorted(re.findall(r"`(\w+)`", " ".join(first_cells))) == sorted(EVENT_DATA)


def test_every_kind_of_server_is_told_and_marked() -> None:
    run, not_run = _text("servers.md").split("## Not run")
    kinds = {kind.name: kind.example for kind in presets() if kind.name != "generic"}
    assert {name for name in kinds if f"`{name}`" in run} == {"oxigraph", "virtuoso"}
    for name, example in kinds.items():
        assert f"`{name}`" in run or f"| `{name}` | `{example}` |" in not_run, name
