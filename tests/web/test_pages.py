"""What the pages say, without a browser: they are read without scripts, too."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pyoxigraph as ox
import pytest
from rdflib import Graph, URIRef

from kg.export.coding import quad_class
from kg.graph import IDENTITY, document_iri
from kg.iri import BASE
from kg.model import EntityId
from kg.ontology import DIP, subclasses
from kg.store import Embedded, Store
from kg.web import Settings
from kg.web.charts import balance, periods, plover, quad_of, quads
from kg.web.events import Choice, Event
from kg.web.negotiate import chosen
from kg.web.places import Spot, view
from kg.web.terms import Named
from tests.conftest import DAILY, WIRE, daily, fill, fill_world, wire
from tests.export.test_html import hostile
from tests.web.conftest import TOKEN, Client, running

TURTLE = "text/turtle"
CROCKER, QOMI = "/id/person/ryan-crocker", "/id/person/hassan-kazemi-qomi"
WIRE_PAGE = f"/id/{document_iri(WIRE).value.removeprefix(BASE)}"
DAILY_PAGE = f"/id/{document_iri(DAILY).value.removeprefix(BASE)}"


def text_of(html: str) -> str:
    """What is read, without markup; white space as one blank."""
    from html import unescape

    body = re.sub(r"<(script|style|svg).*?</\1>", " ", html, flags=re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", body)).split())


def meeting(client: Client) -> str:
    """The path of the meeting that both articles tell."""
    return str(re.findall(r'href="(/id/event/meeting-[0-9a-f]+)"', client.page(CROCKER))[0])


class Foreign(HTMLParser):
    """What our templates never write: scripts of a page's own, images, handlers, other kinds of addresses."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        own = tag == "script" and (given.get("src") or "").startswith("/static/")
        data = tag == "script" and given.get("type") == "application/json"
        if tag in ("img", "iframe", "object", "base") or (tag == "script" and not own and not data):
            self.found.append(tag)
        self.found += [name for name in given if name.startswith("on") or name == "style"]
        address = given.get("href") or ""
        if re.match(r"[a-z]+:", address, re.IGNORECASE) and not re.match("https?://", address):
            self.found.append(address)


def test_home_counts_and_leads_on(client: Client) -> None:
    home = client.page("/")
    assert "2 Articles" in text_of(home)
    assert "Whom did Ryan Crocker meet?" in text_of(home) or "Whom did Hassan Kazemi Qomi meet?" in text_of(home)
    for path in set(re.findall(r'href="(/[^"#]*)', home)):
        answer = client.get(path.replace("&amp;", "&"), headers={"accept": "text/html"}, follow_redirects=True)
        assert answer.status_code == 200, path


def test_whom_crocker_met_and_who_says_so(client: Client) -> None:
    told = text_of(client.page(CROCKER))
    assert "Whom Ryan Crocker met Hassan Kazemi Qomi 1 time" in told
    assert (
        "Ambassador Ryan Crocker met his Iranian counterpart, Hassan Kazemi Qomi, in Baghdad on Monday."
        in told.replace(" , ", ", ")
    )
    assert "Envoys meet in Baghdad · Sample Wire · 28 May 2007" in told
    assert "ambassador of United States , posted to Iraq" in told
    said = told.partition("What Ryan Crocker said 2")[2].partition("Events 5")[0]  # not the aid that he alleges
    assert said
    assert "Aid:" not in said
    assert "“The session took four hours”" in said


def test_events_of_an_entity_are_narrowed(client: Client) -> None:
    def titles(query: str) -> list[str]:
        events = client.page(f"{CROCKER}{query}").partition('class="filters"')[2]
        return re.findall(r'<h3 class="head">.*?<a href="[^"]*">([^<]*)</a>', events, re.DOTALL)

    every = titles("")
    assert len(every) == 5
    assert titles("?type=talks") == [t for t in every if t.startswith("Meeting")]
    assert titles("?status=Planned") == ["Meeting: Hassan Kazemi Qomi – Ryan Crocker"]
    assert len(titles("?since=2007-06")) == 1
    assert titles("?since=nonsense&page=x") == every
    assert titles("?status=Cancelled") == []


def test_event_shows_all_accounts_side_by_side(client: Client) -> None:
    told = client.page(meeting(client))
    accounts = told.partition('class="accounts"')[2]
    assert accounts.count("in its own voice") >= 2
    assert "Talks were frank, Washington says" in accounts
    assert "PLOVER CONSULT" in text_of(told)
    assert "<mark>met</mark>" in accounts


def test_each_account_credits_whom_its_own_article_credits(tmp_path: Path) -> None:
    told = daily()
    meets = replace(told.events[0], sources=(EntityId("person/sean-mccormack"),))
    facts = (wire(), replace(told, events=(meets, *told.events[1:])))
    with Embedded(tmp_path / "store") as store:
        fill_world(store, *facts)
    with running(Settings(tmp_path)) as address, Client(base_url=address) as client:
        page = client.page(meeting(client))
        cards = [text_of(part) for part in page.partition('class="accounts"')[2].split("<article")[1:]]
        assert [("credits Sean McCormack" in c, "in its own voice" in c) for c in cards] == [
            (False, True),
            (True, False),
        ]
        assert "Sean McCormack , as told by Talks were frank" in text_of(page)
        met = text_of(client.page(CROCKER)).partition("Whom Ryan Crocker met")[2].partition("Envoys meet in Baghdad")[0]
        assert met
        assert "according to" not in met  # the sentence shown is one that its article tells in its own voice


def test_contested_event_is_marked(client: Client) -> None:
    listed = client.page("/events?type=deals")
    aid = {client.page(path) for path in re.findall(r'href="(/id/event/aid-[0-9a-f]+)"', listed)}
    assert any("What one tells, another denies, only alleges, or tells otherwise." in page for page in aid)
    assert "Contested" not in client.page(meeting(client))


@pytest.mark.parametrize(("kind", "badge"), [("rejection", "Rejected"), ("statement", "Answered")])
def test_who_goes_against_an_account_does_not_confirm_it(tmp_path: Path, graph: Store, kind: str, badge: str) -> None:
    def named(pattern: str) -> ox.NamedNode:
        return next(
            s for q in graph.quads() if isinstance(s := q.subject, ox.NamedNode) and re.search(pattern, s.value)
        )

    denial, talks = named(f"/{kind}-"), named("/meeting-")
    with Embedded(tmp_path / "store") as store:
        for document in graph.documents():
            store.replace(document, list(graph.quads(document)))
        store.replace(IDENTITY, [*graph.quads(IDENTITY), ox.Quad(denial, DIP.disputes, talks, IDENTITY)])
    who = next(q.object for q in graph.quads() if (q.subject, q.predicate) == (denial, DIP.actor))
    with running(Settings(tmp_path)) as address, Client(base_url=address) as client:
        name = re.findall("<h1>([^<]+)</h1>", client.page(f"/id/{str(who)[1:-1].removeprefix(BASE)}"))[0].strip()
        for one in (denial, talks):
            parts = client.page(f"/id/{one.value.removeprefix(BASE)}").partition('class="accounts"')[2]
            (card,) = [part for part in parts.split("<article")[1:] if f"account {badge}" in part]
            assert f"{badge} by {name}" in text_of(card)
            assert "Occurred" not in card
            assert "in its own voice" not in card
            assert "Occurred" in parts or "Planned" in parts  # what it goes against stays as told


def test_article_marks_its_text_and_leads_to_facts_and_back(client: Client) -> None:
    page = client.page(WIRE_PAGE)
    assert '<a class="ent e-person" href="/id/person/ryan-crocker">Ryan Crocker</a>' in page
    assert re.search(r'<a class="trigger" href="/id/event/meeting-[0-9a-f]+">met</a>', page)
    body = page.partition('aria-label="The text"')[2].partition("</section>")[0].partition("</p>")[2]
    assert text_of(body).replace(" ", "") == "".join(WIRE.text.split())  # not a letter is lost
    for anchor in re.findall(r'class="where" href="#([^"]+)"', page):
        assert f'id="{anchor}"' in page
    quote = re.findall(rf'href="({WIRE_PAGE}#(c\d+-\d+))"', client.page(CROCKER))
    assert all(f'id="{anchor}"' in page for _, anchor in quote)


def test_title_names_whom_the_label_names(tmp_path: Path, graph: Store) -> None:
    """Where many articles tell an event, its label names those on whom enough of them agree; the others stay below."""
    (shared,) = {q.subject for q in graph.quads() if str(q.object)[:11] == '"2007-05-28' and "/meeting-" in str(q)}
    assert isinstance(shared, ox.NamedNode)
    with Embedded(tmp_path / "store") as store:
        for document in graph.documents():
            quads = list(graph.quads(document))
            one_more = ox.Quad(shared, DIP.participant, ox.NamedNode(f"{BASE}state/usa"), document)
            store.replace(document, [*quads, one_more])
    with running(Settings(tmp_path)) as address, Client(base_url=address) as client:
        page = client.page(f"/id/{shared.value.removeprefix(BASE)}")
        assert "<h1>Meeting: Hassan Kazemi Qomi – Ryan Crocker</h1>" in page
        assert "United States" in page.partition('<dl class="facts">')[2].partition("</dl>")[0]


def test_title_of_many_tells_how_many_more(tmp_path: Path) -> None:
    told = daily()
    who = [e.id for e in told.entities if e.type in ("State", "Person", "Group", "GovernmentBody")]
    many = replace(told.events[0], roles=tuple(("participant", key) for key in who))
    with Embedded(tmp_path / "store") as store:
        fill(store, replace(told, events=(many, *told.events[1:])))
    with running(Settings(tmp_path)) as address, Client(base_url=address) as client:
        page = client.page(meeting(client))
        title = re.findall("<h1>([^<]*)</h1>", page)[0]
        assert title.count(" – ") == 5
        assert title.endswith(f" and {len(who) - 6} more")
        assert "militias" not in title
        assert "militias" in page.partition('<dl class="facts">')[2].partition("</dl>")[0]


def test_article_without_its_text(tmp_path: Path, graph: Store) -> None:
    with Embedded(tmp_path / "store") as store:
        for document in graph.documents():
            store.replace(document, [q for q in graph.quads(document) if not q.predicate.value.endswith("#text")])
    with running(Settings(tmp_path)) as address, Client(base_url=address) as client:
        page = client.page(WIRE_PAGE)
        assert "not the whole text" in page
        assert "Crocker accused Iran of arming militias in Iraq." in text_of(page)
        assert "…" in client.page(meeting(client))  # the context of the selectors


def test_pair(client: Client) -> None:
    page = text_of(client.page("/pair?one=Iran&other=U.S."))
    assert "Iran and United States" in page
    assert "SANCTION Sanction Acts of conflict" in page
    assert "CONSULT Meeting Words of cooperation" in page  # of the officials
    alone = text_of(client.page("/pair?one=state/irn&other=state/usa&only=1"))
    assert "CONSULT" not in alone
    assert "Nobody in the graph is called “Atlantis”" in text_of(client.page("/pair?one=Atlantis&other=Iran"))


def test_map_has_the_places_with_coordinates(client: Client) -> None:
    page = client.page("/map")
    assert "Iraq: 1 event" in page
    assert page.count("<circle") >= 1
    assert "place/baghdad" in page  # no place of the gazetteer: listed without coordinates
    assert "<circle" not in client.page("/map?status=Ongoing").partition('id="events"')[2]


def test_no_place_lies_on_the_edge_of_the_map() -> None:
    def spot(label: str, x: float, y: float, count: int) -> Spot:
        return Spot(Named(f"place/{label}", label, "place", "City"), x, y, count, ())

    near = [spot("Baghdad", 36.4, -33.3, 20), spot("Istanbul", 23.7, -41.0, 3), spot("Mashhad", 48.9, -36.3, 2)]
    far = spot("Washington", -63.2, -38.9, 1)
    shown = view([*near, far], whole=False)
    assert shown.left > far.x + 10  # one event far off does not shrink the map
    for one in near:
        assert shown.left + 4 < one.x < shown.left + shown.width - 4
        assert shown.top + 4 < one.y < shown.top + shown.height - 4
    labels = {
        label.text: label for label in view([*near, spot("A city of a long name", 48, -30, 1)], whole=False).labels
    }
    assert (labels["Baghdad"].end, labels["A city of a long name"].end) == (False, True)
    assert labels["A city of a long name"].x < 48
    wide = view([*near, spot("Apia", -141, 14, 20), spot("Wellington", 143, 41, 20)], whole=False)
    assert wide.width == view(near, whole=True).width


def test_search_finds_names_articles_and_sentences(client: Client) -> None:
    found = text_of(client.page("/search?q=crocker"))
    assert "Ryan Crocker Person" in found
    assert "The session took four hours" in text_of(client.page("/search?q=four hours"))
    assert "Talks were frank" in found or "Talks were frank" in text_of(client.page("/search?q=frank"))
    assert "Nothing in the graph" in text_of(client.page("/search?q=zzz"))
    assert [n["label"] for n in client.get("/suggest?q=usa").json()][:1] == ["United States"]


@pytest.mark.parametrize("path", [CROCKER, WIRE_PAGE, "/id/office/usa-ambassador"])
@pytest.mark.parametrize(
    ("media", "suffix", "form"), [("text/turtle", "ttl", "turtle"), ("application/ld+json", "jsonld", "json-ld")]
)
def test_every_page_is_data_too(client: Client, path: str, media: str, suffix: str, form: str) -> None:
    negotiated = client.get(path, headers={"accept": f"{media}, text/html;q=0.5"})
    assert negotiated.headers["content-type"].startswith(media)
    assert negotiated.headers["vary"].startswith("Accept")
    by_suffix = client.get(f"{path}.{suffix}")
    one, other = (Graph().parse(data=answer.text, format=form) for answer in (negotiated, by_suffix))
    assert set(one) == set(other)
    assert (URIRef(BASE + path[4:]), None, None) in one


@pytest.mark.parametrize(
    ("path", "about"),
    [
        ("/", "event/meeting-"),
        ("/events?type=talks", "event/meeting-"),
        ("/articles", "document/"),
        ("/pair?one=Iran&other=United States", "event/"),
        ("/map", "state/irq"),
        ("/search?q=crocker", "person/ryan-crocker"),
    ],
)
def test_every_list_is_data_too(client: Client, path: str, about: str) -> None:
    negotiated = client.get(path, headers={"accept": "text/turtle, text/html;q=0.5"})
    link = re.findall(r'href="([^"]*format=ttl[^"]*)"', client.page(path))[0].replace("&amp;", "&")
    by_link = client.get(link)
    one, other = (Graph().parse(data=answer.text, format="turtle") for answer in (negotiated, by_link))
    assert set(one) == set(other)
    assert any(str(subject).startswith(BASE + about) for subject in one.subjects())
    framed = client.get(path, headers={"accept": "application/ld+json"})
    assert set(Graph().parse(data=framed.text, format="json-ld")) == set(one)
    assert client.get(path).headers["content-type"].startswith("text/html")


def test_the_query_behind_a_page_gives_what_it_shows(client: Client) -> None:
    for path in (CROCKER, "/pair?one=Iran&other=United States&only=1", "/events", meeting(client), WIRE_PAGE, "/map"):
        link = re.findall(r'href="(/query\?query=[^"]+)">The query behind', client.page(path))[0].replace("&amp;", "&")
        answer = client.page(f"{link}&run=1")
        assert '<table class="answer">' in answer, path
        assert answer.count("<tr>") > 1, path


def test_query_page_without_scripts(client: Client) -> None:
    page = client.page("/query", params={"query": "SELECT ?p { ?p a dip:Person } ORDER BY ?p", "run": "1"})
    assert '<a href="/id/person/ryan-crocker">' in page
    assert "malformed" in client.page("/query", params={"query": "SELECT", "run": "1"})
    assert "Who met whom" in client.page("/query")


def test_both_prefixes_of_dublin_core_are_known(client: Client, writable: str) -> None:
    asked = "SELECT ?t { ?d dcterms:title ?t ; dct:source ?s } ORDER BY ?t"
    assert client.get("/sparql", params={"query": asked}).text.count("Envoys meet in Baghdad") == 1
    assert "Envoys meet in Baghdad" in client.page("/query", params={"query": asked, "run": "1"})
    assert '"dcterms"' in client.page("/query").partition('id="known"')[2]  # the editor wants them declared
    written = client.get("/sparql", params={"query": "DESCRIBE ?d { ?d dcterms:title ?t }"}, headers={"accept": TURTLE})
    assert "dct:title" in written.text
    assert "dcterms:" not in written.text
    with Client(base_url=writable, headers={"authorization": f"Bearer {TOKEN}"}) as writing:
        update = "INSERT DATA { GRAPH id:notes { person:ryan-crocker dcterms:description 'an envoy' } }"
        assert writing.post("/sparql", data={"update": update}).status_code == 204


def test_nothing_there_is_a_page_for_people_and_a_line_for_programs(client: Client) -> None:
    for path in ("/id/person/nobody", "/nowhere", "/id/person/x y"):
        answer = client.get(path, headers={"accept": "text/html"})
        assert (answer.status_code, "Not here" in answer.text) == (404, True)
        plain = client.get(path)
        assert plain.headers["content-type"] == "text/plain; charset=utf-8"
    assert client.get(CROCKER, headers={"accept": "image/png"}).status_code == 406


def test_passage_leads_into_its_article(client: Client) -> None:
    passage = re.findall(r"/id/passage/[\w-]+", client.get("/data?default").text.replace("passage:", "/id/passage/"))[0]
    answer = client.get(passage, headers={"accept": "text/html"})
    assert answer.status_code == 303
    assert re.search(r"/id/document/[0-9a-f]+#c\d+-\d+$", answer.headers["location"])


def test_article_is_read_in_the_browser_and_added_with_the_token(writable: str) -> None:
    sent = {
        "text": "Condoleezza Rice met Manouchehr Mottaki in Istanbul on November 2, 2007.",
        "title": "New",
        "source": "x",
    }
    with Client(base_url=writable, timeout=120) as client:
        shown = client.post("/add", data=sent, headers={"accept": "text/html"})
        assert "Meeting" in text_of(shown.text)
        assert "by the verb “meet”" in text_of(shown.text)
        assert client.page("/articles").count("/id/document/") == 2
        refused = client.post("/add", data=sent | {"save": "1", "token": "wrong"}, headers={"accept": "text/html"})
        assert refused.status_code == 401
        stored = client.post("/add", data=sent | {"save": "1", "token": TOKEN})
        assert stored.status_code == 303
        assert "Condoleezza Rice" in client.page(stored.headers["location"])
        assert client.get("/suggest?q=Condoleezza").json()[0]["label"] == "Condoleezza Rice"
        upload = client.post("/add", files={"file": ("talks.txt", b"Iran met Iraq in Oslo on May 2, 2007.")})
        assert "talks.txt" in upload.text
        told = b"Iran met Iraq in Oslo on May 2, 2007, and both sides spoke of trade."
        html = b"<title>Talks</title><article><p>" + told + b"</p></article>"
        read = client.post("/add", files={"file": ("talks.html", html)}).text
        assert "Iran met Iraq" in read
        assert "&lt;p&gt;" not in read
        assert client.post("/add", files={"file": ("empty.html", b"<html></html>")}).status_code == 422
        assert client.post("/add", data={"text": " "}).status_code == 400
        assert client.post("/add", data=sent | {"published": "soon"}).status_code == 400


def test_reading_server_adds_nothing(client: Client) -> None:
    answer = client.post("/add", data={"text": "Iran met Iraq.", "save": "1", "token": ""})
    assert answer.status_code == 403


def test_hostile_words_are_escaped(tmp_path: Path, graph: Store) -> None:
    with Embedded(tmp_path / "store") as store:
        quads = hostile(graph)
        for document in graph.documents():
            store.replace(document, [q for q in quads if q.graph_name == document])
    with running(Settings(tmp_path)) as address, Client(base_url=address, timeout=60) as client:
        paths = [
            "/",
            "/events",
            "/articles",
            "/pair",
            "/map",
            "/search?q=hacked",
            "/query",
            CROCKER,
            "/pair?one=state/irn&other=state/usa",
        ]
        paths += re.findall(r'href="(/id/[^"#]+)', client.page("/events"))
        for path in dict.fromkeys(paths):
            answer = client.get(path, headers={"accept": "text/html"}, follow_redirects=True)
            assert answer.status_code == 200, path
            assert Foreign(answer.text).found == [], path
            assert "script-src 'self'" in answer.headers["content-security-policy"]
            assert "unsafe" not in answer.headers["content-security-policy"] or path == "/query"


def test_hostile_notes_are_inert(writable: str) -> None:
    evil = "<img src=x onerror=alert(1)> ' onclick=alert(1) {{ 7*7 }}"
    values = f'"{evil}" , <javascript:alert(1)> , <https://x.example/?a=1&b=2>'
    update = f"INSERT DATA {{ GRAPH id:notes {{ person:ryan-crocker <urn:say:so> {values} }} }}"
    with Client(base_url=writable, timeout=60, headers={"authorization": f"Bearer {TOKEN}"}) as client:
        assert client.post("/sparql", data={"update": update}).status_code == 204
        page = client.page(CROCKER)
        assert Foreign(page).found == []
        shown = text_of(page.partition('id="notes"')[2].partition("</section>")[0])
        assert "{{ 7*7 }}" in shown
        assert "javascript:alert(1)" in shown
        assert 'href="https://x.example/?a=1&amp;b=2"' in page


def test_every_plover_type_has_its_quadrant() -> None:
    assert all(quad_class(kind) for kind in plover().values())
    assert {quad_of(name) for name in plover()} == {row["key"] for row in quads()}
    assert {n for n in subclasses("Event") if not quad_of(n)} >= {"Statement", "Vote", "Appointment"}


def test_columns_hold_every_date() -> None:
    for dates in (
        ["2007-05-28"],
        ["2007"],
        ["1980", *["2007-05"] * 30, "2031-01-01"],
        [f"{y}-07" for y in range(1900, 2020)],
    ):
        columns = periods(dates)
        assert len(columns) <= 130
        assert all(any(p.holds(d) or p.holds(f"{d}-01") for p in columns) for d in dates), (dates[:3], columns)
    assert [p.label for p in periods(["1980", *["2007-05"] * 30])] == ["earlier", "May 2007"]


def test_bars_stand_on_the_line() -> None:
    told = [
        Event("a", "Meeting", "talks", "Occurred", "2007-05", ()),
        Event("b", "Assault", "pressure", "Occurred", "2007-05", ()),
    ]
    chart = balance(told)
    assert chart
    up, down = chart.bars
    assert up.y + up.height == chart.middle == down.y
    assert balance([]) is None


def test_only_what_happened_counts_for_the_balance(client: Client) -> None:
    told = [Event(s, "Meeting", "talks", s, "2007-05", ()) for s in ("Occurred", "Ongoing", "Planned", "Negated")]
    chart = balance(told)
    assert chart
    assert [bar.count for bar in chart.bars] == [2]
    assert balance(told[2:]) is None
    page = client.page("/pair?one=person/ryan-crocker&other=person/hassan-kazemi-qomi&only=1")
    table = text_of(page.partition('<table class="classes">')[2].partition("</table>")[0])
    assert "Events that happened" in table
    assert "CONSULT Meeting Words of cooperation 1" in table  # the planned one does not count
    assert "Cooperation and conflict what happened or is under way" in text_of(page)


def test_choice_ignores_nonsense() -> None:
    assert Choice.of({"since": "soon", "status": "Perhaps", "page": "-1", "type": ""}) == Choice()


def test_accept_headers() -> None:
    assert chosen("", ["a/b"]) == "a/b"
    assert chosen("a/*;q=0.2, a/c", ["a/b", "a/c"]) == "a/c"
    assert chosen("a/b;q=0, */*", ["a/b", "a/c"]) == "a/c"
