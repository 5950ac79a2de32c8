"""What must be known of a query's text before it runs, and of its error afterwards."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import pairwise

from kg.errors import QueryError
from kg.ontology import PREFIXES

_TOKEN = re.compile(
    r"""(?P<skip> \"{3}(?:[^\\]|\\.)*?\"{3} | '{3}(?:[^\\]|\\.)*?'{3}
                | "(?:[^"\\\n]|\\.)*" | '(?:[^'\\\n]|\\.)*' | <[^<>"{}|^`\\\s]*> | \#[^\n]* )
      | (?P<word> [?$@]?[\w-]*(?::[\w.:-]*)? )""",
    re.VERBOSE | re.DOTALL,
)
_POSITION = re.compile(r"error at (\d+):(\d+): expected (.*)", re.DOTALL)
_HINT = re.compile(r"(?:^|, )([A-Z][a-z][^,\[\]\"']* [^,\[\]\"']*)(?=,|$)")
_PROLOGUE = re.compile(r"\s*(?:(?:PREFIX\s+\S*\s*<[^>]*>|BASE\s*<[^>]*>|#[^\n]*)\s*)*(\w+)", re.IGNORECASE)
_UPDATES = frozenset(["INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "COPY", "MOVE", "ADD", "WITH"])
_SHOWN = 40


def replace_words(sparql: str, change: Callable[[str], str]) -> str:
    """The query with every word (keyword, name, variable) changed, but no string, IRI or comment.

    >>> replace_words("SELECT ?a { ?a ?b '?a' } # ?a", lambda word: "?c" if word == "?a" else word)
    "SELECT ?c { ?c ?b '?a' } # ?a"
    """
    return _TOKEN.sub(lambda found: found[0] if found["skip"] else change(found[0]), sparql)


def _undeclared(sparql: str) -> str | None:
    words = [found["word"] for found in _TOKEN.finditer(sparql) if found["word"]]
    declared = {b.rstrip(":") for a, b in pairwise(words) if a.upper() == "PREFIX"}
    for word in words:
        prefix, colon, _ = word.partition(":")
        if colon and prefix not in declared and prefix not in PREFIXES and prefix.isidentifier():
            return prefix
    return None


def query_error(sparql: str, error: Exception) -> QueryError:
    """The error of a malformed query in one line: what is wrong, where, and beside which words."""
    first = _PROLOGUE.match(sparql)
    if first and first[1].upper() in _UPDATES:
        return QueryError(f"{first[1].upper()} is refused: only SELECT, ASK, CONSTRUCT and DESCRIBE are run")
    if unknown := _undeclared(sparql):
        return QueryError(f"the prefix {unknown}: is not declared: add PREFIX {unknown}: <...> in front")
    found = _POSITION.search(str(error))
    if found is None:
        return QueryError(f"the query is malformed: {' '.join(str(error).split())}")
    line, column = int(found[1]), int(found[2])
    rows = sparql.split("\n")
    rest = rows[line - 1][column - 1 :].strip() if line <= len(rows) else ""
    where = f"at {rest[:_SHOWN]!r}" if rest else "at the end of the line"
    hints = _HINT.findall(found[3])
    why = f": {hints[0][0].lower()}{hints[0][1:]}" if hints else ""
    return QueryError(f"the query is malformed in line {line}, column {column}, {where}{why}")
