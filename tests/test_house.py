"""The rules of the house: style, types, layers, size of files, and no dependency but those that are used."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[1]
SOURCES = sorted((ROOT / "kg").rglob("*.py"))
LONGEST = 400
RUN = {"import-linter", "ipykernel", "mypy", "oxigraph", "pandas-stubs", "pytest-xdist", "ruff"}
BY_KG = {"pyarrow", "reasonable"}  # extras that the tests call through kg
EXTRAS = ("pandas", "parquet", "reasoning")  # what a user may install beside
FOR_OTHERS = {"lxml-html-clean", "python-multipart"}  # DECISIONS.md tells why
TOOLS = {
    "ruff": ["-m", "ruff", "check", "."],
    "mypy": ["-m", "mypy"],
    "import-linter": ["-c", "from importlinter.cli import lint_imports_command as run; run()"],
}


@pytest.mark.parametrize("tool", TOOLS)
def test_no_tool_complains(tool: str) -> None:
    done = subprocess.run(
        [sys.executable, *TOOLS[tool]], cwd=ROOT, capture_output=True, text=True, check=False, timeout=500
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_no_file_is_long() -> None:
    lines = {path.relative_to(ROOT): path.read_text(encoding="utf-8").count("\n") for path in SOURCES}
    assert {path: count for path, count in lines.items() if count > LONGEST} == {}


def _project() -> Any:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def _names(requirements: list[str]) -> set[str]:
    return {re.split(r"[<>=\[; ]", requirement)[0] for requirement in requirements}


def _imported(folder: str) -> set[str]:
    """The distributions that the modules of a folder import."""
    found = set()
    for path in (ROOT / folder).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                found |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module:
                found.add(node.module.partition(".")[0])
    owners = packages_distributions()
    return {owner.lower().replace("_", "-") for name in found for owner in owners.get(name, ())}


def test_every_dependency_is_imported_and_every_import_is_one() -> None:
    extras = [line for name in EXTRAS for line in _project()["optional-dependencies"][name]]
    asked = _names([*_project()["dependencies"], *extras]) - FOR_OTHERS
    imported = _imported("kg") - {"diplomacy-kg", "python-igraph"}  # the latter is igraph's former name
    assert imported == asked


def test_every_dependency_of_the_tests_is_imported_or_run() -> None:
    asked = _names(_project()["optional-dependencies"]["test"])
    assert asked - RUN - BY_KG <= _imported("tests") | _imported("docs")


def test_every_dependency_has_a_reason() -> None:
    reasons = (ROOT / "DECISIONS.md").read_text(encoding="utf-8").partition("## Dependencies")[2]
    project = _project()
    for name in _names([*project["dependencies"], *project["optional-dependencies"]["test"]]):
        assert f"| {name} |" in reasons or f"**{name}**" in reasons, name
