"""Where a server listens: from a preset, or as the user tells."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, replace
from difflib import get_close_matches
from functools import cache
from pathlib import Path

from kg.errors import NotFoundError, UsageError


@dataclass(frozen=True, slots=True)
class Endpoints:
    """Addresses of one server. ``graphs`` and ``update`` are None where it has none; ``read`` is for queries where
    nobody is logged in."""

    query: str
    read: str
    graphs: str | None = None
    update: str | None = None
    form: bool = False
    limit: int | None = None
    fresh: bool = False


@dataclass(frozen=True, slots=True)
class Preset:
    """What is known of a kind of server: paths below the address that a user gives."""

    name: str
    example: str
    query: str
    read: str | None = None
    graphs: str | None = None
    update: str | None = None
    form: bool = False
    limit: int | None = None
    fresh: bool = False

    def at(self, base: str) -> Endpoints:
        """The addresses of such a server."""

        def below(path: str | None) -> str | None:
            return None if path is None else base.rstrip("/") + path

        query = below(self.query) or base
        read, graphs, update = below(self.read) or query, below(self.graphs), below(self.update)
        return Endpoints(query, read, graphs, update, self.form, self.limit, self.fresh)


@cache
def presets() -> tuple[Preset, ...]:
    """All presets, in the order in which they are tried."""
    table = tomllib.loads((Path(__file__).parent / "presets.toml").read_text(encoding="utf-8"))
    return tuple(Preset(name=name, **fields) for name, fields in table.items())


def preset(name: str) -> Preset:
    """The preset of that name. Raises NotFoundError with those that there are."""
    known = {p.name: p for p in presets()}
    if name in known:
        return known[name]
    close = get_close_matches(name, known, 1)
    hint = f"did you mean {close[0]}?" if close else f"choose one of {', '.join(known)}"
    raise NotFoundError(f"there is no preset {name!r}: {hint}")


def named(
    base: str, chosen: Preset, query: str | None = None, graphs: str | None = None, update: str | None = None
) -> Endpoints:
    """The addresses of a preset, but for those that the user names. Raises UsageError where ``base`` is none."""
    if not base.startswith(("http://", "https://")):
        raise UsageError(f"{base!r} is no address of a server: write one such as {chosen.example}")
    made = chosen.at(base)
    if query:
        made = replace(made, query=query, read=query)
    if graphs or update:
        made = replace(made, graphs=graphs, update=update)
    return made
