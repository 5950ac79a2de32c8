"""The annotator's speed beside a spaCy pipeline of convolutional networks, raw text in to Doc out, on one thread.

    python -m benchmarks.nlp_speed [FOLDER_OR_FILE]...

The spaCy pipeline has the sizes of a small English model (width 96, depth 4, NER with an encoder of its own):
tagger, morphologizer, parser, trainable lemmatizer and NER with the labels that the annotator gives to the texts, from
some of which it also learns for a moment. How well it does is not measured here: its speed hardly depends on that.
Both get the texts one by one and, the spaCy pipeline alone, as one stream in batches, which is all the same to ours.
"""

from __future__ import annotations

import os

os.environ.update(dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "BLIS_NUM_THREADS"), "1"))

import argparse
import resource
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import spacy
from spacy.language import Language
from spacy.tokens import Doc
from spacy.training import Example

from kg.annotate import load
from kg.model import Article
from kg.read import articles

UPDATES, LEARNT_FROM = 10, 6
ROUNDS = 5


def cnn(docs: list[Doc]) -> Language:
    """A spaCy pipeline that has seen the documents a few times."""
    nlp = spacy.blank("en")
    encoder: dict[str, Any] = {
        "@architectures": "spacy.HashEmbedCNN.v2",
        "pretrained_vectors": None,
        "width": 96,
        "depth": 4,
        "embed_size": 2000,
        "window_size": 1,
        "maxout_pieces": 3,
        "subword_features": True,
    }
    shared: dict[str, Any] = {"@architectures": "spacy.Tok2VecListener.v1", "width": 96}
    nlp.add_pipe("tok2vec", config={"model": encoder})
    parts = {
        "tagger": {"@architectures": "spacy.Tagger.v2", "tok2vec": shared},
        "morphologizer": {"@architectures": "spacy.Tagger.v2", "tok2vec": shared},
        "trainable_lemmatizer": {"@architectures": "spacy.Tagger.v2", "tok2vec": shared},
        "parser": _transitions("parser", 64, shared),
        "ner": _transitions("ner", 64, encoder),
    }
    for name, model in parts.items():
        nlp.add_pipe(name, config={"model": model})
    examples = [Example(nlp.make_doc(doc.text), doc) for doc in docs]
    nlp.initialize(lambda: examples)
    for _ in range(UPDATES):
        nlp.update(examples[:LEARNT_FROM])
    return nlp


def _transitions(kind: str, width: int, encoder: dict[str, Any]) -> dict[str, Any]:
    return {
        "@architectures": "spacy.TransitionBasedParser.v2",
        "state_type": kind,
        "extra_state_tokens": False,
        "hidden_width": width,
        "maxout_pieces": 2,
        "use_upper": True,
        "nO": None,
        "tok2vec": encoder,
    }


def speed(docs: Callable[[list[str]], Iterable[Doc]], texts: list[str]) -> float:
    """Words a second of the CPU."""
    began = time.process_time()
    words = sum(not token.is_space for doc in docs(texts) for token in doc)
    return words / (time.process_time() - began)


def main() -> None:
    """Measure both in turn, and print a line each."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("sources", nargs="*", default=["seeds/articles"])
    options = parser.parse_args()
    found = [item for item in articles([str(Path(s)) for s in options.sources]) if isinstance(item, Article)]
    texts = [article.text for article in found]
    began = time.process_time()
    nlp = load()
    docs = [nlp(text) for text in texts]
    start = time.process_time() - began
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    other = cnn(docs)
    ways: dict[str, Callable[[list[str]], Iterable[Doc]]] = {
        "annotator": lambda some: map(nlp, some),
        "spaCy CNN": lambda some: map(other, some),
        "spaCy CNN, batches": other.pipe,
    }
    rounds = [{name: speed(way, texts) for name, way in ways.items()} for _ in range(ROUNDS)]
    best = {name: max(found[name] for found in rounds) for name in ways}
    print(f"{len(texts)} texts, {sum(len(doc) for doc in docs)} tokens")
    for name, made in best.items():
        print(f"{name}: {made:.0f} words a CPU second, the annotator {best['annotator'] / made:.2f} times as many")
    print(f"annotator: loading and a first pass took {start:.1f} CPU seconds and {memory:.0f} MB at most")


if __name__ == "__main__":
    main()
