"""Where each node lies: worked out here once, so that the page shows a still picture at once.

The same graph gets the same positions on every run: the start is a fixed lattice, nothing is drawn by chance.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

import igraph
import numpy as np
from numpy.typing import NDArray

Positions = NDArray[np.float64]  # one row of x and y a node, in pixels at 100 % zoom
Mask = NDArray[np.bool_]
Pairs = Sequence[tuple[int, int]]

_ASPECT = 1.25  # width to height of the stage beside the legend at 1280 × 800
_KAMADA_KAWAI_LIMIT = 150  # nodes; it gives the calmer picture, and takes cubic time
_GOLDEN = 0.6180339887498949
_CAREFUL, _QUICK = 600, 80  # turns of the forces
_SPACING = 70.0  # pixels between nodes of an overview
_ROUNDS = 300  # turns of pushing boxes apart at most
_LOOSEN = range(160, _ROUNDS, 8)  # turns in which all get more room
_STEP = 40.0  # pixels a turn at most
_GAP = np.array([8.0, 6.0])  # pixels left free beside and below each label
_AIR = 1.3  # area of the picture by the area of all boxes
_SIDEWAYS = 2.0  # boxes are wide: pushed the shortest way, they would pile up to a tower


@dataclass(frozen=True, slots=True)
class Box:
    """The room of a node and the label below it in pixels: to either side of its centre, above and below."""

    side: float
    above: float
    below: float


def place(boxes: Sequence[Box], edges: Pairs, late: Sequence[bool]) -> list[tuple[int, int]]:
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


def overview(count: int, edges: Pairs) -> list[tuple[int, int]]:
    """Whole-number positions of many nodes, without regard to their labels: each connected part by itself."""
    graph = igraph.Graph(n=count, edges=edges).simplify()
    parts = sorted(graph.connected_components(), key=lambda part: (-len(part), part[0]))
    result, frames = np.zeros((count, 2)), []
    for part in parts:
        inner = graph.induced_subgraph(part)
        laid = np.array(_without_chance(inner, _lattice(len(part), np.sqrt(len(part))), _QUICK).coords)
        extent = np.maximum(laid.max(axis=0) - laid.min(axis=0), 1e-9)
        side = _SPACING * np.sqrt(len(part))
        result[part] = (laid - laid.min(axis=0)) * np.array([side * _ASPECT, side]) / extent
        frames.append(np.array([side * _ASPECT, side]) + _SPACING)
    for part, corner in zip(parts, _rows(frames), strict=True):
        result[part] += corner
    result -= (result.max(axis=0) + result.min(axis=0)) / 2
    return [(round(x), round(y)) for x, y in result.tolist()]


def _among(edges: Pairs, chosen: Sequence[int]) -> list[tuple[int, int]]:
    number = {node: i for i, node in enumerate(chosen)}
    return sorted({(number[a], number[b]) for a, b in edges if a in number and b in number and a != b})


def _components(size: Positions, edges: Pairs) -> Positions:
    """Each connected part laid out by itself, then set in rows, the largest first."""
    graph = igraph.Graph(n=len(size), edges=edges)
    parts = sorted(graph.connected_components(), key=lambda part: (-len(part), part[0]))
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


def _force(size: Positions, edges: Pairs) -> Positions:
    """Force-directed positions, scaled to the room that the boxes need."""
    count = len(size)
    lattice = _lattice(count, 1.0)
    graph = igraph.Graph(n=count, edges=edges)
    if count <= _KAMADA_KAWAI_LIMIT:
        laid = graph.layout_kamada_kawai(seed=lattice, maxiter=50 * count)
    else:
        laid = _without_chance(graph, lattice, _CAREFUL)
    positions = np.array(laid.coords, dtype=np.float64)
    extent = np.maximum(positions.max(axis=0) - positions.min(axis=0), 1e-9)
    height = np.sqrt(size.prod(axis=1).sum() * _AIR / _ASPECT)
    if extent[1] > extent[0]:
        positions, extent = positions[:, ::-1], extent[::-1]
    return np.asarray(positions * (np.array([height * _ASPECT, height]) / extent))


def _lattice(count: int, side: float) -> list[list[float]]:
    """Points that fill a square evenly. The forces compare all pairs of points that share a square of side 1."""
    return [[side * (i + 0.5) / count, side * ((i * _GOLDEN) % 1.0)] for i in range(count)]


def _without_chance(graph: igraph.Graph, start: list[list[float]], turns: int) -> igraph.Layout:
    """Fruchterman-Reingold, whose small random nudges come from a fixed seed here."""
    igraph.set_random_number_generator(random.Random(0))
    try:
        return graph.layout_fruchterman_reingold(seed=start, niter=turns, grid="auto" if turns == _QUICK else False)
    finally:
        igraph.set_random_number_generator(random)


def _attach(positions: Positions, edges: Pairs, waits: Mask) -> None:
    """Late nodes start around the first placed node that they are linked to, spiralling outwards."""
    taken: dict[int, int] = {}
    for a, b in sorted(edges):
        for node, anchor in ((a, b), (b, a)):
            if waits[node] and not waits[anchor] and not positions[node].any():
                turn = taken[anchor] = taken.get(anchor, 0) + 1
                angle, away = 2 * np.pi * turn * _GOLDEN, 60 + 6 * turn
                positions[node] = positions[anchor] + away * np.array([np.cos(angle), np.sin(angle)])


def _spread(positions: Positions, size: Positions, free: Mask) -> Positions:
    """Push overlapping boxes apart, mostly sideways, and make room where they stay jammed."""
    x, y = positions.T.copy()
    room_x, room_y = np.add.outer(size[:, 0], size[:, 0]) / 2, np.add.outer(size[:, 1], size[:, 1]) / 2
    pairs = np.triu(free[:, None] | free[None, :], 1)
    for turn in range(_ROUNDS):
        near = pairs & (np.abs(np.subtract.outer(x, x)) < room_x) & (np.abs(np.subtract.outer(y, y)) < room_y)
        one, other = np.nonzero(near)
        if not len(one):
            break
        if turn in _LOOSEN and free.all():
            x, y = x * 1.03, y * 1.03
        over_x = room_x[one, other] - np.abs(x[one] - x[other])
        over_y = room_y[one, other] - np.abs(y[one] - y[other])
        sideways = over_x <= _SIDEWAYS * over_y
        for axis, over, chosen in ((x, over_x, sideways), (y, over_y, ~sideways)):
            way = np.where(axis[one] < axis[other], -1.0, 1.0)
            push = np.where(chosen, way * (over + 1.0) / 2, 0.0)
            total = np.bincount(one, push, len(x)) - np.bincount(other, push, len(x))
            axis += np.where(free, np.clip(total, -_STEP, _STEP), 0.0)
    return np.column_stack([x, y])
