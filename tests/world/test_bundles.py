"""Bundles of the same day's news, read as any article is: the tellings of one event come together."""

from __future__ import annotations

from benchmarks.identity_events import FOLDER, b_cubed, bundle, together


def test_b_cubed() -> None:
    truth = {(1, 1, "a"): "x", (1, 2, "b"): "x", (1, 3, "c"): "y"}
    assert b_cubed(truth, truth) == (1.0, 1.0, 1.0)
    precision, recall, _ = b_cubed(truth, dict.fromkeys(truth, "one"))
    assert (round(precision, 3), recall) == (0.556, 1.0)
    precision, recall, _ = b_cubed(truth, {k: k[2] for k in truth})
    assert (precision, round(recall, 3)) == (1.0, 0.667)


def test_bundles_that_nothing_was_tuned_on() -> None:
    paths = sorted(FOLDER.glob("*.toml"))
    assert len(paths) >= 15
    truth, said, missed = together(bundle(path) for path in paths if int(path.name[:2]) % 2 == 0)
    assert len(truth) >= 50
    assert missed <= len(truth) / 4
    assert b_cubed(truth, said)[2] >= 0.9
    several = {k: v for k, v in truth.items() if list(truth.values()).count(v) > 1}
    assert b_cubed(several, {k: said[k] for k in several})[2] >= 0.85
