"""Learn from treebanks where sentences begin without a stop: the table kg/annotate/cuts.tsv.

    python -m training.cuts CORPORA kg/annotate/cuts.tsv

The rules of the annotator cut the raw text of the training parts; where they see one sentence and the treebank two or
more, the table learns to cut. It is logistic regression, fitted by AdaGrad, with small weights left out.
"""

import argparse
from collections import Counter
from collections.abc import Iterator
from itertools import islice, pairwise
from pathlib import Path
from typing import Any

import numpy as np

from kg.annotate.cuts import candidates
from kg.annotate.pipeline import splitter
from kg.annotate.sentences import ruled_starts, stopped_share, words_of
from training.corpora import read_columns
from training.prepare import excluded_documents
from training.rawtext import documents

PARTS = ("ewt/train.conllu.gz", "gum/train.conllu.gz")
NEWS, EVERY = "ner/gmb-silver.iob2.gz", 10
SEEN, EPOCHS, BATCH, RATE = 3, 16, 256, 0.2
SPARSE, SMALL = 1e-3, 0.05

Vector = np.ndarray[Any, np.dtype[np.float64]]
Table = np.ndarray[Any, np.dtype[np.int64]]


def places(path: Path) -> Iterator[tuple[list[str], bool]]:
    """Yield the features of each place worth a look, and whether a sentence begins there."""
    tokenizer = splitter().tokenizer
    for document in documents(path, without=excluded_documents()):
        doc = tokenizer(document.text)
        where, words = words_of(doc)
        ruled = [*ruled_starts(words), len(words)]
        stopped = stopped_share(words, ruled)
        for start, end in pairwise(ruled):
            texts, spaced, _ = zip(*words[start:end], strict=True)
            for place, names in candidates(texts, spaced, stopped):
                yield names, doc[where[start + place]].idx in document.units["starts"]


def news(path: Path) -> Iterator[tuple[list[str], bool]]:
    """Yield the same of sentences of news, in which none begins."""
    sentences = islice(read_columns(path), 0, None, EVERY)
    for words, _ in sentences:
        words = words[1:]  # the first is the mark of the comment
        for _, names in candidates(words, [word[0].isalnum() for word in [*words[1:], "."]], 1.0):
            yield names, False


def learn(rows: Table, begins: Vector, size: int) -> Vector:
    """Return the weights of the features, number 0 being none: dual averaging leaves at zero what does not matter."""
    slopes, squares, steps = np.zeros(size), np.full(size, 1e-3), 0
    order = np.random.default_rng(0)

    def weights(of: Any) -> Vector:
        shrunk = np.maximum(np.abs(slopes[of]) - SPARSE * steps, 0)
        return np.asarray(-RATE * np.sign(slopes[of]) * shrunk / np.sqrt(squares[of]))

    for _ in range(EPOCHS):
        for batch in np.array_split(order.permutation(len(begins)), len(begins) // BATCH):
            used, where = np.unique(rows[batch], return_inverse=True)
            where = where.reshape(len(batch), -1)
            wrong = 1 / (1 + np.exp(-weights(used)[where].sum(axis=1))) - begins[batch]
            slope = np.bincount(where.ravel(), np.repeat(wrong, rows.shape[1]))
            slope[used == 0] = 0
            slopes[used] += slope
            squares[used] += slope**2
            steps += 1
    return weights(slice(None))


def main() -> None:
    """Learn and write the table."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    options.add_argument("folder", type=Path, help="CORPORA")
    options.add_argument("out", type=Path)
    given = options.parse_args()
    found = [place for part in PARTS for place in places(given.folder / part)]
    found += news(given.folder / NEWS)
    counts = Counter(name for names, _ in found for name in names)
    known = {name: number for number, name in enumerate(sorted(n for n, c in counts.items() if c >= SEEN), 1)}
    rows = np.array([[known.get(name, 0) for name in names] for names, _ in found])
    begins = np.array([begun for _, begun in found], dtype=np.float64)
    weights = learn(rows, begins, len(known) + 1)
    kept = [(name, weights[number]) for name, number in known.items() if abs(weights[number]) >= SMALL]
    given.out.write_text("".join(f"{name}\t{weight:.2f}\n" for name, weight in kept), encoding="utf-8")
    print(f"{len(found)} places, {begins.sum():.0f} beginnings, {len(kept)} of {len(known)} features kept")


if __name__ == "__main__":
    main()
