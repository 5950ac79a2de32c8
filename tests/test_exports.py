"""``exports/`` is what the README's first command makes of the sample articles today.

``pytest tests/test_exports.py --regenerate`` writes it anew.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from kg.export import export
from kg.pipeline import open_store
from tests.conftest import Sample

EXPORTS = Path(__file__).parents[1] / "exports"
FILES = ("graph.ttl", "graph.graphml", "graph.html")


@pytest.fixture(scope="module")
def made(sample: Sample, tmp_path_factory: pytest.TempPathFactory, regenerate: bool) -> Path:
    """The files of today."""
    folder = tmp_path_factory.mktemp("exports")
    with open_store(sample.folder / "out") as store:
        for name in FILES:
            export(store, None, folder / name)
    if regenerate:
        for name in FILES:
            shutil.copyfile(folder / name, EXPORTS / name)
    return folder


@pytest.mark.parametrize("name", [name for name in FILES if name != "graph.html"])
def test_same_bytes(made: Path, name: str) -> None:
    assert (made / name).read_bytes() == (EXPORTS / name).read_bytes(), "run with --regenerate and look at the diff"


def test_build_wrote_the_same(made: Path, sample: Sample) -> None:
    for name in ("graph.ttl", "graph.html"):
        assert (sample.folder / "out" / name).read_bytes() == (made / name).read_bytes()


def test_the_page_shows_the_same(made: Path) -> None:
    """Positions aside: the last bits of the layout's arithmetic differ from one kind of CPU to another."""
    assert _shown(made / "graph.html") == _shown(EXPORTS / "graph.html")


def _shown(page: Path) -> Any:
    text = page.read_text(encoding="utf-8")
    before, _, rest = text.partition(' id="data">')
    data, _, after = rest.partition("</script>")
    shown = json.loads(data)
    for node in shown["nodes"]:
        for axis in ("x", "y", "px", "py", "fx", "fy"):
            node.pop(axis, None)
    return before, shown, after


def test_nothing_else_lies_there() -> None:
    assert {path.name for path in EXPORTS.iterdir()} == {*FILES, "README.md", "graph.png", "explorer.png"}
