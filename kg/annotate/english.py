"""What the annotator knows about English, read from english.toml."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class English:
    """Forms are lower-case except the abbreviations; features by tag and by tag and form."""

    titles: frozenset[str]
    numbered: frozenset[str]
    abbreviations: frozenset[str]
    affixes: frozenset[str]
    contracted: frozenset[str]
    never_owned: frozenset[str]
    urged: frozenset[str]
    starters: frozenset[str]
    speech: frozenset[str]
    negations: frozenset[str]
    by_tag: dict[str, dict[str, str]]
    by_form: dict[str, dict[str, dict[str, str]]]
    contractions: dict[str, str]
    list_headings: frozenset[str]
    furniture: re.Pattern[str]


def _features(text: str) -> dict[str, str]:
    return {name: value for name, _, value in (pair.partition("=") for pair in text.split("|"))}


def _read(path: Path) -> English:
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    words = {name: frozenset(text.split()) for name, text in data["words"].items()}
    tags = {tag: _features(text) for tag, text in data["features"].items()}
    forms = {
        tag: {form: _features(text) for forms, text in rows.items() for form in forms.split()}
        for tag, rows in data["forms"].items()
    }
    return English(
        by_tag=tags,
        by_form=forms,
        contractions=data["lemmas"],
        list_headings=frozenset(data["page"]["list_headings"]),
        furniture=re.compile("|".join(data["page"]["furniture"])),
        **words,
    )


ENGLISH = _read(Path(__file__).with_name("english.toml"))
