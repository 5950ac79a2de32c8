"""Readers of events made by hand: their shares can be worked out on paper."""

from __future__ import annotations

from collections.abc import Mapping
from math import log

import numpy as np

from kg.extract.readers import Reader

WIDTH = 3
"""Channels of the vectors that such a reader expects. It does not look at them."""


def reader(shares: Mapping[str, float], **votes: Mapping[str, float]) -> Reader:
    """A reader that says ``shares`` (label to share, in all 1) of everything.

    Where an example has a feature, ``votes`` (by the feature's name, "=" as "_") tells its shares instead; one at most.
    """
    labels = tuple(shares)
    base = np.array([log(shares[label]) for label in labels], np.float32)
    rows = [[log(said[label]) for label in labels] for said in votes.values()]
    names = {name.replace("_", "=", 1): n for n, name in enumerate(votes)}
    out = (np.array(rows, np.float32) - base).T if rows else np.zeros((len(labels), 1), np.float32)
    hidden = max(1, len(rows))
    sparse = np.eye(hidden, dtype=np.float16)
    dense = np.zeros((hidden, 2 * WIDTH + WIDTH // 3), np.float32)
    return Reader(labels, names, sparse, dense, np.zeros(hidden, np.float32), out, base, WIDTH)
