"""What must be known of a query's text before it runs, and of its error afterwards."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import pairwise

from kg.errors import QueryError
from kg.ontology import KNOWN_PREFIXES

_TOKEN = re.compile(
    r"""(?P<skip> \"{3}(?:[^\\]|\\.)*?\"{3} | '{3}(?:[^\\]|\\.)*?'{3}
                | "(?:[^"\\\n]|\\.)*" | '(?:[^'\\\n]|\\.)*' | <[^<>"{}|^`\\\s]*> | \#[^\n]* )
      | (?P<word> [?$@]?[\w-]*(?::[\w.:-]*)? )""",
    re.VERBOSE | re.DOTALL,
)
_BRACE_OR_TOKEN = re.compile(rf"[{{}}]|{_TOKEN.pattern}", re.VERBOSE | re.DOTALL)
# SERVICE, perhaps SILENT, an IRI, variable or prefixed name, and a brace: no other place of the grammar has
# this sequence. What looks like a string or comment is searched, too: only a full parser knows which it is.
_GAP = r"(?:\s|\#[^\n\r]*[\n\r])*"
_CALL = re.compile(
    rf"(?P<variable>[?$]\w*)?service(?={_GAP}(?:silent{_GAP})?(?:<[^<>]*>|[?$]\w+|[^\s<>{{}}:]*:[^\s<>{{}}]*){_GAP}\{{)",
    re.IGNORECASE,
)
_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
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


def before_where(update: str, clauses: str) -> str:
    """The update with clauses before the WHERE of each of its operations.

    >>> before_where("INSERT { ?a ?b ?c } WHERE { { SELECT * WHERE { ?a ?b ?c } } }", "USING <g:g>")
    'INSERT { ?a ?b ?c } USING <g:g> WHERE { { SELECT * WHERE { ?a ?b ?c } } }'
    """
    return _outside(update, lambda word: f"{clauses} {word}" if word.upper() == "WHERE" else word)


def words(sparql: str, *, outside: bool = False) -> set[str]:
    """The words of a query or update in capitals; those ``outside`` its braces, or all."""
    found: list[str] = []

    def note(word: str) -> str:
        found.append(word.upper())
        return word

    if outside:
        _outside(sparql, note)
    else:
        replace_words(sparql, note)
    return set(found)


def _outside(update: str, change: Callable[[str], str]) -> str:
    """The update with every word outside braces changed."""
    depth = 0

    def step(found: re.Match[str]) -> str:
        nonlocal depth
        depth += {"{": 1, "}": -1}.get(found[0], 0)
        return change(found[0]) if depth == 0 and found["word"] else found[0]

    return _BRACE_OR_TOKEN.sub(step, update)


def _undeclared(sparql: str) -> str | None:
    listed = [found["word"] for found in _TOKEN.finditer(sparql) if found["word"]]
    declared = {b.rstrip(":") for a, b in pairwise(listed) if a.upper() == "PREFIX"}
    for word in listed:
        prefix, colon, _ = word.partition(":")
        if colon and prefix not in declared and prefix not in KNOWN_PREFIXES and prefix.isidentifier():
            return prefix
    return None


def refuse_calls(sparql: str) -> None:
    """Raise QueryError where the query would call another server by SERVICE.

    >>> refuse_calls("SELECT ?service { ?service ?p 'the service <x>' }")
    >>> refuse_calls("SELECT * { SERVICE <https://e.org/sparql> { ?s ?p ?o } }")
    Traceback (most recent call last):
        ...
    kg.errors.QueryError: SERVICE is refused: a query may not call another server
    """
    for text in {sparql, _ESCAPE.sub(_character, sparql)}:
        if any(found["variable"] is None for found in _CALL.finditer(text)):
            raise QueryError("SERVICE is refused: a query may not call another server")


def _character(escape: re.Match[str]) -> str:
    code = int(escape[1] or escape[2], 16)
    return chr(code) if code <= 0x10FFFF else escape[0]


def query_error(sparql: str, error: Exception) -> QueryError:
    """The error of a malformed query in one line: what is wrong, where, and beside which words."""
    first = _PROLOGUE.match(sparql)
    if first and first[1].upper() in _UPDATES:
        return QueryError(f"{first[1].upper()} is refused: only SELECT, ASK, CONSTRUCT and DESCRIBE are run")
    return syntax_error(sparql, error)


def syntax_error(sparql: str, error: Exception, kind: str = "query") -> QueryError:
    """What is wrong in a query or update, where, and beside which words."""
    if unknown := _undeclared(sparql):
        return QueryError(f"the prefix {unknown}: is not declared: add PREFIX {unknown}: <...> in front")
    found = _POSITION.search(str(error))
    if found is None:
        return QueryError(f"the {kind} is malformed: {' '.join(str(error).split())}")
    line, column = int(found[1]), int(found[2])
    rows = sparql.split("\n")
    rest = rows[line - 1][column - 1 :].strip() if line <= len(rows) else ""
    where = f"at {rest[:_SHOWN]!r}" if rest else "at the end of the line"
    hints = _HINT.findall(found[3])
    why = f": {hints[0][0].lower()}{hints[0][1:]}" if hints else ""
    return QueryError(f"the {kind} is malformed in line {line}, column {column}, {where}{why}")
