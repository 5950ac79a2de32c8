"""Turn the corpora into the sentences and the vocabulary that training and evaluation read.

    python -m training.prepare CORPORA OUT

CORPORA holds ewt/, gum/, pud/ and ner/ (see README.md); OUT gets one .jsonl.gz a part and vocabulary.json.
"""

import argparse
import fnmatch
import gzip
import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import asdict, replace
from itertools import groupby
from pathlib import Path
from typing import Any

from training.corpora import Happenings, Sentence, Token, Tree, read_columns, read_trees, read_uner
from training.entities import (
    CROSSNER_TYPES,
    TYPES,
    aligned,
    gum_also,
    gum_mentions,
    gum_tags,
    repaired,
    uner_also,
    wikigold_also,
    with_finer,
)
from training.newsnames import sentences as news_sentences
from training.newsnames import words_of
from training.words import lemma_rule

MIN_RELATION = 5
MIN_RULE = 2
MIN_WHOLE_WORD_RULE = 3
MIN_FEATURES = 8
AS_GUM = {("united", "amod"): "VERB"}
"""Tags by form and relation where the treebanks disagree on the same use: of "United" in the names of states GUM says
the participle that it is."""
HERE = Path(__file__).parent


def excluded_documents() -> list[str]:
    """Return the patterns of documents that stay out of training for their licence (excluded.tsv)."""
    rows = (HERE / "excluded.tsv").read_text(encoding="utf-8").splitlines()
    return [row.split("\t")[0] for row in rows]


def uner_sentences(source: str, trees_path: Path, entities_path: Path) -> Iterator[Sentence]:
    """Yield the sentences of a treebank with Universal NER; those not annotated get no tags.

    What has no entry by its number is found by its characters: PUD is numbered in two ways.
    """
    entities = read_uner(entities_path)
    by_text = {_characters(form for form, _ in pairs): pairs for pairs in entities.values()}
    for tree in read_trees(trees_path):
        words = tuple(token.form for token in tree.tokens)
        tags = aligned(words, entities.get(tree.ident) or by_text.get(_characters(words), []))
        also = with_finer(tags, uner_also(tree.tokens, tags)) if tags else []
        yield Sentence(source, tree.ident, words, tuple(tree.tokens), tuple(tags or ()), tuple(also))


def _characters(words: Iterable[str]) -> str:
    return "".join(words).replace(" ", "")


def gum_sentences(path: Path, excluded: Iterable[str] = ()) -> Iterator[Sentence]:
    """Yield the sentences of GUM with tags made from its mentions, without the excluded documents."""
    patterns = list(excluded)
    for document, group in groupby(read_trees(path), key=_document):
        if any(fnmatch.fnmatch(document, pattern) for pattern in patterns):
            continue
        trees = list(group)
        for tree, mentions in zip(trees, gum_mentions(trees), strict=True):
            words = tuple(token.form for token in tree.tokens)
            tags = gum_tags(tree.tokens, mentions)
            also = with_finer(tags, gum_also(tree.tokens, tags, mentions))
            yield Sentence("gum", tree.ident, words, tuple(tree.tokens), tuple(tags), tuple(also))


def _document(tree: Tree) -> str:
    return tree.document


def as_gum(sentences: Iterable[Sentence]) -> Iterator[Sentence]:
    """Yield sentences to train on with the tags that GUM gives the same words in the same use."""
    for sentence in sentences:
        tokens = [replace(t, upos=AS_GUM.get((t.form.lower(), t.deprel), t.upos)) for t in sentence.tokens]
        yield replace(sentence, tokens=tuple(tokens))


def wikigold_sentences(path: Path) -> Iterator[Sentence]:
    """Yield the sentences of Wikigold (entities only)."""
    for number, (forms, raw) in enumerate(read_columns(path)):
        tags = tuple(repaired(raw))
        also = tuple(with_finer(tags, wikigold_also(tags)))
        yield Sentence("wikigold", f"wikigold-{number}", tuple(forms), (), tags, also)


def crossner_sentences(path: Path) -> Iterator[Sentence]:
    """Yield the sentences of CrossNER (entities only, no dates) with its types mapped to ours."""
    for number, (forms, raw) in enumerate(read_columns(path)):
        tags = repaired([tag if tag == "O" else tag[:2] + CROSSNER_TYPES[tag[2:]] for tag in raw])
        also = with_finer(tags, ["DATE" if tag == "O" else "" for tag in tags])
        yield Sentence("crossner", f"crossner-{number}", tuple(forms), (), tuple(tags), tuple(also))


def unlabelled(corpus: Path, kept_out: Iterable[Sentence]) -> Iterator[Sentence]:
    """Yield the words of the news corpus, for teachers to label, without the sentences that a test holds."""
    out = {sentence.ident for sentence in kept_out}
    for ident, words in words_of(corpus).items():
        if ident not in out and len(words) > 2:
            yield Sentence("gmb", ident, words)


def vocabulary(sentences: Iterable[Sentence]) -> dict[str, list[str]]:
    """Return the label lists of the model's heads: upos, xpos, dep, rule, feats, ner."""
    tokens = [token for sentence in sentences for token in sentence.tokens]
    relations = Counter(token.deprel for token in tokens)
    rules = Counter(lemma_rule(token.form, token.lemma) for token in tokens if token.lemma != "_")
    features = Counter(token.feats for token in tokens)
    least = {True: MIN_WHOLE_WORD_RULE, False: MIN_RULE}
    return {
        "upos": sorted({token.upos for token in tokens}),
        "xpos": sorted({token.xpos for token in tokens}),
        "dep": [name for name, count in relations.most_common() if count >= MIN_RELATION],
        "rule": [rule for rule, count in rules.most_common() if count >= least[rule[0] == "="]],
        "feats": [name for name, count in features.most_common() if count >= MIN_FEATURES],
        "ner": ["O"] + [prefix + kind for kind in TYPES for prefix in ("B-", "I-")],
    }


def write_sentences(path: Path, sentences: Iterable[Sentence]) -> None:
    """Write one JSON object a line; tokens as lists in the order of the fields of `Token`."""
    with gzip.open(path, "wt", encoding="utf-8", compresslevel=3) as stream:
        for sentence in sentences:
            row = asdict(sentence)
            row["tokens"] = [list(token.values()) for token in row["tokens"]]
            if sentence.happenings is not None:
                row["happenings"] = list(row["happenings"].values())
            stream.write(json.dumps(row, ensure_ascii=False) + "\n")


def read_sentences(path: Path) -> list[Sentence]:
    """Read back what `write_sentences` wrote."""
    with gzip.open(path, "rt", encoding="utf-8") as stream:
        rows = [json.loads(line) for line in stream]
    return [
        Sentence(
            row["source"],
            row["ident"],
            tuple(row["words"]),
            tuple(Token(*values) for values in row["tokens"]),
            tuple(row["tags"]),
            tuple(row["also"]),
            _happenings(row["happenings"]) if row.get("happenings") else None,
        )
        for row in rows
    ]


def _happenings(values: list[Any]) -> Happenings:
    fold, kinds, status, parts = values
    by_word = ({int(word): value for word, value in table.items()} for table in (kinds, status))
    return Happenings(fold, *by_word, tuple((told, word, part) for told, word, part in parts))


def parts(corpora: Path) -> dict[str, list[Sentence]]:
    """Return the sentences of each part; training only holds official training parts."""
    ewt, gum, pud, ner = (corpora / name for name in ("ewt", "gum", "pud", "ner"))
    result = {
        f"ewt-{split}": list(uner_sentences("ewt", ewt / f"{split}.conllu.gz", ewt / f"ner-{split}.iob2.gz"))
        for split in ("train", "dev", "test")
    }
    result["gum-train"] = list(gum_sentences(gum / "train.conllu.gz", excluded_documents()))
    for split in ("dev", "test"):
        result[f"gum-{split}"] = list(gum_sentences(gum / f"{split}.conllu.gz"))
    result["gum-news"] = [s for s in result["gum-test"] if s.ident.startswith("GUM_news_")]
    result["pud-test"] = list(uner_sentences("pud", pud / "test.conllu.gz", pud / "ner-test.iob2.gz"))
    names = list(wikigold_sentences(ner / "wikigold.conll.gz"))
    names += crossner_sentences(ner / "crossner-politics-train.conll.gz")
    names += news_sentences(ner / "gmb-silver.iob2.gz", HERE / "names-train.tsv")
    result["voa-test"] = list(news_sentences(ner / "gmb-silver.iob2.gz", HERE / "names-test.tsv"))
    result["unlabelled"] = list(unlabelled(ner / "gmb-silver.iob2.gz", result["voa-test"]))
    result["train"] = list(as_gum(result.pop("ewt-train"))) + result.pop("gum-train") + names
    return result


def main() -> None:
    """Write the parts and the vocabulary, and print what each part holds."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("corpora", type=Path)
    parser.add_argument("out", type=Path)
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    sentences = parts(options.corpora)
    seen = {sentence.words for sentence in sentences["train"] if len(sentence.words) > 12}
    for name, part in sentences.items():
        write_sentences(options.out / f"{name}.jsonl.gz", part)
        kinds = Counter(tag[2:] for sentence in part for tag in sentence.tags if tag[0] == "B")
        shared = 0 if name == "train" else sum(sentence.words in seen for sentence in part)
        untagged = sum(not sentence.tags for sentence in part)
        words = sum(len(sentence.words) for sentence in part)
        print(f"{name}: {len(part)} sentences ({untagged} without tags), {words} words, {dict(kinds)}")
        if shared:
            print(f"  {shared} long sentences are also in train")
    labels = vocabulary(sentences["train"])
    (options.out / "vocabulary.json").write_text(json.dumps(labels), encoding="utf-8")
    print({name: len(values) for name, values in labels.items()})


if __name__ == "__main__":
    main()
