"""Read the articles that are annotated with events.

``labels/events-own.jsonl`` holds texts written for this project. ``labels/events-voa.jsonl`` holds our annotations of
Voice of America's reports by the numbers of their sentences, whose words are read from the corpus file in which the
Groningen Meaning Bank's entity data come (the texts are in the public domain; its tags are not used).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from training.corpora import lines_of

Gold = dict[str, Any]


def annotated(labels: Path, words: Path | None = None) -> Iterator[tuple[Gold, str]]:
    """The annotations of a file with the text of each article; ``words`` is the corpus that sentence numbers refer to.

    Raises ValueError where an article has neither a text nor a corpus to take it from.
    """
    sentences = dict(corpus_sentences(words)) if words is not None else {}
    for line in labels.read_text(encoding="utf-8").splitlines():
        gold: Gold = json.loads(line)
        if "text" in gold:
            yield gold, gold.pop("text")
        elif all(ident in sentences for ident in gold["sents"]):
            yield _spelled_out(gold, sentences), "\n\n".join(sentences[i] for i in gold["sents"]) + "\n"
        else:
            raise ValueError(f"{labels.name}: {gold['id']} needs the words of its sentences: give --words")


def _spelled_out(gold: Gold, sentences: Mapping[str, str]) -> Gold:
    """The annotations with sentences in place of their numbers."""
    events = [{**e, "evidence": [sentences[i] for i in e["evidence"]]} for e in gold["events"]]
    told = [{**s, "evidence": sentences[s["evidence"]]} for s in gold["statements"]]
    return {**gold, "events": events, "statements": told}


def corpus_sentences(path: Path) -> Iterator[tuple[str, str]]:
    """The sentences of a word-per-line corpus by number, put together again as running text."""
    number, words = "", list[str]()
    for line in [*lines_of(path), ""]:
        if line.startswith("# sent_id"):
            number, words = line.partition("= ")[2], []
        elif line:
            words.append(line.split("\t")[0])
        elif words:
            yield number, running(words)
            words = []


def running(words: list[str]) -> str:
    """Words as running text: no spaces before stops, none inside brackets and quotation marks."""
    text = re.sub(r" ([.,;:!?%)\]])", r"\1", " ".join(words))
    text = re.sub(r"([(\[$]) ", r"\1", text)
    text = re.sub(r" ('s|'re|'ve|'ll|'d|'m|n't|')(?= |$|[.,])", r"\1", text)
    first, *parts = text.split('"')
    for number, part in enumerate(parts):
        opens = number % 2 == 0
        first = f'{first.rstrip()}{" " if opens and first.strip() else ""}"{part.lstrip() if opens else part}'
    return re.sub(r"\s+", " ", first).strip()
