"""Where each node lies: worked out here once, so that the page shows a still picture at once.

The same graph gets the same positions on every run: the start is a fixed lattice, nothing is drawn by chance.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import igraph
import numpy as np
from numpy.typing import NDArray

Positions = NDArray[np.float64]  # one row of x and y a node, in pixels at 100 % zoom
Mask = NDArray[np.bool_]

_ASPECT = 1.45  # width to height of the stage beside the legend at 1280 × 800
_KAMADA_KAWAI_LIMIT = 150  # nodes; it gives the calmer picture, and takes cubic time
_GOLDEN = 0.6180339887498949
_ROUNDS = 400
_GAP = np.array([10.0, 8.0])  # pixels left free beside and below each label
_AIR = 2.1  # area of the picture by the area of all boxes


@dataclass(frozen=True, slots=True)
class Box:
    """The room that a node takes with its label below: half width, height above and below its centre, in pixels."""

    side: float
    above: float
    below: float


def place(boxes: Sequence[Box], edges: Sequence[tuple[int, int]], late: Sequence[bool]) -> list[tuple[int, int]]:
    """Whole-number positions by index of node. Those marked ``late`` are fitted in around the others."""
    if not boxes:
        return []
    size = np.array([[2 * b.side, b.above + b.below] for b in boxes]) + _GAP
    shift = np.array([[0.0, (b.below - b.above) / 2] for b in boxes])
    waits = np.array(late, dtype=bool)
    early = [i for i in range(len(boxes)) if not waits[i]]
    positions = np.zeros((len(boxes), 2))
    if early:
        positions[early] = _components(size[early], _among(edges, early))
    _attach(positions, edges, waits)
    if waits.any():
        positions = _spread(positions, size, waits)
    centred = positions - (positions.max(axis=0) + positions.min(axis=0)) / 2 - shift
    return [(round(x), round(y)) for x, y in centred.tolist()]


def _among(edges: Sequence[tuple[int, int]], chosen: Sequence[int]) -> list[tuple[int, int]]:
    number = {node: i for i, node in enumerate(chosen)}
    return sorted({(number[a], number[b]) for a, b in edges if a in number and b in number and a != b})


def _components(size: Positions, edges: Sequence[tuple[int, int]]) -> Positions:
    """Each connected part laid out by itself, then set in rows, the largest first."""
    parts = sorted(igraph.Graph(n=len(size), edges=edges).connected_components(), key=lambda c: (-len(c), c[0]))
    result = np.zeros((len(size), 2))
    frames = []
    for part in parts:
        laid = _spread(_force(size[part], _among(edges, part)), size[part], np.ones(len(part), dtype=bool))
        low = (laid - size[part] / 2).min(axis=0)
        frames.append((laid + size[part] / 2).max(axis=0) - low)
        result[part] = laid - low
    for part, corner in zip(parts, _rows(frames), strict=True):
        result[part] += corner
    return result


def _rows(frames: Sequence[Positions]) -> list[Positions]:
    """Top left corners of frames set from left to right in rows."""
    width = max(frames[0][0], float(np.sqrt(sum(f[0] * f[1] for f in frames) * _ASPECT)))
    corners, x, y, row = [], 0.0, 0.0, 0.0
    for frame in frames:
        if x and x + frame[0] > width:
            x, y, row = 0.0, y + row, 0.0
        corners.append(np.array([x, y]))
        x, row = x + frame[0], max(row, float(frame[1]))
    return corners


def _force(size: Positions, edges: Sequence[tuple[int, int]]) -> Positions:
    """Force-directed positions, scaled to the room that the boxes need."""
    count = len(size)
    lattice = [[(i + 0.5) / count, (i * _GOLDEN) % 1.0] for i in range(count)]
    graph = igraph.Graph(n=count, edges=edges)
    if count <= _KAMADA_KAWAI_LIMIT:
        laid = graph.layout_kamada_kawai(seed=lattice, maxiter=50 * count)
    else:
        laid = graph.layout_fruchterman_reingold(seed=lattice, niter=600, grid=False)
    positions = np.array(laid.coords, dtype=np.float64)
    extent = np.maximum(positions.max(axis=0) - positions.min(axis=0), 1e-9)
    height = np.sqrt(size.prod(axis=1).sum() * _AIR / _ASPECT)
    if extent[1] > extent[0]:
        positions, extent = positions[:, ::-1], extent[::-1]
    return np.asarray(positions * (np.array([height * _ASPECT, height]) / extent))


def _attach(positions: Positions, edges: Sequence[tuple[int, int]], waits: Mask) -> None:
    """Late nodes start around the first placed node that they are linked to, spiralling outwards."""
    taken: dict[int, int] = {}
    for a, b in sorted(edges):
        for node, anchor in ((a, b), (b, a)):
            if waits[node] and not waits[anchor] and not positions[node].any():
                turn = taken[anchor] = taken.get(anchor, 0) + 1
                angle = 2 * np.pi * turn * _GOLDEN
                positions[node] = positions[anchor] + (60 + 6 * turn) * np.array([np.cos(angle), np.sin(angle)])


def _spread(positions: Positions, size: Positions, free: Mask) -> Positions:
    """Push overlapping boxes apart, along the axis that needs less, until none overlap or the rounds are over."""
    positions = positions.copy()
    order = np.sign(np.subtract.outer(np.arange(len(size)), np.arange(len(size)))).astype(np.float64)
    room = (size[:, None, :] + size[None, :, :]) / 2
    for _ in range(_ROUNDS):
        gap = positions[:, None, :] - positions[None, :, :]
        overlap = room - np.abs(gap)
        clash = (overlap > 0).all(axis=2)
        np.fill_diagonal(clash, False)
        if not (clash & (free[:, None] | free[None, :])).any():
            break
        sideways = overlap[:, :, 0] <= overlap[:, :, 1]
        for axis, chosen in ((0, clash & sideways), (1, clash & ~sideways)):
            way = np.where(gap[:, :, axis] == 0, order, np.sign(gap[:, :, axis]))
            push = np.where(chosen, way * (overlap[:, :, axis] + 0.5) / 2, 0.0).sum(axis=1)
            positions[:, axis] += np.where(free, np.clip(push, -40, 40), 0.0)
    return positions
