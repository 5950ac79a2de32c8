from __future__ import annotations

import socket
import time

import pytest

from kg.errors import SkipError
from kg.model import Article
from kg.read import Result, Source, parse

SENTENCE = "Ambassador Ryan Crocker met Ambassador Hassan Kazemi Qomi in Baghdad on Monday, officials said in May."
P = f"<p>{SENTENCE}</p>"


def one(data: str | bytes, url: str | None = None) -> Result:
    content = data.encode("utf-8", "surrogatepass") if isinstance(data, str) else data
    source = Source.of("page.html", content)
    (found,) = parse(Source(source.name, source.stream, url=url), "html")
    return found


def page(body: str = P, head: str = "") -> Article:
    found = one(f"<html><head>{head}</head><body>{body}</body></html>")
    assert isinstance(found, Article), found
    return found


def test_boilerplate_is_left_out() -> None:
    furniture = (
        "<nav><ul><li><a href='/a'>Home</a></li></ul></nav>",
        "<footer><p>© Sample Wire, imprint</p></footer>",
    )
    found = page(f"{furniture[0]}<article><h1>Envoys meet</h1>{P}<p>More was said.</p></article>{furniture[1]}")
    assert found.text == f"Envoys meet\n\n{SENTENCE}\n\nMore was said."


def test_layout_tables_leave_no_bars() -> None:
    found = page(f"<table><tr><td><a href='/a'>Home</a></td><td>{SENTENCE}<br><br>{SENTENCE}</td></tr></table>")
    assert "|" not in found.text
    assert SENTENCE in found.text


@pytest.mark.parametrize(
    "head",
    [
        '<meta property="article:published_time" content="2007-05-28T23:30:00-05:00">',
        '<meta name="DC.date.issued" content="2007-05-28">',
        '<meta itemprop="datePublished" content="2007-05-28">',
        '<meta name="date" content="soon"><meta name="pubdate" content="2007-05-28">',
        '<script type="application/ld+json">{"@graph": [{"@type": "WebPage", "datePublished": "2001-01-01"},'
        '{"@type": ["NewsArticle"], "datePublished": "2007-05-28T10:00:00Z"}]}</script>',
        '<script type="application/ld+json">{broken</script><meta name="date" content="2007-05-28">',
    ],
)
def test_date_of_the_metadata(head: str) -> None:
    assert str(page(head=head).published) == "2007-05-28"


@pytest.mark.parametrize(
    "body",
    [
        '<article><time datetime="2007-05-28T10:00">Monday</time>{}</article>',
        '<main><p><time datetime="2007-05-28">Monday</time></p>{}</main>',
        '<div><time pubdate datetime="2007-05-28">Monday</time></div>{}',
        '<div><span itemprop="datePublished" content="2007-05-28">Monday</span></div>{}',
    ],
)
def test_date_of_the_body(body: str) -> None:
    assert str(page(body.format(P)).published) == "2007-05-28"


@pytest.mark.parametrize(
    ("head", "body"),
    [
        ("", "<p>Published 28 May 2007</p>"),
        ("", "<header><time datetime='2024-01-01'>Today</time></header>"),
        ("<link rel='canonical' href='https://a.example/2007/05/28/talks'>", ""),
        ("<meta name='date' content='1970-01-01'>", ""),
        ("<meta property='article:modified_time' content='2020-01-01'>", ""),
        ("<meta name='copyright' content='2019-02-03'>", "<footer>© 2019-02-03</footer>"),
    ],
)
def test_no_date_is_invented(head: str, body: str) -> None:
    assert page(body + P, head).published is None


def test_source_is_where_it_was_fetched_else_what_it_says() -> None:
    html = f"<html><head><link rel='canonical' href='https://a.example/talks'></head><body>{P}</body></html>"
    told, fetched = one(html), one(html, url="https://b.example/x")
    assert isinstance(told, Article)
    assert isinstance(fetched, Article)
    assert (told.source, fetched.source) == ("https://a.example/talks", "https://b.example/x")


@pytest.mark.parametrize(
    ("label", "charset"), [("iso-8859-1", "cp1252"), ("windows-1251", "cp1251"), ("utf-8", "utf-8")]
)
def test_meta_charset(label: str, charset: str) -> None:
    word = "Москва" if charset == "cp1251" else "Zürich — “so”"
    html = f"<html><head><meta charset={label}></head><body><p>{word} {SENTENCE}</p></body></html>"
    found = one(html.encode(charset))
    assert isinstance(found, Article)
    assert found.text == f"{word} {SENTENCE}"


@pytest.mark.parametrize("label", ["punycode", "utf-7", "unicode_escape", "hex", "no-such", "utf-16", "idna"])
def test_wrong_charsets_do_no_harm(label: str) -> None:
    found = one(
        f"<html><head><meta charset={label}></head><body><p>\xe9t\xe9 {SENTENCE}</p></body></html>".encode("cp1252")
    )
    assert isinstance(found, Article)
    assert found.text == f"été {SENTENCE}"


HOSTILE = {
    "deep": "<html><body>" + "<div>" * 100_000 + P,
    "deep inline": "<html><body>" + "<b>" * 50_000 + P,
    "many attributes": "<html><body><div " + " ".join(f"a{i}=1" for i in range(50_000)) + f">{P}</div>",
    "all attributes": "<html><body>" + ("<i " + " ".join(f"a{i}=1" for i in range(400)) + ">x</i>") * 1000 + P,
    "many tags": "<html><body>" + "<p></p>" * 200_000 + P,
    "huge attribute": f"<html><body><div class='{'a ' * 1_000_000}' style='{'b:c;' * 500_000}'>{P}</div>",
    "huge script": f"<html><head><script>{'<p>x</p>' * 200_000}</script></head><body>{P}",
    "huge JSON-LD": f"<html><script type='application/ld+json'>{'[' * 300_000}</script><body>{P}",
    "deep JSON-LD": f"<html><script type='application/ld+json'>{'[' * 50_000}</script><body>{P}",
    "huge title": f"<html><head><title>{'a | b - ' * 100_000}</title></head><body>{P}",
    "open comment": "<html><!--" + "-" * 1_000_000 + P,
    "open tags": "<html>" + "<" * 500_000,
    "open quotes": "<html>" + '<a b="' * 200_000,
    "references": "<html><body><p>&#0; &#xD800; &#x110000; &amp;lt; &unknown;</p>" + P,
    "NULs": f"<html>\0<body>\0<p>\0{SENTENCE}</p>",
    "surrogates": f"<html><body><p>\ud800{SENTENCE}</p>",
    "processing instruction": f"<?xml version='1.0' encoding='utf-16'?><html><body>{P}</body></html>",
    "self-closed": f"<html/><body>{P}",
    "frames": "<html><frameset><frame src='//evil.example'></frameset></html>",
    "bad addresses": f"<html><head><base href='http://['><link rel=canonical href='http://[::'></head><body>{P}",
    "fragment": P,
    "no markup": SENTENCE,
    "redirect": f"<html><meta http-equiv=refresh content='0;url=http://evil.example'><body>{P}",
    "script writes": f"<html><body><script>document.write('<p>injected</p>')</script>{P}",
}


@pytest.fixture
def _offline(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_args: object) -> None:
        raise AssertionError("a page must not make us call anybody")

    monkeypatch.setattr(socket.socket, "connect", refuse)


@pytest.mark.usefixtures("_offline")
@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_pages_are_read_or_refused_soon(name: str) -> None:
    start = time.monotonic()
    found = one(HOSTILE[name])
    assert time.monotonic() - start < 30
    if isinstance(found, Article):
        assert "injected" not in found.text
        assert len(found.title or "") <= 1000
        found.text.encode()
    else:
        assert isinstance(found, SkipError)
        assert str(found).count("\n") == 0


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("deep", "nested more than 200 deep"),
        ("many attributes", "500 attributes"),
        ("many tags", "20,000 tags"),
    ],
)
def test_refusals_say_why_and_what_to_do(name: str, told: str) -> None:
    assert told in str(one(HOSTILE[name]))
    assert str(one(HOSTILE[name])).endswith("save the article's text in a .txt file")


@pytest.mark.parametrize("name", ["huge attribute", "huge script", "NULs", "fragment", "script writes"])
def test_the_article_survives(name: str) -> None:
    found = one(HOSTILE[name])
    assert isinstance(found, Article)
    assert found.text == SENTENCE
