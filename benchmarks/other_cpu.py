"""Whether a CPU without AVX-512 and VNNI reads the same: the annotator here and in an emulated Haswell, side by side.

    python -m benchmarks.other_cpu [FOLDER_OR_FILE]... [--every N] [--model MODEL.onnx]

Needs ``qemu-x86_64`` (Debian: qemu-user). The int8 products of such a CPU add two in 16 bits, which saturate unless the
weights keep to seven bits. Every N-th sentence is read; emulation takes about a tenth of a second a word.
"""

from __future__ import annotations

import argparse
import os
import pickle
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from kg.annotate.network import Analysis, Network, model_path

EMULATED = ("qemu-x86_64", "-cpu", "Haswell")
VALUES = ("heads", "relations", "upos", "xpos", "rules", "entities", "features")


def sentences(sources: Sequence[str], every: int) -> list[list[str]]:
    """Every so manyth sentence of the articles, in words."""
    from kg.annotate.pipeline import splitter
    from kg.model import Article
    from kg.read import articles

    nlp = splitter()
    docs = [nlp(item.text) for item in articles(list(sources)) if isinstance(item, Article)]
    found = [[token.text for token in sentence if not token.is_space] for doc in docs for sentence in doc.sents]
    return [words for words in found if words][::every]


def read(work: Path, answer: Path) -> None:
    """Analyse the sentences of a file into another: what the emulated process does."""
    path, words = pickle.loads(work.read_bytes())
    network = Network(path)
    answer.write_bytes(pickle.dumps([network.analyse(sentence) for sentence in words]))


def emulated(path: Path, words: list[list[str]]) -> list[Analysis]:
    """The analyses as the other CPU makes them."""
    with TemporaryDirectory() as folder:
        work, answer = Path(folder, "work"), Path(folder, "answer")
        work.write_bytes(pickle.dumps((path, words)))
        command = [
            *EMULATED,
            str(Path(sys.executable).resolve()),
            "-m",
            "benchmarks.other_cpu",
            "--read",
            f"{work}",
            f"{answer}",
        ]
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(p or str(Path.cwd()) for p in sys.path)}
        subprocess.run(command, check=True, env=environment, stderr=subprocess.DEVNULL)
        made: list[Analysis] = pickle.loads(answer.read_bytes())
        return made


def compare(ours: list[Analysis], theirs: list[Analysis]) -> str:
    """How many values differ, and how far apart the vectors are."""
    pairs = [
        (a, b)
        for one, other in zip(ours, theirs, strict=True)
        for name in VALUES
        for a, b in zip(getattr(one, name), getattr(other, name), strict=True)
    ]
    apart = max(float(np.abs(a.vectors - b.vectors).max()) for a, b in zip(ours, theirs, strict=True))
    different = sum(a != b for a, b in pairs)
    return f"{len(ours)} sentences: {different} of {len(pairs)} values differ, vectors by {apart:.2g} at most"


def main() -> None:
    """Compare."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("sources", nargs="*", default=["seeds/articles"])
    parser.add_argument("--every", type=int, default=10, metavar="N")
    parser.add_argument("--model", type=Path, default=model_path(), metavar="MODEL.onnx")
    parser.add_argument("--read", nargs=2, type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.read:
        read(*options.read)
        return
    if shutil.which(EMULATED[0]) is None:
        sys.exit(f"{EMULATED[0]} is not installed (Debian: qemu-user)")
    words = sentences(options.sources, options.every)
    network = Network(options.model)
    print(compare([network.analyse(sentence) for sentence in words], emulated(options.model.resolve(), words)))


if __name__ == "__main__":
    main()
