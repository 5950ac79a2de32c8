"""What the world already knows: states, cities, organizations and office titles of ``seeds/*.ttl``, by name.

The tables are read once and are small enough to keep; a name is looked up in its folded form (case, accents,
punctuation and articles do not count).
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

import pyoxigraph as ox

from kg.errors import DataError
from kg.iri import BASE, ONTOLOGY
from kg.ontology import is_a, term
from kg.resources import folder

_SCHEME = "office-title/"
_DASH, _MARK, _ARTICLE = re.compile(r"[-‐-―/]"), re.compile(r"[^\w\s]"), re.compile(r"^(the|a|an)\s+(?=\w)")
_ORDER = ("State", "Organization", "City", "Region", "Site")  # which reading of an ambiguous name comes first


@dataclass(frozen=True, slots=True)
class Seed:
    """An entity of ``seeds/``; ``id`` is its IRI below the base, ``of`` the id of its state or organization."""

    id: str
    type: str
    label: str
    names: tuple[str, ...]
    of: str | None = None
    same_as: tuple[str, ...] = ()
    iso: str | None = None


@dataclass(frozen=True, slots=True)
class Title:
    """An office title or an honorific, with what the word itself tells; ``of`` whose office it usually is."""

    label: str
    envoy: bool = False
    head: bool = False
    courtesy: bool = False
    gender: str | None = None
    of: str | None = None


@lru_cache(1 << 16)
def fold(name: str) -> str:
    """The form under which names are equal.

    >>> fold("The U.S."), fold("Côte d’Ivoire"), fold("Al-Qaeda")
    ('us', 'cote divoire', 'al qaeda')
    """
    return " ".join(_ARTICLE.sub("", fold_lines(name).strip()).split())


def fold_lines(text: str) -> str:
    """Text in folded form with its white space, lines and leading articles as they are."""
    if text.isascii():
        plain = text.lower()
    else:
        plain = unicodedata.normalize("NFKD", text).casefold()
        plain = plain.translate({ord(c): None for c in set(plain) if unicodedata.combining(c)})
    return _MARK.sub("", _DASH.sub(" ", plain))


@cache
def _values() -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    """Subject → predicate → values, as plain strings, sorted."""
    table: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for path in sorted(folder("seeds").glob("*.ttl")):
        try:
            for subject, predicate, value, _ in ox.parse(path=str(path), format=ox.RdfFormat.TURTLE):
                if isinstance(subject, ox.NamedNode) and isinstance(value, (ox.NamedNode, ox.Literal)):
                    table[subject.value][predicate.value].add(value.value)
        except (OSError, SyntaxError, ValueError) as error:
            raise DataError(f"seeds/{path.name} cannot be read: {error}") from error
    return {s: {p: tuple(sorted(v)) for p, v in row.items()} for s, row in table.items()}


@cache
def _iri(curie: str) -> str:
    return term(curie).value


def _get(row: Mapping[str, tuple[str, ...]], curie: str) -> tuple[str, ...]:
    return row.get(_iri(curie), ())


@cache
def all_seeds() -> Mapping[str, Seed]:
    """Entities by id."""
    found = {}
    for iri, row in sorted(_values().items()):
        types = [t.removeprefix(ONTOLOGY) for t in _get(row, "rdf:type") if t.startswith(ONTOLOGY)]
        if not types or not iri.startswith(BASE):
            continue
        key = iri.removeprefix(BASE)
        label = (_get(row, "skos:prefLabel") or ("",))[0]
        of = [v.removeprefix(BASE) for v in (*_get(row, "dip:of"), *_get(row, "dip:inState"))]
        same = (*_get(row, "owl:sameAs"), *_get(row, "skos:exactMatch"))
        iso = _get(row, "dip:isoAlpha3")
        found[key] = Seed(
            key,
            types[0],
            label,
            (label, *_get(row, "skos:altLabel")),
            of[0] if of else None,
            same,
            iso[0] if iso else None,
        )
    return found


@cache
def _by_name() -> Mapping[str, tuple[Seed, ...]]:
    table: dict[str, list[Seed]] = defaultdict(list)
    for seed in all_seeds().values():
        for name in dict.fromkeys(fold(n) for n in seed.names):
            table[name].append(seed)
    return {name: tuple(sorted(group, key=_rank)) for name, group in table.items()}


def _rank(seed: Seed) -> int:
    return next((n for n, kind in enumerate(_ORDER) if is_a(seed.type, kind)), len(_ORDER))


def named(name: str, kinds: Iterable[str] = _ORDER) -> Seed | None:
    """The entity of that name, states first; only of the given classes and those under them."""
    wanted = tuple(kinds)
    return next((s for s in _by_name().get(fold(name), ()) if is_a(s.type, wanted)), None)


@cache
def _written() -> frozenset[str]:
    return frozenset(name for seed in all_seeds().values() for name in seed.names)


def written(name: str) -> bool:
    """Whether a seed has a name of exactly this spelling, capitals and all."""
    return name in _written()


@cache
def _state_words(prop: str) -> Mapping[str, Seed]:
    found: dict[str, Seed] = {}
    for seed in all_seeds().values():
        if seed.type == "State":
            for word in _get(_values()[BASE + seed.id], prop):
                current = found.get(fold(word))
                if current is None or (not current.iso and seed.iso):
                    found[fold(word)] = seed
    return found


def state_of_adjective(word: str) -> Seed | None:
    """The state that "Iranian" belongs to."""
    return _state_words("dip:adjective").get(fold(word))


def state_of_people(word: str) -> Seed | None:
    """The state that "Iranians" belong to."""
    return _state_words("dip:demonym").get(fold(word))


def state_of_metonym(name: str) -> Seed | None:
    """The state whose government "the Kremlin" stands for."""
    return _state_words("dip:metonym").get(fold(name))


@cache
def _capitals() -> Mapping[str, Seed]:
    found: dict[str, Seed] = {}
    for seed in all_seeds().values():
        if seed.type != "State":
            continue
        for city in _get(_values()[BASE + seed.id], "dip:capital"):
            capital = all_seeds().get(city.removeprefix(BASE))
            for name in map(fold, capital.names if capital else ()):
                if name not in found or (seed.iso and not found[name].iso):  # a state of today before one of the past
                    found[name] = seed
    return found


def state_of_capital(name: str) -> Seed | None:
    """The state whose government "Tehran" can stand for."""
    return _capitals().get(fold(name))


def split_owner(label: str) -> tuple[str, str | None]:
    """The name of a body without the state that it names, folded, and the state.

    >>> split_owner("U.S. Embassy"), split_owner("Foreign Office of the United Kingdom"), split_owner("Red Cross")
    (('embassy', 'state/usa'), ('foreign office', 'state/gbr'), ('red cross', None))
    """
    words = label.split()
    for n in (3, 2, 1):
        first = " ".join(words[:n]).removesuffix("'s").removesuffix("’s")
        state = state_of_adjective(first) or named(first, ("State",))
        if len(words) > n and state is not None:
            return fold(" ".join(words[n:])), state.id
    head, of, tail = label.partition(" of ")
    state = named(tail, ("State",)) if of else None
    return (fold(head), state.id) if state is not None else (fold(label), None)


@cache
def titles() -> Mapping[str, Title]:
    """Office titles and honorifics by folded form, variants included."""
    found: dict[str, Title] = {}
    for iri, row in sorted(_values().items()):
        if not iri.startswith(BASE + _SCHEME):
            continue
        envoy, head, courtesy = (_get(row, f"dip:{n}")[:1] == ("true",) for n in ("envoy", "head", "courtesyTitle"))
        label = _get(row, "skos:prefLabel")[0]
        gender, of = next(iter(_get(row, "dip:gender")), None), next(iter(_get(row, "dip:of")), None)
        title = Title(label, envoy, head, courtesy, gender, of.removeprefix(BASE) if of else None)
        for name in (label, *_get(row, "skos:altLabel")):
            found.setdefault(fold(name), title)
    return found
