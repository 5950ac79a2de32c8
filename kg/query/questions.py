"""The ready questions: SPARQL files of ontology/queries/ with a summary and parameters in their first lines.

A file begins with ``# its summary``; each line ``# param NAME KIND [default]`` declares a parameter, which
the query writes as the variable ``$NAME``. Kinds are ``name`` (of an entity), ``date``, ``status``, ``text``.
Lines between ``# with NAME`` and ``# end`` are left out where the parameter has no value.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from pathlib import Path

import pyoxigraph as ox

from kg.errors import DataError, NotFoundError, UsageError
from kg.model import STATUSES
from kg.query.names import find
from kg.query.run import run
from kg.resources import folder
from kg.store import Results, Store
from kg.store.sparql import replace_words

KINDS = ("name", "date", "status", "text")
_PARAMETER = re.compile(r"# param (\w+) (\w+)(?: (.*))?")
_BLOCK = re.compile(r"^ *# with (\w+)\n(.*?)^ *# end\n", re.MULTILINE | re.DOTALL)
_DATE = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")


@dataclass(frozen=True, slots=True)
class Parameter:
    """What a question can be narrowed by."""

    name: str
    kind: str
    default: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """A ready question; ``text`` is its SPARQL, with ``$name`` for each parameter."""

    name: str
    summary: str
    parameters: tuple[Parameter, ...]
    text: str


@cache
def questions() -> tuple[Question, ...]:
    """All ready questions, by name. Raises DataError where one of the files is broken."""
    return tuple(_read(path) for path in sorted((folder("ontology") / "queries").glob("*.rq")))


def question(name: str) -> Question:
    """The ready question of that name. Raises NotFoundError with those that there are."""
    known = {q.name: q for q in questions()}
    if name in known:
        return known[name]
    close = get_close_matches(name, known, 1)
    hint = f"did you mean {close[0]}?" if close else f"choose one of {', '.join(known)}"
    raise NotFoundError(f"there is no question {name!r}: {hint}")


def settings(pairs: Iterable[str]) -> dict[str, str]:
    """Parameters as typed on a command line. Raises UsageError where a pair is none.

    >>> settings(["who=Sean McCormack", "since=2007"])
    {'who': 'Sean McCormack', 'since': '2007'}
    """
    found = {}
    for pair in pairs:
        name, equals, given = pair.partition("=")
        if not equals or not name.isidentifier():
            raise UsageError(f"{pair!r} is no parameter: write NAME=VALUE, such as who='Sean McCormack'")
        found[name] = given
    return found


def ask(store: Store, name: str, given: Mapping[str, str] | None = None) -> Results:
    """Answer the ready question of that name.

    Raises NotFoundError where there is no such question, or nothing in the store has a name that was given;
    UsageError where a parameter is unknown or its value makes no sense.
    """
    asked = question(name)
    checked = {p.name: _checked(store, p, v) for p, v in _values(asked, given or {}).items()}
    return run(store, bind(asked, checked))


def bind(asked: Question, given: Mapping[str, str]) -> str:
    """The SPARQL of a question with its parameters put in as string literals: no value can break out."""
    values = {p.name: v for p, v in _values(asked, given).items()}
    text = _BLOCK.sub(lambda block: block[2] if values.get(block[1]) else "", asked.text)
    literals = {f"${name}": str(ox.Literal(v)) for name, v in values.items()}
    return replace_words(text, lambda word: literals.get(word, word))


def _values(asked: Question, given: Mapping[str, str]) -> dict[Parameter, str]:
    names = [p.name for p in asked.parameters]
    if unknown := sorted(set(given) - set(names)):
        choice = f"it has {', '.join(names)}" if names else "it has none"
        raise UsageError(f"the question {asked.name} has no parameter {unknown[0]!r}: {choice}")
    return {p: given.get(p.name, p.default) for p in asked.parameters}


def _checked(store: Store, parameter: Parameter, given: str) -> str:
    """The value as the query compares it: a label that exists, a date, a status."""
    given = given.strip()
    if not given or parameter.kind == "text":
        return given
    if parameter.kind == "name":
        best = find(store, given)
        return given if any(m.exact for m in best) else best[0].label
    if parameter.kind == "status" and given.lower() not in map(str.lower, STATUSES):
        raise UsageError(f"{parameter.name}={given}: no such status: use one of {', '.join(STATUSES)}")
    if parameter.kind == "date" and not _DATE.fullmatch(given):
        raise UsageError(f"{parameter.name}={given}: write a date as 2007-05-28, 2007-05 or 2007")
    return given


def _read(path: Path) -> Question:
    text = path.read_text(encoding="utf-8")
    first, *rest = text.splitlines()
    declared = [found for line in rest if (found := _PARAMETER.fullmatch(line.rstrip()))]
    parameters = tuple(Parameter(f[1], f[2], f[3] or "") for f in declared)
    if not first.startswith("# ") or any(p.kind not in KINDS for p in parameters):
        raise DataError(f"ontology/queries/{path.name}: begin with '# summary' and '# param NAME KIND' lines")
    return Question(path.stem, first[2:].strip(), parameters, text)
