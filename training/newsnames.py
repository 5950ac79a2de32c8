"""Our own entity labels on sentences of the Voice of America: stand-off spans, without the text.

A line of `names-train.tsv` or `names-test.tsv` is a sentence number of the corpus file and its entities as
`first-last=TYPE`, the words counted from 1: "gmb-12<tab>1-2=ORG 5-5=GPE". Only the words of the corpus
file are read, never its tags.

    python -m training.newsnames CORPUS LABELS... > names-train.tsv

makes such lines from labels by surface, "gmb-12<tab>European Union=ORG; Iran=GPE", names in the order of the text.
"""

import argparse
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from training.corpora import Sentence, lines_of
from training.entities import TYPES, Span

Words = Mapping[str, tuple[str, ...]]


def words_of(corpus: Path) -> dict[str, tuple[str, ...]]:
    """Return the words of each sentence of a word-per-line file with `# sent_id` comments."""
    found: dict[str, list[str]] = {}
    for line in lines_of(corpus):
        if line.startswith("# sent_id"):
            words = found.setdefault(line.partition(" = ")[2].strip(), [])
        elif line and not line.startswith("#"):
            words.append(line.split("\t")[0])
    return {ident: tuple(words) for ident, words in found.items()}


def sentences(corpus: Path, spans: Path) -> Iterator[Sentence]:
    """Yield the sentences of a stand-off file with their tags; nothing is left open in them."""
    words = words_of(corpus)
    for line in lines_of(spans):
        ident, _, cells = line.partition("\t")
        tags = ["O"] * len(words[ident])
        for cell in cells.split():
            places, _, kind = cell.partition("=")
            first, last = map(int, places.split("-"))
            tags[first - 1 : last] = [f"B-{kind}"] + [f"I-{kind}"] * (last - first)
        yield Sentence("voa", ident, words[ident], (), tuple(tags), ("",) * len(tags))


def located(words: Sequence[str], labels: str) -> Iterator[Span]:
    """Yield the spans of "name=TYPE; name=TYPE" in a sentence; raise ValueError for what is not there.

    >>> list(located(["Iran", "and", "the", "U.N.", "in", "Iran"], "Iran=GPE; U.N.=ORG; Iran=GPE"))
    [(0, 1, 'GPE'), (3, 4, 'ORG'), (5, 6, 'GPE')]
    """
    start = 0
    for cell in filter(None, (cell.strip() for cell in labels.split("; "))):
        name, _, kind = cell.strip("; ").rpartition("=")
        form = name.split()
        if kind not in TYPES or not form:
            raise ValueError(f"no entity type in {cell!r}")
        places = [k for k in range(start, len(words) - len(form) + 1) if list(words[k : k + len(form)]) == form]
        if not places:
            raise ValueError(f"{name!r} is not among the words from {start + 1}")
        start = places[0] + len(form)
        yield places[0], start, kind


def main() -> None:
    """Convert; a line that does not fit is named on the error stream and left out."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("labels", type=Path, nargs="+")
    options = parser.parse_args()
    words = words_of(options.corpus)
    for path in options.labels:
        for line in lines_of(path):
            ident, _, labels = line.partition("\t")
            try:
                spans = list(located(words[ident], labels))
            except (KeyError, ValueError) as error:
                print(f"{path.name}, {ident}: {error}", file=sys.stderr)
                continue
            print(ident + "\t" + " ".join(f"{start + 1}-{end}={kind}" for start, end, kind in spans))


if __name__ == "__main__":
    main()
