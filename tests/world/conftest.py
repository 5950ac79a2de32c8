"""The sample articles' own facts, each article by itself."""

from __future__ import annotations

import pytest

from kg.archive import Archive
from kg.world.record import Item
from tests.conftest import Sample


@pytest.fixture(scope="session")
def items(sample: Sample) -> list[Item]:
    """What each sample article tells, sorted by its source."""
    found = [item for _, item in Archive(sample.folder / "out").items()]
    return sorted(found, key=lambda item: item.facts.article.source)
