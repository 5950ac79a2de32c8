"""No code, frame, query or seed uses a term that the ontology lacks."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from rdflib import RDF, RDFS, Graph, Literal, URIRef
from rdflib.namespace import SKOS

ROOT = Path(__file__).parents[2]
DIP = "https://w3id.org/diplomacy-kg/ontology#"
FILLS = {"participant", "actor", "target", "host", "mediator", "place", "topic", "content", ""}
# String-valued keys of a frame that are no slots; see ontology/frames/README.md.
OPTIONS = {"type", "status", "clause", "particle", "control"}
CURIE = re.compile(r"\bdip:(\w+)")


@cache
def ontology() -> Graph:
    return Graph().parse(ROOT / "ontology" / "diplomacy.ttl")


@cache
def terms() -> frozenset[str]:
    return frozenset(str(s).removeprefix(DIP) for s in ontology().subjects() if str(s).startswith(DIP))


def files(folder: str, pattern: str) -> list[Path]:
    return sorted((ROOT / folder).glob(pattern))


def shown(path: Path) -> str:
    return str(path.relative_to(ROOT))


def docstrings(tree: ast.AST) -> set[int]:
    """The ids of the constants that only document."""
    return {
        id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }


def names_in_python(source: str) -> Iterator[str]:
    """``DIP.name``, ``DIP["name"]`` and ``dip:name`` within strings."""
    tree = ast.parse(source)
    skipped = docstrings(tree)
    for node in ast.walk(tree):
        match node:
            case ast.Attribute(value=ast.Name(id="DIP"), attr=name):
                yield name
            case ast.Subscript(value=ast.Name(id="DIP"), slice=ast.Constant(value=str(name))):
                yield name
            case ast.Constant(value=str(text)) if id(node) not in skipped:
                yield from CURIE.findall(text)


def test_finding_names_in_python() -> None:
    source = '"""DIP.Doc, dip:Doc"""\nx = DIP.One, DIP["Two"], DIP[three], f"?s a dip:Four {y}", "no dip:"'
    assert sorted(names_in_python(source)) == ["Four", "One", "Two"]


@pytest.mark.parametrize("path", files("kg", "**/*.py"), ids=shown)
def test_python(path: Path) -> None:
    assert set(names_in_python(path.read_text("utf-8"))) <= terms()


@pytest.mark.parametrize("path", files("ontology/queries", "*.rq"), ids=shown)
def test_query(path: Path) -> None:
    assert set(CURIE.findall(path.read_text("utf-8"))) <= terms()


@pytest.mark.parametrize("path", files("seeds", "*.ttl"), ids=shown)
def test_seeds(path: Path) -> None:
    used = {str(node) for triple in Graph().parse(path) for node in triple}
    assert {n.removeprefix(DIP) for n in used if n.startswith(DIP)} <= terms()


def fills(table: dict[str, object]) -> Iterator[str]:
    """The roles that the slots of a frame, or of a file's defaults, fill."""
    return (value for key, value in table.items() if isinstance(value, str) and key not in OPTIONS)


def tables(frames: dict[str, object]) -> Iterator[dict[str, object]]:
    """The file's own table, its defaults by part of speech, and each frame."""
    yield frames
    for value in frames.values():
        if isinstance(value, dict):
            yield value
        elif isinstance(value, list):
            yield from (row for row in value if isinstance(row, dict))


@cache
def event_types() -> frozenset[str]:
    """The classes under dip:Event that an event may be typed with: those with nothing below them."""
    below = set(ontology().transitive_subjects(RDFS.subClassOf, URIRef(DIP + "Event")))
    leaves = {c for c in below if (None, RDFS.subClassOf, c) not in ontology()}
    return frozenset(str(c).removeprefix(DIP) for c in leaves)


@cache
def statuses() -> frozenset[str]:
    found = ontology().subjects(RDF.type, URIRef(DIP + "Status"))
    return frozenset(str(s).removeprefix(DIP) for s in found)


@pytest.mark.parametrize("path", files("ontology/frames", "*.toml"), ids=shown)
def test_frames(path: Path) -> None:
    frames = tomllib.loads(path.read_text("utf-8"))
    assert frames["type"] in event_types()
    for table in tables(frames):
        assert set(fills(table)) <= FILLS, table.get("lemmas")
        assert {table.get(key, "") for key in ("status", "clause")} <= statuses() | {""}, table.get("lemmas")


def codes(event_type: str, scheme: str) -> str:
    """The notations of an event type in PLOVER or CAMEO, as a frame file tells them."""
    found = ontology().objects(URIRef(DIP + event_type), SKOS.notation)
    ours = [str(n) for n in found if isinstance(n, Literal) and n.datatype == URIRef(DIP + scheme)]
    return " ".join(sorted(ours)) or "none"


@pytest.mark.parametrize("path", files("ontology/frames", "*.toml"), ids=shown)
def test_codes_of_frames(path: Path) -> None:
    text = path.read_text("utf-8")
    kind = tomllib.loads(text)["type"]
    told = text.partition("\ntype = ")[0].splitlines()[-1]
    assert told == f"# PLOVER {codes(kind, 'plover')}, CAMEO {codes(kind, 'cameo')}"


def test_what_frames_may_fill() -> None:
    assert FILLS - {""} <= terms()
    assert len(event_types()) == 25
