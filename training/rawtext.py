"""Measure the annotator on raw text: words, sentences and trees that it finds itself, as a Markdown table.

    python -m training.rawtext CORPORA MODEL.onnx [--part gum-test]...
    python -m training.rawtext --key training/sentences-key.tsv ARTICLES

Scores are F1 as in the CoNLL 2018 shared task: words and sentences count if their characters do, and a word's tag, head
and relation (here with subtypes) if the words are the same; "starts" are beginnings of sentences. A treebank's raw text
has its words with their spaces, sentences one after another, and an empty line before each paragraph.
The second form only needs the splitter: the key has a line an article, the number with which its file's name begins
and the offsets of its sentences, and ARTICLES is the folder of the files.
"""

import argparse
from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from kg.annotate import parser
from kg.annotate.pipeline import splitter
from training.corpora import Tree, read_trees

PARTS = {
    "ewt-test": ("ewt/test.conllu.gz", ""),
    "gum-test": ("gum/test.conllu.gz", ""),
    "gum-news": ("gum/test.conllu.gz", "GUM_news_"),
    "gum-dev": ("gum/dev.conllu.gz", ""),
    "pud-test": ("pud/test.conllu.gz", ""),
}
COLUMNS = ("words", "sentences", "starts", "UPOS", "UAS", "LAS")

Place = tuple[int, int]
Units = dict[str, set[Hashable]]


@dataclass(slots=True)
class Document:
    """The raw text of a treebank's document and what should be found in it, by places in the text."""

    text: str
    units: Units


def documents(path: Path, prefix: str = "", without: Sequence[str] = ()) -> Iterator[Document]:
    """Yield the documents of a treebank whose name begins so, without those whose name fits a pattern."""
    trees: list[Tree] = []
    for tree in read_trees(path):
        if trees and tree.document != trees[-1].document:
            yield _document(trees)
            trees = []
        if tree.document.startswith(prefix) and not any(fnmatch(tree.document, pattern) for pattern in without):
            trees.append(tree)
    if trees:
        yield _document(trees)


def _document(trees: Iterable[Tree]) -> Document:
    text, found = "", units()
    for tree in trees:
        text = text.rstrip() + "\n\n" if tree.paragraph and text else text
        places = []
        for token in tree.tokens:
            places.append((len(text), len(text) + len(token.form)))
            text += token.form + ("" if token.glued else " ")
        add_sentence(found, places)
        for token, place in zip(tree.tokens, places, strict=True):
            head = places[token.head - 1] if token.head else None
            add_word(found, place, (token.upos, head, token.deprel))
    return Document(text.rstrip(), found)


def units() -> Units:
    """Return an empty set for each column."""
    return {name: set() for name in COLUMNS}


def add_sentence(found: Units, places: list[Place]) -> None:
    """Add a sentence by the places of its words."""
    found["sentences"].add((places[0][0], places[-1][1]))
    found["starts"].add(places[0][0])


def add_word(found: Units, place: Place, values: tuple[str, Place | None, str]) -> None:
    """Add a word with its tag, head and relation."""
    upos, head, relation = values
    found["words"].add(place)
    found["UPOS"].add((place, upos))
    found["UAS"].add((place, head))
    found["LAS"].add((place, head, relation))


def units_of(doc: Doc) -> Units:
    """Return what the annotator found."""
    found = units()
    for sentence in doc.sents:
        tokens = [token for token in sentence if not token.is_space]
        if tokens:
            add_sentence(found, [(t.idx, t.idx + len(t)) for t in tokens])
        for token in tokens:
            root = token.head.i == token.i
            head = None if root else (token.head.idx, token.head.idx + len(token.head))
            relation = "root" if root else token.dep_
            add_word(found, (token.idx, token.idx + len(token)), (token.pos_, head, relation))
    return found


def compare(gold: Units, found: Units, counts: Counter[str]) -> None:
    """Add to the counts what both have."""
    for name in gold:
        counts[f"gold {name}"] += len(gold[name])
        counts[f"found {name}"] += len(found[name])
        counts[f"both {name}"] += len(gold[name] & found[name])


def scores(counts: Counter[str], names: Iterable[str] = COLUMNS) -> list[str]:
    """Return the F1 of each column in per cent."""
    return [f"{200 * counts[f'both {n}'] / (counts[f'gold {n}'] + counts[f'found {n}']):.2f}" for n in names]


def with_model(path: Path) -> Language:
    """Return the annotator's pipeline with a model."""
    nlp = splitter()
    config: dict[str, Any] = {"model": str(path)}
    nlp.add_pipe(parser.NAME, config=config)
    return nlp


def against_key(key: Path, articles: Path) -> None:
    """Print the F1 of sentence starts, and what is wrong, by article."""
    nlp, counts = splitter(), Counter[str]()
    for line in key.read_text(encoding="utf-8").splitlines():
        name, *offsets = line.split()
        (path,) = articles.glob(f"{name}_*.txt")
        doc = nlp(path.read_text(encoding="utf-8"))
        gold = {"starts": set[Hashable](map(int, offsets))}
        found = {"starts": units_of(doc)["starts"]}
        compare(gold, found, counts)
        if gold != found:
            missed, extra = gold["starts"] - found["starts"], found["starts"] - gold["starts"]
            print(f"{name}: missed {sorted(map(str, missed))}, too many {sorted(map(str, extra))}")
    print(f"{counts['gold starts']} sentences, F1 of their starts {scores(counts, ['starts'])[0]}")


def main() -> None:
    """Measure."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    options.add_argument("folder", type=Path, help="CORPORA, or ARTICLES with --key")
    options.add_argument("model", type=Path, nargs="?")
    options.add_argument("--part", action="append", choices=PARTS)
    options.add_argument("--key", type=Path)
    given = options.parse_args()
    if given.key:
        against_key(given.key, given.folder)
        return
    nlp = with_model(given.model)
    print("| part | " + " | ".join(COLUMNS) + " |\n" + "|---" * (len(COLUMNS) + 1) + "|")
    for part in given.part or ("ewt-test", "gum-test", "gum-news"):
        file, prefix = PARTS[part]
        counts: Counter[str] = Counter()
        for document in documents(given.folder / file, prefix):
            compare(document.units, units_of(nlp(document.text)), counts)
        print(f"| {part} | " + " | ".join(scores(counts)) + " |", flush=True)


if __name__ == "__main__":
    main()
