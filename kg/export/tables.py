"""The graph as tables, for spreadsheets, pandas, R and databases. ``docs/tables.md`` tells every column."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator
from typing import BinaryIO

from kg.errors import UsageError
from kg.export.archive import pack
from kg.export.coding import Coding
from kg.export.facts import Facts
from kg.iri import BASE
from kg.store import Store

Cell = str | int | float | bool | None
Row = dict[str, Cell]

BETWEEN = " | "
"""Between several values in one cell."""
_FORMULA = re.compile(r"^[=+\-@\t\r]")  # what a spreadsheet would run


def tables(store: Store) -> dict[str, list[Row]]:
    """Every table by its name, rows in a fixed order. Ids are what stands behind the base of our IRIs."""
    facts = Facts(store)
    return {name: list(make(facts)) for name, make in _TABLES.items()}


def csv_tables(store: Store, output: BinaryIO) -> None:
    """A ZIP archive with a CSV file (UTF-8, RFC 4180) for each table.

    A text that a spreadsheet would take for a formula gets an apostrophe in front.
    """
    pack(output, {f"{name}.csv": _csv(name, rows) for name, rows in tables(store).items()})


def parquet_tables(store: Store, output: BinaryIO) -> None:
    """A ZIP archive with a Parquet file for each table. Raises UsageError where pyarrow is not installed."""
    try:
        import pyarrow as pa
        from pyarrow import parquet
    except ImportError:
        raise UsageError("Parquet needs pyarrow: pip install 'diplomacy-kg[parquet]'") from None
    types = {str: pa.string(), int: pa.int64(), float: pa.float64(), bool: pa.bool_()}
    files = {}
    for name, rows in tables(store).items():
        schema = pa.schema([(column, types[kind]) for column, kind in COLUMNS[name].items()])
        buffer = io.BytesIO()
        parquet.write_table(pa.Table.from_pylist(rows, schema=schema), buffer)
        files[f"{name}.parquet"] = buffer.getvalue()
    pack(output, files)


def _csv(name: str, rows: list[Row]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(COLUMNS[name])
    writer.writerows([_plain(row[column]) for column in COLUMNS[name]] for row in rows)
    return text.getvalue().encode()


def _plain(cell: Cell) -> str:
    if isinstance(cell, bool):
        return str(cell).lower()
    text = "" if cell is None else str(cell)
    return f"'{text}" if isinstance(cell, str) and _FORMULA.match(text) else text


def _entities(facts: Facts) -> Iterator[Row]:
    for entity in facts.entities.values():
        yield {
            "id": entity.id,
            "iri": BASE + entity.id,
            "type": entity.type,
            "label": entity.label,
            "aliases": BETWEEN.join(entity.aliases),
            "wikidata": entity.wikidata,
            "same_as": BETWEEN.join(entity.same),
            "iso_alpha3": entity.iso,
            "of": BETWEEN.join(entity.of),
            "documents": len(entity.documents),
        }


def _events(facts: Facts) -> Iterator[Row]:
    coding = Coding(facts)
    for event in facts.events:
        code = coding.event(event)
        yield {
            "id": event.id,
            "iri": BASE + event.id,
            "type": event.type,
            "status": event.status,
            "label": event.label,
            "trigger": event.trigger,
            "date": event.date,
            "end_date": event.end,
            "topic": BETWEEN.join(map(facts.label, event.topics)),
            "plover": code.plover,
            "cameo": code.cameo,
            "confidence": event.confidence,
            "documents": len(facts.told_in(event.passages)),
            "passages": len(event.passages),
        }


def _roles(facts: Facts) -> Iterator[Row]:
    for event in facts.events:
        others = (("place", event.places), ("topic", event.topics), ("source", event.sources))
        for role, who in (*event.roles, *((name, one) for name, found in others for one in found)):
            yield {"event": event.id, "role": role, "entity": who, "label": facts.label(who)}


def _statements(facts: Facts) -> Iterator[Row]:
    for event in facts.events:
        speakers = [(who, "actor") for role, who in event.roles if role == "actor" and event.content]
        for who, how in (*speakers, *((source, "source") for source in event.sources)):
            about = BETWEEN.join(event.about)
            yield {
                "event": event.id,
                "speaker": who,
                "label": facts.label(who),
                "as": how,
                "content": event.content,
                "about": about,
            }


def _offices(facts: Facts) -> Iterator[Row]:
    for tenure in facts.tenures:
        yield {
            "id": tenure.id,
            "holder": tenure.holder,
            "label": facts.label(tenure.holder),
            "office": tenure.office,
            "of": BETWEEN.join(tenure.of),
            "posted_to": tenure.posted_to,
            "former": tenure.former,
            "confidence": tenure.confidence,
        }


def _evidence(facts: Facts) -> Iterator[Row]:
    told = [(e.id, e.passages) for e in facts.events] + [(t.id, t.passages) for t in facts.tenures]
    for fact, passages in told:
        for found in (facts.passages[p] for p in passages if p in facts.passages):
            yield {
                "fact": fact,
                "document": found.document,
                "start": found.start,
                "end": found.end,
                "exact": found.exact,
            }


def _documents(facts: Facts) -> Iterator[Row]:
    for document in facts.documents.values():
        yield {name: getattr(document, name) for name in COLUMNS["documents"]}


_TABLES: dict[str, Callable[[Facts], Iterator[Row]]] = {
    "entities": _entities,
    "events": _events,
    "roles": _roles,
    "statements": _statements,
    "offices": _offices,
    "evidence": _evidence,
    "documents": _documents,
}
_TEXTS = {
    "entities": "id iri type label aliases wikidata same_as iso_alpha3 of documents:int",
    "events": "id iri type status label trigger date end_date topic plover cameo confidence:float documents:int "
    "passages:int",
    "roles": "event role entity label",
    "statements": "event speaker label as content about",
    "offices": "id holder label office of posted_to former:bool confidence:float",
    "evidence": "fact document start:int end:int exact",
    "documents": "id title issued publisher source sha256",
}
_KINDS: dict[str, type] = {"": str, "int": int, "float": float, "bool": bool}

COLUMNS: dict[str, dict[str, type]] = {
    table: {name: _KINDS[kind] for name, _, kind in (column.partition(":") for column in text.split())}
    for table, text in _TEXTS.items()
}
"""The columns of every table, each with the type of its cells."""
