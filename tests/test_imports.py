"""The command line starts lightly: no model, no drawing library before a command needs it."""

from __future__ import annotations

import subprocess
import sys

import pytest

HEAVY = (
    "spacy",
    "onnxruntime",
    "numpy",
    "pyvis",
    "igraph",
    "networkx",
    "rdflib",
    "trafilatura",
    "pyshacl",
    "httpx",
    "starlette",
    "uvicorn",
    "jinja2",
)
LIGHT = ("pyoxigraph", "rich", "tokenizers")


def _loaded(code: str) -> set[str]:
    script = f"{code}\nimport sys\nprint('loaded', *{{name.partition('.')[0] for name in sys.modules}})"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=120)
    return set(done.stdout.rpartition("loaded")[2].split())


@pytest.mark.parametrize("arguments", [["--help"], ["build", "--help"], ["show", "--help"], ["serve", "--help"]])
def test_help_imports_click_alone(arguments: list[str]) -> None:
    code = f"from kg.cli import main\ntry: main({arguments})\nexcept SystemExit as end: assert not end.code"
    assert not _loaded(code) & {*HEAVY, *LIGHT}


def test_import_of_the_library_is_light() -> None:
    assert not _loaded("import kg\ndir(kg)\nfrom kg import Article, KgError") & {*HEAVY, *LIGHT}


def test_a_query_needs_no_model() -> None:
    assert not _loaded("from kg import ask, build, extract, open_store, query") & set(HEAVY)
