"""kg: diplomacy news in, a knowledge graph you can trust out.

>>> from kg import build, open_store, ask                 # doctest: +SKIP
>>> build(["seeds/articles"], "out").documents            # doctest: +SKIP
21
>>> with open_store("out") as store:                      # doctest: +SKIP
...     print(ask(store, "said", {"who": "Ryan Crocker"}))
"""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kg.errors import KgError, SkipError, StopError
    from kg.evaluate import Evaluation, evaluate, evaluation_text
    from kg.export import export
    from kg.infer import infer
    from kg.interop import Graph, open, passages, to_dataframe, to_networkx
    from kg.model import Article, Facts
    from kg.pipeline import build, decide, extract, open_store, refresh, review, to_turtle, why, withdraw
    from kg.push import Target, Transfer, pull, push
    from kg.query import ask, explain, explanation_text, profile_text, render, show
    from kg.query import run as query
    from kg.tally import Step, Summary
    from kg.trace import trace
    from kg.validate import validate

__all__ = [
    "Article",
    "Evaluation",
    "Facts",
    "Graph",
    "KgError",
    "SkipError",
    "Step",
    "StopError",
    "Summary",
    "Target",
    "Transfer",
    "ask",
    "build",
    "decide",
    "evaluate",
    "evaluation_text",
    "explain",
    "explanation_text",
    "export",
    "extract",
    "infer",
    "open",
    "open_store",
    "passages",
    "profile_text",
    "pull",
    "push",
    "query",
    "refresh",
    "render",
    "review",
    "show",
    "to_dataframe",
    "to_networkx",
    "to_turtle",
    "trace",
    "validate",
    "why",
    "withdraw",
]

_HOMES = {
    "kg.errors": ("KgError", "SkipError", "StopError"),
    "kg.evaluate": ("Evaluation", "evaluate", "evaluation_text"),
    "kg.export": ("export",),
    "kg.infer": ("infer",),
    "kg.interop": ("Graph", "open", "passages", "to_dataframe", "to_networkx"),
    "kg.model": ("Article", "Facts"),
    "kg.pipeline": (
        "build",
        "decide",
        "extract",
        "open_store",
        "refresh",
        "review",
        "to_turtle",
        "why",
        "withdraw",
    ),
    "kg.push": ("Target", "Transfer", "pull", "push"),
    "kg.query": ("ask", "explain", "explanation_text", "profile_text", "query:run", "render", "show"),
    "kg.tally": ("Step", "Summary"),
    "kg.trace": ("trace",),
    "kg.validate": ("validate",),
}
_LAZY = {name.partition(":")[0]: (home, name.rpartition(":")[2]) for home, names in _HOMES.items() for name in names}


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})


if not TYPE_CHECKING:  # else a type checker would take any name for one of ours

    def __getattr__(name: str) -> Any:
        """The function or class of that name, imported only now: ``import kg`` stays light."""
        if name not in _LAZY:
            raise AttributeError(f"module 'kg' has no attribute {name!r}")
        home, attribute = _LAZY[name]
        value = getattr(import_module(home), attribute)
        globals()[name] = value
        return value


class _Package(ModuleType):
    """Keeps ``kg.extract`` and the like the functions that they are.

    Importing the package ``kg.extract`` would set it as an attribute of ``kg`` in place of the function of
    this name. ``from kg.extract import ...`` needs no such attribute.
    """

    def __setattr__(self, name: str, value: object) -> None:
        if not (name in _LAZY and isinstance(value, ModuleType)):
            super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Package
