"""What each of the other formats holds, read back by the tools that it is made for; nothing, and hostile texts."""

from __future__ import annotations

import csv
import io
import json
import tempfile
import xml.etree.ElementTree as ET
import zipfile
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import igraph
import networkx as nx
import pandas as pd
import pyoxigraph as ox
import pytest
import rdflib
from icalendar import Calendar

from kg.errors import UsageError
from kg.export.coding import Coding
from kg.export.facts import Facts
from kg.export.framed import context
from kg.export.network import to_networkx
from kg.export.plover import pairs
from kg.export.tables import COLUMNS
from kg.graph import document_iri
from kg.iri import BASE
from kg.model import Entity
from kg.model import Facts as Told
from kg.ontology import PREFIXES
from kg.store import Embedded, Store
from tests.conftest import DAILY, WIRE, daily, fill
from tests.export.conftest import HOSTILE, written

MEETING = "Meeting: Hassan Kazemi Qomi – Ryan Crocker, 2007-05-28"


def files(store: Store, form: str) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(written(store, form))) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def tables(store: Store, form: str) -> dict[str, pd.DataFrame]:
    """The tables as pandas reads them."""
    return {name.partition(".")[0]: _read(io.BytesIO(data), form) for name, data in files(store, form).items()}


def _read(data: io.BytesIO, form: str) -> pd.DataFrame:
    if form == "parquet":
        return pd.read_parquet(data)
    return pd.read_csv(data, keep_default_na=False, dtype={"cameo": str})


def union(store: Store) -> set[ox.Triple]:
    return {quad.triple for quad in store.quads()}


# Graphs


def test_hextuples_hold_the_whole_graph(graph: Store, hostile: Store, empty: Store) -> None:
    for store in (graph, hostile, empty):
        read = rdflib.Dataset()
        read.parse(data=written(store, "hextuples"), format="hext")
        mine = rdflib.Dataset()
        mine.parse(data=written(store, "nquads"), format="nquads")
        assert set(map(_plain, read.quads())) == set(map(_plain, mine.quads()))


def _plain(quad: tuple[Any, ...]) -> str:
    """rdflib takes a text with and one without the type of texts for different ones."""
    terms = (part.n3() if isinstance(part, rdflib.term.Identifier) else str(part) for part in quad)
    return " ".join(terms).replace(f"^^<{rdflib.XSD.string}>", "")


_LEFT_OUT = ("holdsOffice", "mentionedIn", "met", "represents", "sha256", "text", "of", "confidence", "disputes")
"""Of confidences the lower one of a meeting that two articles tell; what rests on several articles is not told."""


def test_framed_json_ld_says_nothing_else_than_the_graph(graph: Store, hostile: Store, empty: Store) -> None:
    for store in (graph, hostile, empty):
        data = written(store, "jsonld-framed")
        told = {quad.triple for quad in ox.parse(data, ox.RdfFormat.JSON_LD)}
        assert told <= union(store)
        other = rdflib.Graph()
        other.parse(data=data, format="json-ld")
        assert len(other) == len(told)
    dip = PREFIXES["dip"]
    facts = {t for t in union(graph) if t.predicate.value.startswith(dip) and "/passage/" not in str(t.subject)}
    left_out = {
        t.predicate.value
        for t in facts - {q.triple for q in ox.parse(written(graph, "jsonld-framed"), ox.RdfFormat.JSON_LD)}
    }
    assert left_out == {dip + name for name in _LEFT_OUT}


def test_framed_json_ld_is_plain_json(graph: Store) -> None:
    held = json.loads(written(graph, "jsonld-framed"))
    assert held["@context"] == context()
    (meeting,) = [e for e in held["@graph"] if e.get("label") == MEETING]
    assert {k: meeting[k] for k in ("type", "status", "date")} == {
        "type": "Meeting",
        "status": "Occurred",
        "date": "2007-05-28",
    }
    assert [who["name"] for who in meeting["participant"]] == ["Hassan Kazemi Qomi", "Ryan Crocker"]
    assert {passage["document"]["title"] for passage in meeting["evidence"]} == {WIRE.title, DAILY.title}


def test_turtle_of_rdf_12_leads_from_short_cuts_to_their_grounds(graph: Store, empty: Store) -> None:
    told = {quad.triple for quad in ox.parse(written(graph, "turtle12"), ox.RdfFormat.TURTLE)}
    more = {t for t in told if isinstance(t.object, ox.Triple)}
    assert told - more == union(graph)
    grounded = {t.object for t in more}
    short = {t for t in union(graph) if t.predicate.value.rpartition("#")[2] in ("met", "represents", "holdsOffice")}
    assert grounded == short
    assert written(empty, "turtle12").count(b"\n") == written(empty, "turtle").count(b"\n")


# Networks


def _networks(store: Store) -> dict[str, Any]:
    return {
        "graphml": nx.parse_graphml(written(store, "graphml").decode(), force_multigraph=True),
        "gexf": nx.read_gexf(io.BytesIO(written(store, "gexf"))),
        "nodelink": nx.node_link_graph(json.loads(written(store, "nodelink")), edges="links"),
    }


def test_all_networks_are_the_same(graph: Store, hostile: Store, empty: Store) -> None:
    for store in (graph, hostile, empty):
        mine = to_networkx(store)
        for read in _networks(store).values():
            assert set(read.nodes) == set(mine.nodes)
            assert sorted(read.edges(data="label")) == sorted(mine.edges(data="label"))


def test_gexf_has_types_weights_and_days(graph: Store) -> None:
    data = written(graph, "gexf")
    assert date.today().isoformat().encode() not in data
    drawn = nx.read_gexf(io.BytesIO(data))
    (meeting,) = [n for n, told in drawn.nodes(data=True) if told["label"] == MEETING]
    told = drawn.nodes[meeting]
    assert (told["type"], told["weight"], told["start"], told["end"]) == ("Meeting", 2, "2007-05-28", "2007-05-28")
    edges = list(drawn.out_edges(meeting, data=True))
    assert {(e["start"], e["weight"]) for _, _, e in edges} == {("2007-05-28", 2)}
    months = {n: told for n, told in drawn.nodes(data=True) if told.get("date") == "2007-06"}
    assert [(t["start"], t["end"]) for t in months.values()] == [("2007-06-01", "2007-06-30")]


def test_gexf_is_as_its_schema_has_it(graph: Store, hostile: Store, empty: Store) -> None:
    """Only the attributes that GEXF 1.3 knows, and a kind to each edge, by which Gephi tells parallel ones apart."""
    known = {
        "gexf": {"version"},
        "graph": {"defaultedgetype", "mode", "timeformat"},
        "attributes": {"mode", "class"},
        "attribute": {"id", "title", "type"},
        "node": {"id", "label", "start", "end"},
        "attvalue": {"for", "value"},
        "edge": {"id", "source", "target", "label", "weight", "kind", "start", "end"},
    }
    for store in (graph, hostile, empty):
        root = ET.fromstring(written(store, "gexf"))
        used: dict[str, set[str]] = {}
        for element in root.iter():
            used.setdefault(element.tag.removeprefix("{http://gexf.net/1.3}"), set()).update(element.attrib)
        assert {
            name: found - known.get(name, set()) for name, found in used.items() if found - known.get(name, set())
        } == {}
        edges = [(e.get("source"), e.get("target"), e.get("kind")) for e in root.iter("{http://gexf.net/1.3}edge")]
        assert len(set(edges)) == len(edges)
        assert len(edges) == to_networkx(store).number_of_edges()


def test_igraph_reads_graphml(graph: Store, hostile: Store) -> None:
    """With a reader in C, which is stricter than that of networkx, which wrote it."""
    for store in (graph, hostile):
        mine = to_networkx(store)
        with tempfile.NamedTemporaryFile(suffix=".graphml") as file:
            file.write(written(store, "graphml"))
            file.flush()
            read = igraph.Graph.Read_GraphML(file.name)
        assert sorted(read.vs["id"]) == sorted(mine.nodes)
        assert sorted(read.es["label"]) == sorted(label for _, _, label in mine.edges(data="label"))
        assert set(read.vs["weight"]) == {float(weight) for _, weight in mine.nodes(data="weight")}


def test_views_of_the_network(graph: Store) -> None:
    met = to_networkx(graph, "met")
    (pair,) = met.edges(data=True)
    assert {met.nodes[pair[0]]["label"], met.nodes[pair[1]]["label"]} == {"Hassan Kazemi Qomi", "Ryan Crocker"}
    agents = to_networkx(graph, "agents")
    joined = agents.edges[BASE + "person/hassan-kazemi-qomi", BASE + "person/ryan-crocker"]
    assert joined == {"weight": 2, "types": "Meeting", "dates": "2007-05-28, 2007-06"}
    assert nx.degree_centrality(agents)
    with pytest.raises(UsageError, match="there is no view 'wheel': choose one of events, agents, met"):
        to_networkx(graph, "wheel")


# Tables


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_tables_as_pandas_reads_them(graph: Store, form: str) -> None:
    read = tables(graph, form)
    assert {name: list(table.columns) for name, table in read.items()} == {n: list(c) for n, c in COLUMNS.items()}
    events = read["events"].set_index("label")
    told = events.loc[[MEETING], ["status", "date", "plover", "cameo"]].to_numpy().tolist()
    assert told == [["Occurred", "2007-05-28", "CONSULT", "040"]]
    joined = read["roles"].merge(read["entities"], left_on="entity", right_on="id")
    assert set(joined[joined["role"] == "participant"]["label_y"]) >= {"Ryan Crocker", "Hassan Kazemi Qomi"}
    assert set(read["evidence"]["document"]) == set(read["documents"]["id"])
    assert all(WIRE.text[row.start : row.end] == row.exact for row in _of_the_wire(read))
    assert read["offices"]["former"].sum() == 1


def _of_the_wire(read: dict[str, pd.DataFrame]) -> list[Any]:
    table = read["evidence"]
    return list(table[table["document"] == document_iri(WIRE).value.removeprefix(BASE)].itertuples())


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_tables_of_nothing_and_of_hostile_texts(empty: Store, hostile: Store, form: str) -> None:
    assert {name: (len(table), list(table)) for name, table in tables(empty, form).items()} == {
        name: (0, list(columns)) for name, columns in COLUMNS.items()
    }
    labels = set(tables(hostile, form)["entities"]["label"])
    assert labels == {HOSTILE if form == "parquet" else f"'{HOSTILE}"}


def test_parquet_without_pyarrow_says_what_to_install(graph: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "pyarrow", None)
    with pytest.raises(UsageError, match=r"Parquet needs pyarrow: pip install 'diplomacy-kg\[parquet\]'"):
        written(graph, "parquet")


def test_neo4j(graph: Store, hostile: Store, empty: Store) -> None:
    for store in (graph, hostile, empty):
        held = {name: data.decode() for name, data in files(store, "neo4j").items()}
        nodes = list(csv.DictReader(io.StringIO(held["nodes.csv"], newline="")))
        edges = list(csv.DictReader(io.StringIO(held["relationships.csv"], newline="")))
        mine = to_networkx(store)
        assert [row["uri:ID"] for row in nodes] == list(mine.nodes)
        assert [row["label"] for row in nodes] == [told["label"] for _, told in mine.nodes(data=True)]
        assert len(edges) == mine.number_of_edges()
        assert {row[":START_ID"] for row in edges} <= {row["uri:ID"] for row in nodes}
        for row in nodes:
            resource, kind = row[":LABEL"].split(";")
            assert resource == "Resource"
            assert f"SET n:{kind};" in held["load.cypher"]
        assert all(f"MERGE (a)-[r:{row[':TYPE']}]->(b)" in held["load.cypher"] for row in edges)


# Event data


def _plover(store: Store) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(written(store, "plover"))
    return found


def test_plover_records(graph: Store) -> None:
    records = {(r["kg"]["type"], r["kg"]["status"], r.get("date")): r for r in _plover(graph)}
    meeting = records["Meeting", "Occurred", "2007-05-28"]
    assert (meeting["event"], meeting["quad_code"], meeting["kg"]["cameo"]) == (["CONSULT"], 1, "040")
    assert [(a["entity_text"], a["code"]) for a in meeting["actor"]] == [
        ("Hassan Kazemi Qomi", "IRN"),
        ("Ryan Crocker", "USA"),
    ]
    assert meeting["event_loc"] == [{"extracted_place": "Baghdad"}]
    assert {c["title"] for c in meeting["cite_info"]} == {WIRE.title, DAILY.title}
    planned = records["Meeting", "Planned", "2007-06"]
    assert (planned["event"], planned["kg"]["cameo"]) == (["AGREE"], "036")
    assert records["Visit", "Planned", "2007-08"]["event"] == ["AGREE"]
    assert "event" not in records["Aid", "Negated", None]
    sanction = records["Sanction", "Occurred", "2007-03"]
    assert sanction["recipient"] == [
        {"code": "IRN", "entity_text": "Iran", "identifier_id": "Q9", "sector": "GOV"},
    ]


def test_plover_table_as_pandas_and_r_read_it(graph: Store, hostile: Store, empty: Store) -> None:
    table = pd.read_csv(io.BytesIO(written(graph, "plover-tsv")), sep="\t", dtype=str, keep_default_na=False)
    met = table[(table["kg_type"] == "Meeting") & (table["status"] == "Occurred")]
    assert set(zip(met["source_code"], met["target_code"], met["cameo"], strict=True)) == {
        ("IRNGOV", "USAGOV", "040"),
        ("USAGOV", "IRNGOV", "040"),
    }
    assert set(met["cameo_root"]) == {"04"}
    assert len(set(table["id"])) == len(_plover(graph))
    spoiled = written(hostile, "plover-tsv").decode()
    rows = list(csv.reader(io.StringIO(spoiled, newline=""), csv.excel_tab))
    assert {len(row) for row in rows} == {len(table.columns)}
    assert spoiled.count("\n") == len(rows)
    assert written(empty, "plover-tsv").count(b"\n") == 1
    assert _plover(empty) == []


def test_a_visit_is_made_and_hosted(graph: Store) -> None:
    """As CAMEO has it; the planned visit of the wire is an agreement, told once."""
    visit = next(event for event in Facts(graph).events if event.type == "Visit")
    hosted = replace(visit, status="Occurred", roles=(("actor", "person/a"), ("host", "state/irn")))
    code = Coding(Facts(graph)).event(hosted)
    assert pairs(hosted, code) == [("person/a", "state/irn", "042"), ("state/irn", "person/a", "043")]
    planned = replace(hosted, status="Planned")
    assert pairs(planned, Coding(Facts(graph)).event(planned)) == [("person/a", "", "036"), ("state/irn", "", "036")]


SOURCE = '"https://daily.example/talks"'
TITLE = 'en:"Talks were frank, Washington says"'


def test_quickstatements(graph: Store, hostile: Store, empty: Store) -> None:
    lines = written(graph, "quickstatements").decode().splitlines()
    assert 'Q9\tAen\t"Washington"' in lines
    assert 'Q9\tAen\t"Tehran"' not in lines  # which is the name of a city
    assert f"Q9\tP973\t{SOURCE}\tP1476\t{TITLE}\tP577\t+2007-05-29T00:00:00Z/11" in lines
    assert "CREATE" not in lines  # who met has no items
    for line in written(hostile, "quickstatements").decode().splitlines():
        assert len(line.split("\t")) in (3, 7)
    assert written(empty, "quickstatements") == b""


def test_meetings_of_those_who_have_items_become_items() -> None:
    """Only what occurred, in the article's own voice, with a date, each statement with a reference."""
    told = daily()
    told = replace(told, entities=tuple(map(_with_item, told.entities)))
    assert _created(told) == [
        "CREATE",
        f'LAST\tLen\t"{MEETING}"',
        *(
            f"LAST\t{claim}\tS854\t{SOURCE}\tS1476\t{TITLE}\tS577\t+2007-05-29T00:00:00Z/11"
            for claim in ("P31\tQ2761147", "P710\tQ7", "P710\tQ8", "P276\tQ6", "P585\t+2007-05-28T00:00:00Z/11")
        ),
    ]
    meeting = told.events[0]
    changes: tuple[dict[str, Any], ...] = (
        *({"status": status} for status in ("Planned", "Proposed", "Alleged", "Negated", "Cancelled")),
        {"sources": (meeting.roles[0][1],)},
        {"time": None},
        {"roles": meeting.roles[:1]},
        {"type": "Call"},
    )
    for change in changes:
        assert _created(replace(told, events=(replace(meeting, **change),))) == [], change
    assert _created(replace(told, article=replace(told.article, source="talks.txt"))) == []


def _with_item(entity: Entity) -> Entity:
    items = {"person/hassan-kazemi-qomi": "Q7", "person/ryan-crocker": "Q8", "place/baghdad": "Q6"}
    return replace(entity, same_as=(PREFIXES["wd"] + items[entity.id],)) if entity.id in items else entity


def _created(told: Told) -> list[str]:
    with Embedded() as store:
        fill(store, told)
        lines = written(store, "quickstatements").decode().splitlines()
        return [line for line in lines if line.startswith(("CREATE", "LAST"))]


# Dates


def test_timeline(graph: Store, hostile: Store, empty: Store) -> None:
    slides = json.loads(written(graph, "timeline"))["events"]
    days = [tuple(slide["start_date"].values()) for slide in slides]
    assert days == sorted(days)
    (meeting,) = [s for s in slides if s["text"]["headline"] == MEETING]
    assert (meeting["group"], meeting["start_date"]) == ("Occurred", {"year": 2007, "month": 5, "day": 28})
    assert json.loads(written(empty, "timeline")) == {"events": []}
    assert b"</script>" not in written(hostile, "timeline")


def test_calendar_of_what_is_planned(graph: Store) -> None:
    found = Calendar.from_ical(written(graph, "ics"))
    assert found.errors == []
    visit, meeting = sorted(found.events, key=lambda entry: str(entry["summary"]), reverse=True)
    assert (meeting.start, meeting.end) == (date(2007, 6, 1), date(2007, 7, 1))
    assert meeting.stamp == datetime(2007, 5, 28, tzinfo=UTC)
    assert (visit["location"], visit["status"], visit.categories) == ("Tehran", "TENTATIVE", ["Visit", "Planned"])


def test_calendars_of_nothing_and_of_hostile_texts(hostile: Store, empty: Store) -> None:
    assert Calendar.from_ical(written(empty, "ics")).events == []
    data = written(hostile, "ics")
    assert all(len(line) <= 75 for line in data.split(b"\r\n"))
    (entry,) = Calendar.from_ical(data).events
    assert entry.errors == []
    assert {*entry} == {
        *("UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "DESCRIPTION", "CATEGORIES", "STATUS", "URL"),
    }
    told = "".join(filter(str.isprintable, " ".join(HOSTILE.split())))
    assert str(entry["description"]).splitlines() == [told, told]
