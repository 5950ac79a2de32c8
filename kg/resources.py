"""Where the data folders are: inside the installed package, or beside it in a checkout."""

from __future__ import annotations

from pathlib import Path

from kg.errors import DataError

_PACKAGE = Path(__file__).parent


def folder(name: str) -> Path:
    """The folder ``ontology`` or ``seeds``. Raises DataError where the installation lacks it."""
    for base in (_PACKAGE / "data", _PACKAGE.parent):
        if (base / name).is_dir():
            return base / name
    raise DataError(f"the data folder {name}/ is missing from this installation: install kg again")
