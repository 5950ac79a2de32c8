"""The whole: gold files read, articles analysed, figures shown."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from kg import Evaluation, evaluate, evaluation_text
from kg.errors import DataError, StopError, UsageError
from kg.evaluate import Count, Verdict
from kg.evaluate.measure import reliability
from kg.tally import Step
from tests.cli.conftest import TALKS, kg
from tests.evaluate.making import IRAN, MET, gold_event, gold_file

QUOTE = "Qomi rejected the accusation."
MEETING = {
    "type": "Meeting", "participant": ["crocker", "qomi"], "place": ["baghdad"], "date": "2007-05-28",
    "status": "Occurred", "evidence": ["met his Iranian counterpart, Hassan Kazemi Qomi, in Baghdad on Monday"],
}  # fmt: skip
VISIT = {"type": "Visit", "actor": ["qomi"], "status": "Planned", "evidence": [QUOTE], "date": None}


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    """A folder with the gold of one article, of whose events one is in its text and the other is not."""
    gold_file(tmp_path, "crocker", "qomi", "iran", "baghdad", text=TALKS, events=[MEETING, VISIT])
    return tmp_path


@pytest.fixture
def evaluation(gold: Path) -> Evaluation:
    return evaluate(gold)


def test_an_article_is_analysed_and_compared(evaluation: Evaluation) -> None:
    assert evaluation.articles == 1
    assert evaluation.types["Meeting"] == Count(1, 0, 0)
    assert evaluation.types["Visit"] == Count(0, 1, 0)
    assert evaluation.types["Accusation"] == Count(0, 0, 1)
    assert evaluation.parts["events"].recall == 0.5
    assert evaluation.facts.right == sum(count.right for count in evaluation.parts.values())
    assert {(v.part, v.what) for v in evaluation.errors} >= {
        ("events", "Visit: actor Hassan Kazemi Qomi"),
        ("entities", "Iraq"),
    }


def test_levels_leave_out_what_is_less_sure(gold: Path, evaluation: Evaluation) -> None:
    assert set(evaluation.levels) == {0, 0.6, 0.8}
    strict = evaluate(gold, min_confidence=1)
    assert strict.parts["events"] == Count(0, 2, 0)
    assert strict.levels[1] == (strict.parts["events"], strict.facts)
    assert strict.levels[0] == evaluation.levels[0]


def test_the_example_of_the_documentation_is_gold(tmp_path: Path) -> None:
    documentation = (Path(__file__).parents[2] / "benchmarks" / "gold.md").read_text(encoding="utf-8")
    for form, name in (("text", "vienna.txt"), ("json", "vienna.json")):
        block = documentation.partition(f"```{form}\n")[2].partition("```")[0]
        (tmp_path / name).write_text(block, encoding="utf-8")
    found = evaluate(tmp_path)
    assert found.types["Meeting"].gold == found.types["Request"].gold == found.parts["statements"].gold == 1
    assert found.parts["offices"].recall == 1


@pytest.mark.parametrize("least", [-0.1, 1.5])
def test_a_confidence_is_a_share(gold: Path, least: float) -> None:
    with pytest.raises(UsageError, match="is no confidence: give a number from 0 to 1"):
        evaluate(gold, min_confidence=least)


def test_figures_of_a_count() -> None:
    count = Count(right=6, missed=2, extra=4)
    assert (count.gold, count.found, count.precision, count.recall) == (8, 10, 0.6, 0.75)
    assert count.f1 == pytest.approx(2 / 3)
    nothing = Count()
    assert (nothing.precision, nothing.recall, nothing.f1) == (0, 0, 0)


def test_reliability_bins_what_was_found() -> None:
    def verdict(outcome: Any, confidence: float | None) -> Verdict:
        return Verdict("events", outcome, "Meeting", "", "", "", confidence)

    told = [verdict("right", 0.85), verdict("extra", 0.81), verdict("right", 1.0), verdict("missed", None)]
    low, high = reliability(told)
    assert (low.low, low.high, low.facts, low.right, low.share) == (0.8, 0.9, 2, 1, 0.5)
    assert low.mean == pytest.approx(0.83)
    assert (high.low, high.high, high.facts, high.right) == (0.9, 1.0, 1, 1)


def test_an_article_that_cannot_be_analysed_is_missed(gold: Path) -> None:
    gold_file(gold, "crocker", text="...", events=[])
    steps: list[Step] = []
    found = evaluate(gold, progress=steps.append)
    assert found.parts["entities"] == Count(0, 1, 0)
    assert [step.skipped for step in steps] == list(found.skipped)
    assert "is empty" in found.skipped[0]
    done = kg("eval", gold)
    assert done.exit_code == 3
    assert "1 article, 1 of them not analysed" in done.stdout


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"events": None}, "has no list of 'events': give one, empty where there are none"),
        ({"id": None}, "has no 'id': give it as a string"),
        ({"published": "May"}, "published 'May' is no date: write it like 2007-05-28"),
        ({"entities": [{"id": "x", "type": "Topic", "name": "oil"}]}, "entities 1: 'Topic' is none of Group, Org"),
        ({"entities": [{"id": "x", "type": "State"}]}, "entities 1 has no 'name': add it"),
        ({"entities": ["Iran"]}, "entities 1: "),
        ({"offices": [{"person": "x", "office": "envoy"}]}, "offices 1: no entity has the id 'x'"),
        ({"events": [gold_event("Meating", MET)]}, "events 1: 'Meating' is none of "),
        ({"events": [gold_event("Statement", MET)]}, "events 1: a Statement belongs into 'statements'"),
        ({"events": [gold_event("Meeting", MET, "Done")]}, "events 1: 'Done' is none of Alleged, "),
        ({"events": [gold_event("Meeting", MET), {"type": "Meeting"}]}, "events 2 has no 'evidence': add it"),
        ({"events": [gold_event("Meeting", MET, host=["x"])]}, "events 1: no entity has the id 'x'"),
        ({"statements": [{"speaker": "iran", "evidence": "Never said."}]}, "is not in the text word by word"),
    ],
)
def test_a_broken_gold_file_is_one_line(tmp_path: Path, change: dict[str, Any], told: str) -> None:
    path = gold_file(tmp_path, **{"entities": IRAN, **change})
    with pytest.raises(DataError) as error:
        evaluate(tmp_path)
    assert str(error.value).startswith(f"{path}: ")
    assert told in str(error.value)
    done = kg("eval", tmp_path)
    assert done.exit_code == 1
    assert done.stderr.count("\n") == 1


def test_a_missing_text_is_named(tmp_path: Path) -> None:
    gold_file(tmp_path)
    (tmp_path / "talks.txt").unlink()
    with pytest.raises(DataError, match=r"its text talks.txt cannot be read in UTF-8: put it beside this file"):
        evaluate(tmp_path)


@pytest.mark.parametrize("text", ["{", "[]", "3", "\udcff"])
def test_what_is_no_json_is_one_line(tmp_path: Path, text: str) -> None:
    (tmp_path / "a.json").write_text(text, encoding="utf-8", errors="surrogateescape")
    with pytest.raises(StopError, match="is no JSON object in UTF-8"):
        evaluate(tmp_path)


@pytest.mark.parametrize("name", ["", "nowhere"])
def test_a_folder_without_gold_is_wrong_usage(tmp_path: Path, name: str) -> None:
    done = kg("eval", tmp_path / name)
    assert done.exit_code == 2
    assert "holds no gold facts: give a folder of JSON files beside their texts" in done.stderr


def test_the_table_is_aligned(gold: Path) -> None:
    done = kg("eval", gold, "--by-type", "--thresholds")
    assert done.exit_code == 0
    heads = ("kind ", "type ", "kind ", "at least ")
    blocks = [block.splitlines() for block in done.stdout.split("\n\n")]
    assert blocks[0] == ["1 article"]
    for block, head in zip(blocks[1:], heads, strict=True):
        lines = block if block[0].startswith(head) else block[1:]
        assert lines[0].startswith(head)
        assert len({len(line) for line in lines}) == 1
    assert "Meeting" in done.stdout


def test_errors_are_grouped_with_their_sentences(gold: Path) -> None:
    told = kg("eval", gold, "--errors").stdout
    assert f"  missed  Visit: actor Hassan Kazemi Qomi\n          talks: “{QUOTE}”" in told
    assert "  extra   Accusation: actor Ryan Crocker, target Iran\n" in told
    assert "roles: 0 missed, 0 extra, and " in told  # those of events that are errors are not listed again


def test_markdown_has_the_same_figures(evaluation: Evaluation) -> None:
    told = evaluation_text(evaluation, "markdown", by_type=True, errors=True)
    assert "| kind | gold | found | extra | P | R | F1 |\n| --- | ---: |" in told
    assert "| Meeting | 1 | 1 | 0 | 1.000 | 1.000 | 1.000 |" in told
    assert f"- missed **Visit: actor Hassan Kazemi Qomi** “{QUOTE}” (talks)" in told


def test_json_has_everything(evaluation: Evaluation) -> None:
    told = json.loads(evaluation_text(evaluation, "json", errors=True))
    assert told["types"]["Meeting"] == {"gold": 1, "found": 1, "extra": 0, "precision": 1, "recall": 1, "f1": 1}
    assert told["facts"]["f1"] == evaluation.facts.f1
    assert [row["at_least"] for row in told["thresholds"]] == [0, 0.6, 0.8]
    assert len(told["errors"]) == len(evaluation.errors)
    assert "errors" not in json.loads(evaluation_text(evaluation, "json"))


def test_an_unknown_format_is_refused(evaluation: Evaluation) -> None:
    with pytest.raises(UsageError, match="there is no format 'xml': choose one of table, json, markdown"):
        evaluation_text(evaluation, "xml")
