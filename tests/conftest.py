"""Two small articles and what they tell, in our own words: the graph that most tests look at.

Both report the talks of 28 May 2007, so that they share one event; they disagree on whether Iran armed
militias.
"""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from kg import identity
from kg.cli import main
from kg.graph import IDENTITY, document_iri, quads
from kg.model import Article, Entity, EntityId, EventFact, Facts, Span, TenureFact, Time
from kg.store import Embedded, Store
from kg.world.merge import merge
from kg.world.record import Item

WIRE = Article(
    text="""Ambassador Ryan Crocker met his Iranian counterpart, Hassan Kazemi Qomi, in Baghdad on Monday.
Crocker accused Iran of arming militias in Iraq.
Qomi denied that his country armed anybody there.
The two envoys plan to meet again in June.
"The session took four hours," Crocker told reporters.
In April Iran delivered rockets to the militias.
Iran and Iraq signed a trade agreement in Tehran on May 20.
""",
    source="wire.txt",
    title="Envoys meet in Baghdad",
    published=date(2007, 5, 28),
    publisher="Sample Wire",
)
DAILY = Article(
    text="""Iran's ambassador to Iraq, Hassan Kazemi Qomi, and Ryan Crocker met in Baghdad on May 28, 2007.
Iran has sent no rockets to the militias, its Foreign Ministry says.
The talks were frank, said a spokesman for the U.S. State Department, Sean McCormack.
Prime Minister Nouri al-Maliki of Iraq travels to Tehran in August.
The United States imposed sanctions on Iran in March 2007.
Zalmay Khalilzad, a former U.S. ambassador to Iraq, criticised Tehran.
""",
    source="https://daily.example/talks",
    title="Talks were frank, Washington says",
    published=date(2007, 5, 29),
    publisher="Tigris Daily",
)

_ENTITIES = (
    ("state/usa", "State", "United States", ("U.S.", "Washington"), None),
    ("state/irn", "State", "Iran", ("Tehran",), None),
    ("state/irq", "State", "Iraq", (), None),
    ("person/ryan-crocker", "Person", "Ryan Crocker", ("Crocker",), None),
    ("person/hassan-kazemi-qomi", "Person", "Hassan Kazemi Qomi", ("Qomi",), None),
    ("person/sean-mccormack", "Person", "Sean McCormack", (), None),
    ("person/nouri-al-maliki", "Person", "Nouri al-Maliki", ("Maliki",), None),
    ("person/zalmay-khalilzad", "Person", "Zalmay Khalilzad", (), None),
    ("organization/us-state-department", "GovernmentBody", "U.S. State Department", (), "state/usa"),
    ("organization/irn-foreign-ministry", "GovernmentBody", "Foreign Ministry", (), "state/irn"),
    ("group/irq-militias", "Group", "militias", (), "state/irq"),
    ("place/baghdad", "City", "Baghdad", (), None),
    ("place/tehran", "City", "Tehran", (), None),
)
_ISO = {"state/usa": "USA", "state/irn": "IRN", "state/irq": "IRQ"}
(
    _USA,
    _IRAN,
    _IRAQ,
    _CROCKER,
    _QOMI,
    _SEAN,
    _MALIKI,
    _ZAL,
    _DEPARTMENT,
    _MINISTRY,
    _MILITIAS,
    _BAGHDAD,
    _TEHRAN,
) = (EntityId(row[0]) for row in _ENTITIES)


def span(article: Article, words: str) -> Span:
    """Where the words stand first in the article."""
    start = article.text.index(words)
    return Span(start, start + len(words))


def sentence(article: Article, words: str) -> Span:
    """The line of the article that holds the words."""
    at = article.text.index(words)
    return Span(article.text.rfind("\n", 0, at) + 1, article.text.index("\n", at))


def entities(*keys: EntityId) -> tuple[Entity, ...]:
    """The entities of those ids, with every alias."""
    known = {row[0]: row for row in _ENTITIES}
    made = []
    for key in keys:
        _, kind, label, aliases, of = known[key]
        same = (f"http://www.wikidata.org/entity/Q{len(key)}",) if kind == "State" else ()
        made.append(Entity(key, kind, label, aliases, EntityId(of) if of else None, same, _ISO.get(key)))
    return tuple(made)


def event(article: Article, kind: str, trigger: str, *roles: tuple[str, EntityId], **more: Any) -> EventFact:
    """An event told by the line of its trigger."""
    words = span(article, trigger)
    fields = {"status": "Occurred", "confidence": 0.8, **more}
    return EventFact(kind, roles=roles, trigger=words, evidence=(sentence(article, trigger),), rule="test", **fields)


def _tenure(article: Article, words: str, holder: EntityId, office: str, of: EntityId, **more: Any) -> TenureFact:
    return TenureFact(holder, office, of, (sentence(article, words),), "test", **more)


def wire() -> Facts:
    """What the wire tells."""
    a = WIRE
    told = (
        event(
            a,
            "Meeting",
            "met",
            ("participant", _CROCKER),
            ("participant", _QOMI),
            places=(_BAGHDAD,),
            time=Time("2007-05-28"),
        ),
        event(
            a,
            "Accusation",
            "accused",
            ("actor", _CROCKER),
            ("target", _IRAN),
            about=span(a, "arming"),
            time=Time("2007-05-28"),
        ),
        event(
            a,
            "Aid",
            "arming",
            ("actor", _IRAN),
            ("target", _MILITIAS),
            status="Alleged",
            sources=(_CROCKER,),
            places=(_IRAQ,),
        ),
        event(
            a,
            "Rejection",
            "denied",
            ("actor", _QOMI),
            about=span(a, "armed"),
            content=span(a, "his country armed anybody there"),
        ),
        event(a, "Aid", "armed", ("actor", _IRAN), status="Negated", sources=(_QOMI,)),
        event(
            a,
            "Meeting",
            "meet again",
            ("participant", _CROCKER),
            ("participant", _QOMI),
            status="Planned",
            time=Time("2007-06"),
        ),
        event(a, "Statement", "told", ("actor", _CROCKER), content=span(a, "The session took four hours")),
        event(
            a,
            "Aid",
            "delivered",
            ("actor", _IRAN),
            ("target", _MILITIAS),
            time=Time("2007-04"),
            confidence=0.9,
        ),
        event(
            a,
            "Agreement",
            "signed",
            ("participant", _IRAN),
            ("participant", _IRAQ),
            places=(_TEHRAN,),
            time=Time("2007-05-20"),
            topic=span(a, "trade"),
        ),
    )
    held = (
        _tenure(a, "Ambassador Ryan", _CROCKER, "ambassador", _USA, posted_to=_IRAQ),
        _tenure(a, "counterpart", _QOMI, "ambassador", _IRAN, posted_to=_IRAQ),
    )
    return Facts(a, entities(_USA, _IRAN, _IRAQ, _CROCKER, _QOMI, _MILITIAS, _BAGHDAD, _TEHRAN), held, told)


def daily() -> Facts:
    """What the daily tells."""
    a = DAILY
    told = (
        event(
            a,
            "Meeting",
            "met",
            ("participant", _CROCKER),
            ("participant", _QOMI),
            places=(_BAGHDAD,),
            time=Time("2007-05-28"),
            confidence=0.9,
        ),
        event(a, "Aid", "sent", ("actor", _IRAN), ("target", _MILITIAS), status="Negated", sources=(_MINISTRY,)),
        event(a, "Statement", "said", ("actor", _SEAN), content=span(a, "The talks were frank")),
        event(
            a,
            "Visit",
            "travels",
            ("actor", _MALIKI),
            status="Planned",
            places=(_TEHRAN,),
            time=Time("2007-08"),
        ),
        event(a, "Sanction", "imposed", ("actor", _USA), ("target", _IRAN), time=Time("2007-03")),
        event(a, "Accusation", "criticised", ("actor", _ZAL), ("target", _IRAN)),
    )
    held = (
        _tenure(a, "Iran's ambassador", _QOMI, "ambassador", _IRAN, posted_to=_IRAQ),
        _tenure(a, "spokesman", _SEAN, "spokesman", _DEPARTMENT),
        _tenure(a, "Prime Minister", _MALIKI, "prime minister", _IRAQ),
        _tenure(a, "former", _ZAL, "ambassador", _USA, posted_to=_IRAQ, former=True),
    )
    keys = (_USA, _IRAN, _IRAQ, _CROCKER, _QOMI, _SEAN, _MALIKI, _ZAL, _DEPARTMENT, _MINISTRY, _MILITIAS)
    return Facts(a, entities(*keys, _BAGHDAD, _TEHRAN), held, told)


def fill(store: Store, *articles: Facts) -> None:
    """Put the graph of each article by itself into the store."""
    for facts in articles:
        store.replace(document_iri(facts.article), quads(facts))


def fill_world(store: Store, *articles: Facts) -> None:
    """Put the graphs of the articles, made one world, into the store."""
    world = merge(Item(facts, facts.article.published) for facts in articles)
    for facts in world.facts:
        store.replace(document_iri(facts.article), quads(facts))
    store.replace(IDENTITY, identity.quads(world))


@pytest.fixture(scope="session")
def graph() -> Store:
    """Both articles in a store in memory; not to be written to."""
    store = Embedded()
    fill_world(store, wire(), daily())
    return store


@pytest.fixture(scope="session")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """Headless Chromium that logs its console and every request."""
    binary, service = shutil.which("chromium") or shutil.which("google-chrome"), shutil.which("chromedriver")
    if binary is None or service is None:
        pytest.skip("no Chromium with chromedriver is installed")
    from selenium import webdriver

    options = webdriver.ChromeOptions()
    options.binary_location = binary
    flags = ("headless=new", "no-sandbox", "disable-gpu", "disable-quic", "no-first-run", "disable-sync")
    for flag in (*flags, "disable-background-networking", "disable-component-update", "window-size=1280,800"):
        options.add_argument(f"--{flag}")
    options.add_argument(f"--user-data-dir={tmp_path_factory.mktemp('profile')}")
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    driver = webdriver.Chrome(options=options, service=webdriver.ChromeService(service))
    yield driver
    driver.quit()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--regenerate", action="store_true", help="write the golden files anew")


@pytest.fixture(scope="session")
def regenerate(request: pytest.FixtureRequest) -> bool:
    """Whether the golden files are to be written anew."""
    return bool(request.config.getoption("--regenerate"))


@dataclass(frozen=True, slots=True)
class Sample:
    """A folder like a checkout in which README's first command was run, and what each command printed."""

    folder: Path
    told: dict[str, str]


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Sample:
    """The graph of the sample articles; not to be written to."""
    folder = tmp_path_factory.mktemp("checkout")
    (folder / "seeds").symlink_to(Path(__file__).parents[1] / "seeds")
    arguments = ["build", "seeds/articles", "-o", "out"]
    with contextlib.chdir(folder):
        done = CliRunner(catch_exceptions=False).invoke(main, arguments)
    assert done.exit_code == 0, done.output
    return Sample(folder, {" ".join(["kg", *arguments]): done.stdout})
