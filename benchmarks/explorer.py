"""How fast ``kg serve`` answers on a large store: ``python -m benchmarks.explorer [TRIPLES] [FOLDER]``.

Makes a store of about so many triples (once a folder), with a few very busy entities as news has them, and asks for
each kind of page over real HTTP.
"""

from __future__ import annotations

import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import httpx
import pyoxigraph as ox

from kg.graph import quads
from kg.model import Article, Entity, EntityId, EventFact, Facts, Span, TenureFact, Time

KINDS = ("Meeting", "Statement", "Accusation", "Visit", "Request", "Aid", "Sanction", "Agreement", "Assault", "Call")
STATUSES = ("Occurred",) * 7 + ("Planned", "Alleged", "Negated")
PER_ARTICLE = 12
SENTENCE = "Envoy {} of the first side met envoy {} of the second side in the capital and spoke about trade. "


def article(number: int, chance: random.Random) -> Facts:
    """One article of a dozen events among entities of which a few are in nearly every one."""
    day = date(2001, 1, 1) + timedelta(days=chance.randrange(9000))
    sentences = [SENTENCE.format(number, i) for i in range(PER_ARTICLE)]
    text = "".join(sentences)
    told = Article(text, f"https://news.example/{number}", f"Report {number}", day, f"Paper {number % 40}")
    length = [len(sentence) for sentence in sentences]
    spans = [Span(sum(length[:i]), sum(length[: i + 1]) - 1) for i in range(PER_ARTICLE)]
    people = [_pick(chance, 4000) for _ in range(2 * PER_ARTICLE)]
    states = [_pick(chance, 190) for _ in range(PER_ARTICLE)]
    names = {f"person/p{n}": ("Person", f"Envoy Name{n}") for n in people}
    names |= {f"state/s{n}": ("State", f"State{n}") for n in states} | {"city/capital": ("City", "Capital")}
    entities = tuple(Entity(EntityId(key), kind, label) for key, (kind, label) in names.items())
    events = tuple(_event(i, people, states[i], spans[i], chance) for i in range(PER_ARTICLE))
    holder, state = EntityId(f"person/p{people[0]}"), EntityId(f"state/s{states[0]}")
    tenure = TenureFact(holder, "envoy", state, (spans[0],), "test")
    return Facts(told, entities, (tenure,), events)


def _pick(chance: random.Random, count: int) -> int:
    """Some come much more often than others."""
    return int(count ** chance.random()) - 1


def _event(i: int, people: list[int], state: int, span: Span, chance: random.Random) -> EventFact:
    one, other = (EntityId(f"person/p{people[2 * i + k]}") for k in (0, 1))
    roles = (("participant", one), ("participant", other), ("actor", EntityId(f"state/s{state}")))
    day = date(2001, 1, 1) + timedelta(days=chance.randrange(9000))
    trigger = Span(span.start + 6, span.start + 10)
    place, time_ = (EntityId("city/capital"),), Time(day.isoformat())
    kind, status = chance.choice(KINDS), chance.choice(STATUSES)
    return EventFact(kind, status, tuple(sorted(set(roles))), (span,), trigger, "test", place, time_)


def fill(folder: Path, triples: int) -> int:
    """Fill the store in the folder; the number of triples in it."""
    folder.mkdir(parents=True, exist_ok=True)
    store = ox.Store(str(folder))
    chance = random.Random(1)

    def made() -> Iterator[ox.Quad]:
        count, number = 0, 0
        while count < triples:
            facts = article(number, chance)
            for quad in quads(facts):
                yield quad
                yield ox.Quad(quad.subject, quad.predicate, quad.object)
                count += 1
            number += 1

    store.bulk_extend(made())
    store.optimize()
    store.flush()
    return len(store)


PAGES = {
    "home": "/",
    "a person of few events": "/id/person/p300",
    "a person of many events": "/id/person/p3",
    "the busiest state": "/id/state/s0",
    "two sides": "/pair?one=state/s5&other=state/s9",
    "all events": "/events",
    "map": "/map",
    "search": "/search?q=trade",
    "completion": "/suggest?q=name1",
    "a query": "/sparql?query=SELECT%20*%20%7B%3Fs%20a%20dip%3AMeeting%7D%20LIMIT%20100",
}
ROUNDS = 7


def main() -> None:
    """Measure and print a table in Markdown."""
    triples = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    with tempfile.TemporaryDirectory() as made:
        folder = Path(sys.argv[2]) if len(sys.argv) > 2 else Path(made)
        if not (folder / "store").exists():
            fill(folder / "store", triples)
        begin = time.perf_counter()
        command = [sys.executable, "-m", "kg", "serve", "--store", str(folder), "--port", "0"]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
            assert server.stdout
            address = server.stdout.readline().split()[4]
            with httpx.Client(base_url=address, timeout=120) as client:
                client.headers["accept"] = "text/html, application/sparql-results+json;q=0.5"
                client.get("/")
                print(f"first page {time.perf_counter() - begin:.1f} s after the start\n")
                table(client)
            server.terminate()


def table(client: httpx.Client) -> None:
    """Ask for each page several times and print how long it took."""
    print("| page | kB | median ms | best ms |\n| --- | ---: | ---: | ---: |")
    for name, path in PAGES.items():
        client.get(path).raise_for_status()
        times, size = [], 0
        for _ in range(ROUNDS):
            start = time.perf_counter()
            size = len(client.get(path).content)
            times.append(1000 * (time.perf_counter() - start))
        print(f"| {name} | {size / 1000:.0f} | {statistics.median(times):.0f} | {min(times):.0f} |")


if __name__ == "__main__":
    main()
