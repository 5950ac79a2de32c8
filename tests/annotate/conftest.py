"""The pipeline with the real model. Without a model the tests fail with the line that a user would read."""

from __future__ import annotations

import pytest
from spacy.language import Language

from kg.annotate import load


@pytest.fixture(scope="session")
def nlp() -> Language:
    return load()
