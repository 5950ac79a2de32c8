"""Measure exported models on the test parts, with the annotator's own decoding, as a Markdown table.

    python -m training.evaluate PREPARED MODEL.onnx... [--part ewt-test]... [--rules-only]

Words and sentences are the treebanks' own. UPOS, XPOS, FEATS, lemma, UAS and LAS (with subtypes, punctuation
counted) are per cent of the words, entity figures F1 of exact spans; a MODEL needs tokenizer.json beside it.
Where a part does not tell states, buildings and peoples apart, they count as LOC and MISC.
"""

import argparse
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

from kg.annotate.lemmas import lemma
from kg.annotate.morphology import features
from kg.annotate.network import Analysis, Network
from training.corpora import Sentence
from training.entities import TYPES, coarse, spans_of
from training.prepare import read_sentences

PARTS = ("ewt-test", "gum-test", "gum-news", "pud-test", "voa-test")
NAMES = ("PER", "ORG", "LOC")
SHARES = ("UPOS", "XPOS", "FEATS", "lemma", "UAS", "LAS")
COLUMNS = ("model", "part", "words", *SHARES, "names", "PER", "ORG", "all LOC", "all MISC", *TYPES[2:])


def count(sentence: Sentence, analysis: Analysis, lemmas: Sequence[str]) -> Counter[str]:
    """Return what is right in the analysis of one sentence."""
    counts: Counter[str] = Counter(words=len(sentence.tokens))
    named = features(sentence.words, analysis)
    for k, token in enumerate(sentence.tokens):
        attached = analysis.heads[k] == token.head
        counts["UPOS"] += analysis.upos[k] == token.upos
        counts["XPOS"] += analysis.xpos[k] == token.xpos
        counts["FEATS"] += named[k] == token.feats.strip("_")
        counts["UAS"] += attached
        counts["LAS"] += attached and analysis.relations[k] == token.deprel
        counts["lemmas"] += token.lemma != "_"
        counts["lemma"] += token.lemma not in ("_", "") and lemmas[k] == token.lemma
    if sentence.tags:
        for kinds, mark in ((list, ""), (coarse, "all ")):
            gold, found = set(spans_of(kinds(sentence.tags))), set(spans_of(kinds(analysis.entities)))
            counts.update(f"gold {mark}{kind}" for _, _, kind in gold)
            counts.update(f"found {mark}{kind}" for _, _, kind in found)
            counts.update(f"both {mark}{kind}" for _, _, kind in gold & found)
    return counts


def lemmas_of(sentence: Sentence, analysis: Analysis, known: dict[str, str]) -> list[str]:
    """Return the lemmas as the annotator makes them."""
    tagged = zip(sentence.words, analysis.upos, analysis.xpos, analysis.rules, strict=True)
    return [lemma(*columns, known) for columns in tagged]


def f1(counts: Counter[str], kinds: Iterable[str]) -> str:
    """Return the F1 of some entity types in per cent, '–' where the test part has none of them."""
    gold, found, both = (sum(counts[f"{name} {kind}"] for kind in kinds) for name in ("gold", "found", "both"))
    return f"{200 * both / (gold + found):.1f}" if gold else "–"


def row(model: str, part: str, counts: Counter[str]) -> list[str]:
    """Return the cells of a table row."""
    totals = {"lemma": counts["lemmas"]}
    shares = [f"{100 * counts[name] / (totals.get(name) or counts['words'] or 1):.2f}" for name in SHARES]
    if not counts["words"]:
        shares = ["–"] * len(SHARES)
    fine = TYPES[2:] if counts["gold GPE"] else ("EVENT", "DATE")
    entities = [f1(counts, [f"all {kind}"]) for kind in (*NAMES, "MISC")]
    entities += [f1(counts, [kind]) if kind in fine else "–" for kind in TYPES[2:]]
    return [model, part, str(counts["words"]), *shares, f1(counts, [f"all {kind}" for kind in NAMES]), *entities]


def main() -> None:
    """Evaluate."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("prepared", type=Path)
    parser.add_argument("models", type=Path, nargs="+")
    parser.add_argument("--part", action="append", help=f"a prepared part (default: {' '.join(PARTS)})")
    parser.add_argument("--rules-only", action="store_true", help="ignore the model's table of lemmas")
    options = parser.parse_args()
    print("| " + " | ".join(COLUMNS) + " |\n" + "|---" * len(COLUMNS) + "|")
    for path in options.models:
        network = Network(path, threads=1)
        known = {} if options.rules_only else network.lemmas
        for part in options.part or PARTS:
            total: Counter[str] = Counter()
            for sentence in read_sentences(options.prepared / f"{part}.jsonl.gz"):
                analysis = network.analyse(sentence.words)
                total.update(count(sentence, analysis, lemmas_of(sentence, analysis, known)))
            cells = row(path.name.removesuffix(".onnx").removeprefix("model."), part, total)
            print("| " + " | ".join(cells) + " |", flush=True)


if __name__ == "__main__":
    main()
