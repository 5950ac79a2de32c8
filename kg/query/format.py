"""Answers as text: a table for people, CSV, TSV and SPARQL JSON for programs, Turtle for graphs."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import pyoxigraph as ox

from kg.errors import UsageError
from kg.graph import turtle
from kg.ontology import PREFIXES
from kg.query.names import labels
from kg.store import Results, Rows, Store, Stream, Term, Triples

FORMATS = ("table", "csv", "tsv", "json", "turtle")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_LONG = 40  # characters beyond which a column may be wrapped before others
_NOWHERE = ox.DefaultGraph()


def render(
    results: Results,
    form: str = "table",
    *,
    store: Store | None = None,
    width: int | None = None,
    color: bool = False,
) -> str:
    """The answer as text that ends in a line break.

    ``table`` shortens IRIs, shows the labels that ``store`` has for them, and wraps at ``width`` characters;
    without a width each row is one line. A table of triples is Turtle. Raises UsageError where a format does
    not fit.
    """
    if form not in FORMATS:
        raise UsageError(f"there is no format {form!r}: choose one of {', '.join(FORMATS)}")
    if isinstance(results, Triples):
        if form not in ("table", "turtle"):
            raise UsageError(f"{form} is for rows: a CONSTRUCT or DESCRIBE is written as turtle")
        return turtle(ox.Quad(t.subject, t.predicate, t.object, _NOWHERE) for t in results.triples).decode()
    if form == "turtle":
        raise UsageError("turtle is for a CONSTRUCT or DESCRIBE: use table, csv, tsv or json")
    if isinstance(results, bool):
        return _truth(results, form)
    if form == "table":
        return _table(results, labels(store, _nodes(results)) if store else {}, width, color)
    return "".join(_WRITERS[form](results))


def lines(answer: Stream, form: str) -> Iterator[str]:
    """The answer as ``csv``, ``tsv`` or ``json`` piece by piece: as :func:`render` of the same rows, but in no memory.

    Raises UsageError for the other formats.
    """
    if form not in _WRITERS:
        raise UsageError(f"{form} needs the whole answer: choose one of {', '.join(_WRITERS)}")
    return _WRITERS[form](answer)


def clean(text: str) -> str:
    """Text for a terminal: one line, and no character that would steer the terminal or turn the writing.

    >>> clean("two\\nlines \\x1b[31mred")
    'two lines [31mred'
    """
    return printable(" ".join(text.split()))


def printable(text: str) -> str:
    """Text without the characters that would steer a terminal or turn the writing; line breaks stay."""
    return _CONTROL.sub("", text)


def short(iri: str) -> str:
    """An IRI by a known prefix.

    >>> short("https://w3id.org/diplomacy-kg/ontology#Meeting")
    'dip:Meeting'
    """
    fitting = [(len(base), p, base) for p, base in PREFIXES.items() if iri.startswith(base)]
    if not fitting:
        return iri
    _, prefix, base = max(fitting)
    return f"{prefix}:{iri[len(base) :]}"


def _nodes(rows: Rows) -> Iterable[ox.NamedNode]:
    return (cell for row in rows.rows for cell in row if isinstance(cell, ox.NamedNode))


def _shown(cell: Term | None, names: dict[str, str]) -> str:
    if cell is None:
        return ""
    if isinstance(cell, ox.NamedNode):
        return clean(names.get(cell.value) or short(cell.value))
    return clean(cell.value if isinstance(cell, ox.Literal) else str(cell))


def _table(rows: Rows, names: dict[str, str], width: int | None, color: bool) -> str:
    if not rows.rows:
        return "nothing found\n"
    cells = [[_shown(cell, names) for cell in row] for row in rows.rows]
    head = [re.sub(r"(?<=[a-z])(?=[A-Z])|_", " ", v).lower() for v in rows.variables]
    if width is None:
        return _plain([head, *cells])
    return _wrapped(head, cells, width, color)


def _plain(lines: list[list[str]]) -> str:
    widths = [max(len(line[i]) for line in lines) for i in range(len(lines[0]))]
    padded = ("  ".join(c.ljust(w) for c, w in zip(line, widths, strict=True)) for line in lines)
    return "".join(f"{line.rstrip()}\n" for line in padded)


def _wrapped(head: list[str], cells: list[list[str]], width: int, color: bool) -> str:
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for name, column in zip(head, zip(*cells, strict=True), strict=True):
        longest = max(len(c) for c in column)
        table.add_column(Text(name), ratio=3 if longest > _LONG else None, overflow="fold")
    for row in cells:
        table.add_row(*(Text(c) for c in row))
    out = io.StringIO()
    Console(file=out, width=width, force_terminal=color, no_color=not color).print(table)
    return "".join(f"{line.rstrip()}\n" for line in out.getvalue().splitlines())


def _truth(answer: bool, form: str) -> str:
    if form == "table":
        return "yes\n" if answer else "no\n"
    word = "true" if answer else "false"
    return f'{{"head": {{}}, "boolean": {word}}}\n' if form == "json" else f"{word}\n"


def _csv(answer: Rows | Stream) -> Iterator[str]:
    out = io.StringIO()
    writer = csv.writer(out)  # CRLF, as SPARQL 1.1 Query Results CSV asks for
    writer.writerow(answer.variables)
    for row in answer.rows:
        yield out.getvalue()
        out.seek(0)
        out.truncate()
        writer.writerow([_lexical(cell) for cell in row])
    yield out.getvalue()


def _tsv(answer: Rows | Stream) -> Iterator[str]:
    yield "\t".join(f"?{v}" for v in answer.variables) + "\n"
    for row in answer.rows:
        yield "\t".join("" if cell is None else str(cell) for cell in row) + "\n"


def _json(answer: Rows | Stream) -> Iterator[str]:
    yield f'{{"head": {json.dumps({"vars": answer.variables})}, "results": {{"bindings": ['
    for number, row in enumerate(answer.rows):
        told = {v: _binding(cell) for v, cell in zip(answer.variables, row, strict=True) if cell is not None}
        yield f"{',' if number else ''}\n {json.dumps(told, ensure_ascii=False)}"
    yield "\n]}}\n"


_WRITERS: dict[str, Callable[[Rows | Stream], Iterator[str]]] = {"csv": _csv, "tsv": _tsv, "json": _json}


def _lexical(cell: Term | None) -> str:
    if cell is None:
        return ""
    return cell.value if isinstance(cell, ox.NamedNode | ox.Literal) else str(cell)


def _binding(cell: Term) -> dict[str, Any]:
    if isinstance(cell, ox.NamedNode):
        return {"type": "uri", "value": cell.value}
    if isinstance(cell, ox.BlankNode):
        return {"type": "bnode", "value": cell.value}
    if isinstance(cell, ox.Triple):
        parts = {"subject": cell.subject, "predicate": cell.predicate, "object": cell.object}
        return {"type": "triple", "value": {k: _binding(v) for k, v in parts.items()}}
    typed: dict[str, Any] = {"type": "literal", "value": cell.value}
    if cell.language:
        return typed | {"xml:lang": cell.language}
    plain = cell.datatype.value == PREFIXES["xsd"] + "string"
    return typed if plain else typed | {"datatype": cell.datatype.value}
