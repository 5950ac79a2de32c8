"""Web pages: trafilatura leaves out the boilerplate and reads the metadata; the date we read ourselves.

A page is material from strangers. Where it is larger, deeper or fuller of tags than any article it is refused
before anything slow looks at it; see the limits below.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from typing import Any

from kg.errors import EmptyError, TooLargeError, UnreadableError
from kg.read import decode
from kg.read.clean import address, clean
from kg.read.pagedate import page_date
from kg.read.source import Result, Source, article

# A long news page has some 5,000 elements, 30 deep. libxml2 and trafilatura take time quadratic in these.
_ELEMENTS = 20_000
_DEPTH = 200
_ATTRIBUTES = 500
_ALL_ATTRIBUTES = 100_000
_ATTRIBUTE_LENGTH = 20_000
_SCRIPT_LENGTH = 200_000
_MARKUP = 2
"""How much longer than the text's limit the page may be, for its scripts and styles."""

_FEW = 4
_ELSE = "save the article's text in a .txt file"
_WHOLE = re.compile(r"<html", re.IGNORECASE)


_FAULTS = (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError)
"""What a library's slip on broken markup looks like; it must not end the run."""


class _TooMuchError(Exception):
    """Raised through the parser to stop it."""


def read(source: Source) -> Iterator[Result]:
    """The one article of a page. Raises SkipError."""
    page = clean(decode.page(source.read(_MARKUP * source.options.limit), source.charset))
    told = _parsed(page, source.name)
    if not any(map(_is_sentence, str(told["text"]).split("\n"))):
        raise EmptyError(f"{source.name}: has no article text: {_ELSE}")
    yield article(source, told)


def _parsed(page: str, name: str) -> dict[str, object]:
    """What the page tells, under our names for it. Raises SkipError."""
    from lxml import etree  # type: ignore[import-untyped]

    try:
        # The very parser that builds the tree counts first, without building one: that takes linear time.
        etree.fromstring(page.encode(), etree.HTMLParser(target=_Guard(), encoding="utf-8"))
        tree = _tree(page)
        return {"text": ""} if tree is None else {**_metadata(tree), "text": _text(tree)}
    except _TooMuchError as error:
        raise TooLargeError(f"{name}: has {error}: {_ELSE}") from None
    except (etree.LxmlError, *_FAULTS) as error:
        raise UnreadableError(f"{name}: is no HTML that can be parsed: {_ELSE}") from error


class _Guard:
    """A parser target that counts."""

    def __init__(self) -> None:
        self._elements = 0
        self._depth = 0
        self._attributes = 0

    def start(self, _tag: str, attributes: dict[str, str]) -> None:
        self._elements += 1
        self._depth += 1
        self._attributes += len(attributes)
        if self._elements > _ELEMENTS:
            raise _TooMuchError(f"more than {_ELEMENTS:,} tags")
        if self._depth > _DEPTH:
            raise _TooMuchError(f"tags nested more than {_DEPTH} deep")
        if len(attributes) > _ATTRIBUTES:
            raise _TooMuchError(f"a tag with more than {_ATTRIBUTES} attributes")
        if self._attributes > _ALL_ATTRIBUTES:
            raise _TooMuchError(f"more than {_ALL_ATTRIBUTES:,} attributes")

    def end(self, _tag: str) -> None:
        self._depth -= 1

    def close(self) -> None:
        """Called by the parser at the end."""


def _tree(page: str) -> Any:
    from trafilatura.utils import load_html

    for library in ("trafilatura", "htmldate", "courlan"):  # they log what we report as errors
        logging.getLogger(library).setLevel(logging.CRITICAL)
    tree = load_html(page if _WHOLE.search(page) else f"<html><body>{page}</body></html>")
    for element in () if tree is None else tree.iter():
        for name in [name for name, value in element.items() if len(value) > _ATTRIBUTE_LENGTH]:
            del element.attrib[name]  # embedded images and data, or an attack on regular expressions
        if element.tag == "script" and len(element.text or "") > _SCRIPT_LENGTH:
            element.text = None
    return tree


def _text(tree: Any) -> str:
    """The article's paragraphs, a blank line between any two."""
    from trafilatura import bare_extraction

    found: Any = bare_extraction(tree, include_comments=False, include_links=False, include_images=False)
    return "\n\n".join(_paragraphs(found.text)) if found is not None else ""


def _is_sentence(paragraph: str) -> bool:
    """Whether a paragraph ends as prose does. A page of menus and footers has none that does."""
    return len(paragraph.split()) >= _FEW and paragraph.rstrip("\"'”’»)]").endswith((".", "!", "?", "…", ":"))


def _paragraphs(text: str) -> Iterator[str]:
    for line in text.split("\n"):
        # a row of a table; old pages use tables for their layout, so that a cell may hold the whole article
        parts = line.strip("| ").split(" | ") if line.startswith("| ") else [line]
        yield from (part.strip() for part in parts if part.strip())


def _metadata(tree: Any) -> dict[str, object]:
    from trafilatura.metadata import extract_metadata

    # its date is not used: it falls back on any date on the page or in the address, and depends on today's
    found = extract_metadata(tree, date_config={"extensive_search": False})
    return {
        "title": found.title,
        "publisher": found.sitename,
        "url": address(found.url),
        "published": page_date(tree),
    }
