"""The pure functions that make training data; none of them needs torch."""

from __future__ import annotations

import json
import random
import re
from collections import Counter
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from kg.annotate.network import model_path
from kg.annotate.pipeline import splitter
from kg.annotate.words import apply_rule
from kg.model import ROLES
from kg.ontology import is_a
from training.articles import annotated, corpus_sentences, running
from training.augment import capitals, joined, typographic, unstopped
from training.corpora import Happenings, Sentence, Token
from training.cuts import learn
from training.entities import TYPES, aligned, coarse, gum_also, gum_tags, repaired, spans_of, with_finer
from training.examples import IGNORED, TAG_HEADS, Encoder, collate
from training.happenings import TEACHERS, fold_of
from training.newsnames import located, sentences
from training.prepare import as_gum, read_sentences, write_sentences
from training.rawtext import compare, documents, scores, units_of
from training.swaps import COMMA, LIKE, Swaps, one_class
from training.words import lemma_rule

TRAINING = Path(__file__).parents[1] / "training"


def _token(form: str, upos: str, head: int, deprel: str, *, glued: bool = False) -> Token:
    return Token(form, form, upos, "NNP" if upos == "PROPN" else "XX", head, deprel, "_", glued)


PREMIER = Sentence(
    "test",
    "1",
    ("Nouri", "al", "-", "Maliki", "did", "n't", "speak", "."),
    (
        _token("Nouri", "PROPN", 7, "nsubj"),
        _token("al", "PROPN", 1, "flat", glued=True),
        _token("-", "PUNCT", 4, "punct", glued=True),
        _token("Maliki", "PROPN", 1, "flat"),
        _token("did", "AUX", 7, "aux", glued=True),
        _token("n't", "PART", 7, "advmod"),
        _token("speak", "VERB", 0, "root", glued=True),
        _token(".", "PUNCT", 7, "punct"),
    ),
    ("B-PER", "I-PER", "I-PER", "I-PER", "O", "O", "O", "O"),
    ("",) * 8,
)


@pytest.mark.parametrize(
    ("form", "lemma", "rule"),
    [
        ("Iran", "Iran", "C"),
        ("The", "the", "L"),
        ("Ministries", "ministry", "L|3|y"),
        ("were", "be", "=be"),
        ("Emirates", "Emirate", "C|1|"),
        ("held", "hold", "L|3|old"),
    ],
)
def test_lemma_rule_is_undone_by_the_annotator(form: str, lemma: str, rule: str) -> None:
    assert lemma_rule(form, lemma) == rule
    assert apply_rule(form, rule) == lemma


def test_tags_move_to_other_tokens_of_the_same_text() -> None:
    pairs = [("Al", "B-ORG"), ("-", "I-ORG"), ("Zaman", "I-ORG"), (":", "O")]
    assert aligned(["Al-Zaman", ":"], pairs) == ["B-ORG", "O"]
    assert aligned(["Al-", "Zaman", ":"], pairs) == ["B-ORG", "I-ORG", "O"]
    assert aligned(["Zaman"], pairs) is None


def test_repaired_tags_begin_with_b() -> None:
    assert spans_of(repaired(["I-ORG", "I-ORG", "I-LOC", "O"])) == [(0, 2, "ORG"), (2, 3, "LOC")]


def test_a_name_is_the_proper_part_of_a_mention() -> None:
    tokens = [
        _token("the", "DET", 3, "det"),
        _token("Foreign", "ADJ", 3, "amod"),
        _token("Ministry", "PROPN", 0, "root"),
        _token("of", "ADP", 5, "case"),
        _token("Iraq", "PROPN", 3, "nmod"),
        _token("here", "ADV", 3, "advmod"),
    ]
    assert gum_tags(tokens, [(0, 6, "organization"), (4, 5, "place")]) == ["O", "B-ORG", *["I-ORG"] * 3, "O"]


def test_hyphenated_names_become_one_word_of_the_tree() -> None:
    one = joined(PREMIER)
    assert one.words == ("Nouri", "al-Maliki", "did", "n't", "speak", ".")
    assert [token.head for token in one.tokens] == [5, 1, 5, 5, 0, 5]
    assert one.tags == ("B-PER", "I-PER", "O", "O", "O", "O")


def test_variants_keep_the_labels() -> None:
    assert typographic(PREMIER).words[5] == "n’t"
    assert unstopped(PREMIER).tokens == PREMIER.tokens[:-1]
    assert capitals(PREMIER).words[0] == "NOURI"
    assert capitals(PREMIER).tokens[0].lemma == "Nouri"


def test_what_is_trained_on_has_the_tags_of_one_treebank() -> None:
    states = replace(PREMIER, tokens=(_token("United", "ADJ", 2, "amod"), _token("States", "PROPN", 0, "root")))
    (made,) = as_gum([states])
    assert [token.upos for token in made.tokens] == ["VERB", "PROPN"]
    assert list(as_gum([PREMIER])) == [PREMIER]


def test_words_are_exchanged_for_others_of_the_same_tags() -> None:
    known = one_class()
    assert "modify" in known["VERB", "VB"]
    assert "talk" not in known["VERB", "VB"]
    words = [Token(f"thing{chr(97 + k)}", "", "NOUN", "NN", 0, "obj", "_", False) for k in range(26)]
    many = replace(PREMIER, tokens=tuple(words))
    swaps = Swaps([many], 0)
    variants = [swaps.of(many) for _ in range(99)]
    assert {(token.upos, token.xpos) for variant in variants for token in variant} == {("NOUN", "NN")}
    assert len({token.form for variant in variants for token in variant}) > len(words)
    fixed = [[token for token in swaps.of(PREMIER) if token not in (LIKE, COMMA)] for _ in range(99)]
    assert all([token.form for token in tokens] == list(PREMIER.words) for tokens in fixed)


def test_finer_types_are_left_open_where_a_corpus_does_not_tell_them() -> None:
    assert with_finer(["B-LOC", "B-MISC", "B-PER", "O"], ["", "EVENT", "", "DATE"]) == [
        "GPE FAC",
        "EVENT NORP",
        "",
        "DATE",
    ]
    assert coarse(["B-GPE", "I-GPE", "B-FAC", "B-NORP", "B-PER"]) == ["B-LOC", "I-LOC", "B-LOC", "B-MISC", "B-PER"]


def test_a_time_without_a_name_may_be_a_date() -> None:
    tokens = [_token("last", "ADJ", 2, "amod"), _token("week", "NOUN", 0, "root")]
    assert [types.split() for types in gum_also(tokens, ["O", "O"], [(0, 2, "time")])] == [["DATE"], ["DATE"]]


def test_labels_by_surface_are_found_in_the_order_of_the_text() -> None:
    words = ["Iran", "and", "the", "U.N.", "in", "Iran"]
    assert list(located(words, "U.N.=ORG; Iran=GPE")) == [(3, 4, "ORG"), (5, 6, "GPE")]
    for wrong in ("Iraq=GPE", "Iran=STATE", "U.N.=ORG; and=MISC"):
        with pytest.raises(ValueError, match=r"."):
            list(located(words, wrong))


def test_spans_beside_the_text_become_tags(tmp_path: Path) -> None:
    corpus, spans = tmp_path / "corpus", tmp_path / "spans"
    corpus.write_text("# sent_id = a-1\nAlpha\tB-x\nBeta\tO\n\n# sent_id = a-2\nGamma\tO\n\n", encoding="utf-8")
    spans.write_text("a-1\t1-2=ORG\na-2\t\n", encoding="utf-8")
    assert [(s.words, s.tags) for s in sentences(corpus, spans)] == [
        (("Alpha", "Beta"), ("B-ORG", "I-ORG")),
        (("Gamma",), ("O",)),
    ]


def test_our_labels_are_whole() -> None:
    idents: Counter[str] = Counter()
    for name in ("names-train.tsv", "names-test.tsv"):
        for line in (TRAINING / name).read_text(encoding="utf-8").splitlines():
            ident, _, cells = line.partition("\t")
            idents[ident] += 1
            places = [re.fullmatch(r"(\d+)-(\d+)=([A-Z]+)", cell) for cell in cells.split()]
            spans = [(int(place[1]), int(place[2]), place[3]) for place in places if place]
            assert len(spans) == len(places)
            assert all(first <= last and kind in TYPES for first, last, kind in spans)
            assert all(before[1] < after[0] for before, after in pairwise(spans))
    assert set(idents.values()) == {1}


def test_hidden_words_keep_their_shapes_and_labels() -> None:
    labels = {name: ["NNP", "_"] for name in ("dep", "upos", "xpos", "rule", "feats")} | {
        "ner": ["O", "B-PER", "I-PER"]
    }
    encoder = Encoder(model_path().with_name("tokenizer.json"), labels)
    example = encoder.encode(PREMIER)
    hidden = encoder.masked(example, 1.0, random.Random(1))
    assert set(hidden.ids[1:-1]) == {103}
    assert (hidden.shapes, hidden.labels, hidden.tags) == (example.shapes, example.labels, example.tags)
    assert encoder.masked(example, 0.0, random.Random(1)).ids == example.ids


TREES = """# newdoc id = d
# newpar
# sent_id = 1
1\tTalks\ttalk\tNOUN\tNNS\t_\t2\tnsubj\t_\t_
2\tfailed\tfail\tVERB\tVBD\t_\t0\troot\t_\t_

# newpar
# sent_id = 2
1\tThey\tthey\tPRON\tPRP\t_\t2\tnsubj\t_\t_
2\tleft\tleave\tVERB\tVBD\t_\t0\troot\t_\tSpaceAfter=No
3\t.\t.\tPUNCT\t.\t_\t2\tpunct\t_\t_
"""


MET = Sentence(
    "events", "1", ("Crocker", "met", "Qomi", "."),
    happenings=Happenings(1, {1: "Meeting"}, {1: "Occurred"}, ((1, 0, "participant"), (1, 3, "none"))),
)  # fmt: skip
LABELS: dict[str, list[str]] = {
    **{name: [] for name in ("dep", *TAG_HEADS)},
    "ner": ["O"],
    "event": ["none", "Meeting"],
    "status": ["Occurred"],
    "part": ["none", "participant"],
}


def test_words_that_tell_nothing_are_examples_too(tmp_path: Path) -> None:
    encoder = Encoder(model_path().with_name("tokenizer.json"), LABELS)
    path = tmp_path / "part.jsonl.gz"
    write_sentences(path, [MET])
    batch = collate([encoder.encode(sentence) for sentence in read_sentences(path)], 1)
    assert batch["event"].tolist() == [[0, 1, 0, 0]]
    assert batch["status"].tolist() == [[IGNORED, 0, IGNORED, IGNORED]]
    assert batch["parts"].tolist() == [[0, 1, 0, 1], [0, 1, 3, 0]]


def test_disputed_events_are_no_examples() -> None:
    assert MET.happenings is not None
    disputed = replace(MET, happenings=replace(MET.happenings, kinds={1: ""}))
    encoder = Encoder(model_path().with_name("tokenizer.json"), LABELS)
    assert encoder.encode(disputed).labels["event"] == [0, IGNORED, 0, 0]


def test_every_teacher_is_kept_from_some_articles_and_all_from_others() -> None:
    folds = Counter(fold_of(f"article-{number}") for number in range(1000))
    assert set(folds) == {-1, *range(TEACHERS)}
    assert folds[-1] < min(folds[teacher] for teacher in range(TEACHERS))


def test_raw_text_is_scored_by_places(tmp_path: Path) -> None:
    path = tmp_path / "trees.conllu"
    path.write_text(TREES, encoding="utf-8")
    (document,) = documents(path)
    assert document.text == "Talks failed\n\nThey left."
    counts: Counter[str] = Counter()
    compare(document.units, units_of(splitter()(document.text)), counts)
    assert scores(counts, ["words", "sentences", "starts"]) == ["100.00"] * 3
    counts.clear()
    compare(document.units, units_of(splitter()("Talks failed, They left")), counts)
    assert counts["both sentences"] == 0
    assert counts["both words"] == 4


@pytest.mark.parametrize(
    ("words", "text"),
    [
        ("Mr. Gul , in Ankara , agreed .", "Mr. Gul, in Ankara, agreed."),
        ("Iran 's envoy ( he is new ) left .", "Iran's envoy (he is new) left."),
        ("It gave $ 5 million .", "It gave $5 million."),
        ('" No , " he said , " we did n\'t . "', '"No," he said, "we didn\'t."'),
        ("The farmers ' union struck .", "The farmers' union struck."),
    ],
)
def test_words_become_running_text(words: str, text: str) -> None:
    assert running(words.split()) == text


CORPUS = "# sent_id = gmb-1\nIran\tB-geo\n's\tO\nenvoy\tO\nleft\tO\n.\tO\n\n# sent_id = gmb-2\nIraq\tO\nagreed\tO\n"
STAND_OFF = {
    "id": "talks", "sents": ["gmb-2", "gmb-1"], "entities": [],
    "events": [{"type": "Visit", "evidence": ["gmb-1"], "trigger": ["left"]}],
    "statements": [{"evidence": "gmb-2"}],
}  # fmt: skip


def test_sentences_are_read_by_number(tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    corpus.write_text(CORPUS, encoding="utf-8")
    assert list(corpus_sentences(corpus)) == [("gmb-1", "Iran's envoy left."), ("gmb-2", "Iraq agreed")]


def test_labels_by_number_are_spelled_out(tmp_path: Path) -> None:
    corpus, labels = tmp_path / "corpus", tmp_path / "labels.jsonl"
    corpus.write_text(CORPUS, encoding="utf-8")
    labels.write_text(json.dumps(STAND_OFF) + "\n" + json.dumps({"id": "own", "text": "Iran left."}), encoding="utf-8")
    (voa, text), (own, own_text) = annotated(labels, corpus)
    assert text == "Iraq agreed\n\nIran's envoy left.\n"
    assert voa["events"] == [{"type": "Visit", "evidence": ["Iran's envoy left."], "trigger": ["left"]}]
    assert voa["statements"] == [{"evidence": "Iraq agreed"}]
    assert (own, own_text) == ({"id": "own"}, "Iran left.")


@pytest.mark.parametrize("corpus", [None, "# sent_id = gmb-1\nIran\tO\n"])
def test_labels_by_number_ask_for_their_words(tmp_path: Path, corpus: str | None) -> None:
    labels, words = tmp_path / "labels.jsonl", tmp_path / "corpus"
    labels.write_text(json.dumps(STAND_OFF), encoding="utf-8")
    words.write_text(corpus or "", encoding="utf-8")
    with pytest.raises(ValueError, match=r"^labels.jsonl: talks needs the words of its sentences: give --words$"):
        list(annotated(labels, words if corpus else None))


@pytest.mark.parametrize("name", ["events-voa.jsonl", "events-own.jsonl"])
def test_our_annotated_articles_are_whole(name: str) -> None:
    idents: Counter[str] = Counter()
    for line in (TRAINING / "labels" / name).read_text(encoding="utf-8").splitlines():
        gold = json.loads(line)
        idents[gold["id"]] += 1
        assert ("text" in gold) != ("sents" in gold)
        known = {entity["id"] for entity in gold["entities"]}
        for event in gold["events"]:
            assert is_a(event["type"], "Event")
            assert len(event.get("trigger", event["evidence"])) == len(event["evidence"])
            assert {who for role in ROLES for who in event.get(role, ())} <= known
            assert "sents" not in gold or set(event["evidence"]) <= set(gold["sents"])
    assert set(idents.values()) == {1}


def test_the_articles_of_the_quality_floor_are_not_trained_on() -> None:
    tested = sorted((TRAINING.parent / "tests" / "quality" / "articles").glob("*.txt"))
    trained = (TRAINING / "labels" / "events-own.jsonl").read_text(encoding="utf-8").splitlines()
    own = [json.loads(line) for line in trained]
    assert tested
    assert not {path.stem for path in tested} & {gold["id"] for gold in own}
    assert not {path.read_text(encoding="utf-8").strip() for path in tested} & {gold["text"].strip() for gold in own}


def test_weights_follow_what_speaks_for_a_beginning_and_are_zero_without_meaning() -> None:
    random_ = np.random.default_rng(1)
    telling, idle = random_.integers(0, 2, 4000), random_.integers(0, 2, 4000)
    rows = np.stack([np.full(4000, 1), np.where(telling, 2, 0), np.where(idle, 3, 0)], axis=1)
    nothing, always, told, chance = learn(rows, telling.astype(float), 4).tolist()
    assert nothing == 0
    assert always < 0 < told
    assert abs(chance) < told / 20


def test_documents_can_be_left_out(tmp_path: Path) -> None:
    row = "1\tYes\tyes\tINTJ\tUH\t_\t0\troot\t_\t_\n\n"
    file = tmp_path / "two.conllu"
    file.write_text(f"# newdoc id = a-one\n{row}# newdoc id = b-two\n{row}", encoding="utf-8")
    assert len(list(documents(file))) == 2
    assert len(list(documents(file, without=["b-*"]))) == 1
    assert len(list(documents(file, "b"))) == 1
