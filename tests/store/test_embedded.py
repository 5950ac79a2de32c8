"""The store on disk: locks, damage, read-only opening, and what a crash leaves behind."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from kg.errors import StoreError
from kg.graph import document_iri, quads
from kg.store import Embedded, open_store
from tests.conftest import DAILY, WIRE, daily, fill, wire


@pytest.fixture
def path(tmp_path: Path) -> Path:
    with Embedded(tmp_path / "kg.store") as store:
        fill(store, wire())
    return tmp_path / "kg.store"


def test_opens_again_with_everything(path: Path) -> None:
    with open_store(path) as store:
        assert set(store.quads()) == set(quads(wire()))


def test_second_writer_is_refused_and_readers_are_not(path: Path) -> None:
    with open_store(path) as writer:
        with pytest.raises(StoreError, match=r"in use by another process: wait, or open it for reading$"):
            open_store(path)
        with open_store(path, read_only=True) as reader:
            assert reader.size() == writer.size()


def test_reading_changes_nothing(path: Path) -> None:
    with open_store(path, read_only=True) as store:
        with pytest.raises(StoreError, match="for reading only"):
            fill(store, daily())
        with pytest.raises(StoreError, match="for reading only"):
            store.remove(document_iri(WIRE))
        assert store.documents() == [document_iri(WIRE)]


def test_missing_store_is_not_made_by_reading(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r"^there is no store at .*: build one first"):
        open_store(tmp_path / "none", read_only=True)
    assert not (tmp_path / "none").exists()


def test_folder_with_other_files_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("dear")
    with pytest.raises(StoreError, match="holds other files"):
        open_store(tmp_path)
    assert [p.name for p in tmp_path.iterdir()] == ["letter.txt"]


def test_file_instead_of_folder(tmp_path: Path) -> None:
    (tmp_path / "kg.store").write_text("")
    for read_only in (True, False):
        with pytest.raises(StoreError):
            open_store(tmp_path / "kg.store", read_only=read_only)


@pytest.mark.parametrize("read_only", [True, False])
def test_damaged_store_says_so(path: Path, read_only: bool) -> None:
    (path / "CURRENT").write_text("junk\n")
    with pytest.raises(StoreError, match="damaged: build it again"):
        open_store(path, read_only=read_only)


_WRITER = """
import sys
from kg.graph import document_iri, quads
from kg.store import Embedded
from tests.conftest import DAILY, WIRE, daily, wire
store = Embedded(sys.argv[1])
print("ready", flush=True)
while True:
    store.replace(document_iri(WIRE), quads(daily()))
    store.replace(document_iri(WIRE), quads(wire()))
"""


def test_killed_writer_leaves_one_telling_or_the_other(path: Path) -> None:
    root = Path(__file__).parents[2]
    writer = subprocess.Popen([sys.executable, "-c", _WRITER, path], stdout=subprocess.PIPE, cwd=root)
    assert writer.stdout
    assert writer.stdout.readline() == b"ready\n"
    with pytest.raises(subprocess.TimeoutExpired):
        writer.wait(0.3)
    writer.send_signal(signal.SIGKILL)
    writer.wait()
    with open_store(path) as store:
        left = {q.triple for q in store.quads()}
        assert left in ({q.triple for q in quads(f)} for f in (wire(), daily()))
        fill(store, daily())
        assert document_iri(DAILY) in store.documents()
