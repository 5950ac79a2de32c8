"""How the time to bring articles together grows: ``python -m benchmarks.identity_speed [EVENTS...]``.

With ``--store`` it measures instead how long it takes to bring a store up to one article more.

Articles are made up, of ten events each, with people, states, days and places drawn from lists that grow with the
number of articles, as the world's do. One event in five is told by another article, too, in part under another
spelling of a name, a day earlier or later told, or without its day. Prints seconds and peak memory, and how many of the
tellings that repeat an event were found.
"""

from __future__ import annotations

import random
import resource
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path

from kg import seeds
from kg.archive import Archive
from kg.model import Article, Entity, EntityId, EventFact, Facts, Span, TenureFact, Time
from kg.store import open_store
from kg.united import unite
from kg.world.merge import merge
from kg.world.record import Item

_PER_ARTICLE = 10
_REPEATED = 0.2
_SENTENCE = 44  # characters
_TYPES = ("Meeting", "Visit", "Call", "Agreement", "Accusation", "Request", "Sanction", "Aid")
_SYLLABLES = ("ba", "ko", "ri", "ma", "du", "se", "lo", "ta", "ni", "ve", "gor", "han", "mil", "pra", "zim", "tul")
_FIRST = date(2000, 1, 1)

Made = tuple[str, tuple[str, str], date, str]
"""An event: type, its two people, day and city."""


def one_more(size: int) -> None:
    """Measure a store of so many events, made at once, and then one article more."""
    items, _ = made(size)
    with tempfile.TemporaryDirectory() as folder, open_store(Path(folder) / "store") as store:
        archive = Archive(Path(folder))
        for what, some in (("all but one", items[:-1]), ("one more", items[-1:])):
            for item in some:
                archive.put(item)
            used = time.process_time()
            unite(Path(folder), archive, store)
            print(f"{size} events, {what}: {time.process_time() - used:.1f} s of CPU, {store.size()} quads")


def main() -> None:
    """Measure every size asked for."""
    if sys.argv[1:2] == ["--store"]:
        one_more(int(sys.argv[2]) if len(sys.argv) > 2 else 10_000)
        return
    for size in [int(a) for a in sys.argv[1:]] or [1_000, 10_000, 100_000]:
        items, truth = made(size)
        mentions = sum(len(i.facts.entities) for i in items)
        started, used = time.perf_counter(), time.process_time()
        world = merge(items)
        seconds, cpu = time.perf_counter() - started, time.process_time() - used
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        ids = {(f.article.source, e.trigger.start): e.id for f in world.facts for e in f.events}
        together = [(ids[a], ids[b]) for a, b in truth if a in ids and b in ids]
        again = sum(a == b for a, b in together) / max(1, len(together))
        fused = sum(len(f.events) for f in world.facts) - len(set(ids.values())) - sum(a == b for a, b in together)
        print(f"{size} events, {mentions} mentions of entities, {len(items)} articles:", end=" ")
        print(f"{seconds:.1f} s ({cpu:.1f} s of CPU), peak {memory:.0f} MB;", end=" ")
        print(f"repeated {len(together)}, found {again:.3f}, fused beside {fused}")


def made(size: int) -> tuple[list[Item], list[tuple[tuple[str, int], tuple[str, int]]]]:
    """Articles with so many events in all, and the pairs of (source, start) that tell the same."""
    rng = random.Random(size)
    people = _people(rng, max(20, size // 10))
    cities = sorted(s.id for s in seeds.all_seeds().values() if s.type == "City")
    fresh = [_event(rng, people, cities, size) for _ in range(int(size * (1 - _REPEATED)))]
    told: list[tuple[int, Made, bool]] = [(n, event, False) for n, event in enumerate(fresh)]
    told += [(n, fresh[n], True) for n in rng.sample(range(len(fresh)), size - len(fresh))]
    told.sort(key=lambda t: (t[1][2], t[2], t[0]))
    articles: list[list[tuple[int, Made, bool]]] = [[] for _ in range(max(2, size // _PER_ARTICLE))]
    for at, one in enumerate(told):
        articles[(at % 2) + 2 * min(at // (2 * _PER_ARTICLE), len(articles) // 2 - 1)].append(one)
    where: dict[int, list[tuple[str, int]]] = {}
    items = []
    for number, rows in enumerate(articles):
        items.append(_item(rng, number, rows, people))
        for place, (n, _, _) in enumerate(rows):
            where.setdefault(n, []).append((f"made/{number}", place * _SENTENCE))
    return items, [(a[0], a[1]) for a in where.values() if len(a) == 2 and a[0][0] != a[1][0]]


def _people(rng: random.Random, count: int) -> dict[str, tuple[str, str]]:
    """Names with the state that each serves and another spelling."""
    states = sorted(s.id for s in seeds.all_seeds().values() if s.type == "State" and s.iso)
    found: dict[str, tuple[str, str]] = {}
    while len(found) < count:
        first, last = ("".join(rng.choice(_SYLLABLES) for _ in range(n)).capitalize() for n in (2, 3))
        name = f"{first} {last}"
        found[name] = (rng.choice(states), f"{first} {rng.choice('ABCDEFG')}. {last}")
    return found


def _event(rng: random.Random, people: dict[str, tuple[str, str]], cities: list[str], size: int) -> Made:
    one, other = _two(rng, people)
    day = _FIRST + timedelta(days=rng.randrange(max(60, size // 20)))
    return rng.choice(_TYPES), (one, other), day, rng.choice(cities)


_NAMES: dict[int, list[str]] = {}


def _two(rng: random.Random, people: dict[str, tuple[str, str]]) -> tuple[str, str]:
    names = _NAMES.setdefault(len(people), list(people))
    one, other = rng.choice(names), rng.choice(names)
    return (one, other) if one != other else _two(rng, people)


def _sentence(rng: random.Random, number: int) -> str:
    """Two words that every telling of an event has, and one of its own; all of one length."""
    own = random.Random(number)
    words = ["".join(r.choice(_SYLLABLES) for _ in range(4)) for r in (own, own, rng)]
    return f"{' '.join(words):<{_SENTENCE - 2}}"[: _SENTENCE - 2] + ". "


def _item(
    rng: random.Random, number: int, rows: list[tuple[int, Made, bool]], people: dict[str, tuple[str, str]]
) -> Item:
    entities: dict[str, Entity] = {}
    tenures, events = [], []
    day = max((event[2] for _, event, _ in rows), default=_FIRST) + timedelta(days=1)
    text = "".join(_sentence(rng, n) for n, _, _ in rows)
    for place, (_, (kind, pair, when, city), again) in enumerate(rows):
        span = Span(place * _SENTENCE, place * _SENTENCE + _SENTENCE - 1)
        ids = []
        for name in pair:
            state, spelling = people[name]
            shown = spelling if again and rng.random() < 0.5 else name
            key = EntityId(f"person/{shown.lower().replace(' ', '-').replace('.', '')}")
            entities[key] = Entity(key, "Person", shown)
            entities[state] = Entity(EntityId(state), "State", seeds.all_seeds()[state].label)
            tenures.append(TenureFact(key, "minister", EntityId(state), (span,), "made", confidence=0.95))
            ids.append(key)
        entities[city] = Entity(EntityId(city), "City", seeds.all_seeds()[city].label)
        roles = ("participant", "participant") if kind in ("Meeting", "Call", "Agreement") else ("actor", "target")
        time_ = None if again and rng.random() < 0.1 else Time(when.isoformat())
        places = (EntityId(city),) if kind in ("Meeting", "Visit") else ()
        events.append(
            EventFact(kind, "Occurred", tuple(zip(roles, ids, strict=True)), (span,), span, "made", places, time_)
        )
    article = Article(f"{text}{number}.", f"made/{number}", published=day)
    return Item(Facts(article, tuple(entities.values()), tuple(tenures), tuple(events)), day)


if __name__ == "__main__":
    main()
