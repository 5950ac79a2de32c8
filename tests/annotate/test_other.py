"""Another spaCy pipeline in the place of our own: found by name, checked, and read by the frames alone."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
import spacy
from spacy.tokens import Doc, Span

from kg.annotate import annotate
from kg.annotate.other import conform
from kg.errors import DataError
from kg.extract import learned
from kg.extract.mentions import Mentions
from kg.model import MODEL, Article

TEXT = "Iran accused Israel."
MODULE = """
import spacy
from spacy.language import Language
from spacy.tokens import Doc, Span

HEADS = {"Iran": ("accused", "nsubj"), "Israel": ("accused", "obj"), ".": ("accused", "punct")}
TAGS = {"Iran": ("PROPN", "NNP"), "accused": ("VERB", "VBD"), "Israel": ("PROPN", "NNP"), ".": ("PUNCT", ".")}


@Language.component("tiny_ud")
def tiny(doc: Doc) -> Doc:
    words = {token.text: token for token in doc}
    for token in doc:
        above, token.dep_ = HEADS.get(token.text, (token.text, "root"))
        token.head = words[above]
        token.pos_, token.tag_ = TAGS[token.text]
        token.lemma_ = "accuse" if token.text == "accused" else token.text
    doc.ents = [Span(doc, 0, 1, "GPE"), Span(doc, 2, 3, "GPE")]
    return doc


def load() -> Language:
    nlp = spacy.blank("en")
    nlp.add_pipe("tiny_ud")
    return nlp
"""


@pytest.fixture
def installed(tmp_path: Path) -> dict[str, str]:
    """The environment of a Python that has a package with a pipeline."""
    (tmp_path / "tiny_nlp.py").write_text(MODULE, encoding="utf-8")
    described = tmp_path / "tiny_nlp-1.0.dist-info"
    described.mkdir()
    (described / "METADATA").write_text("Metadata-Version: 2.1\nName: tiny-nlp\nVersion: 1.0\n", encoding="utf-8")
    (described / "entry_points.txt").write_text("[kg.nlp]\ntiny = tiny_nlp:load\n", encoding="utf-8")
    (tmp_path / "news.txt").write_text(TEXT, encoding="utf-8")
    return {**os.environ, "PYTHONPATH": os.pathsep.join([str(tmp_path), str(Path.cwd())])}


def _kg(environment: dict[str, str], folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "kg", *arguments]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)


def test_a_pipeline_of_another_package_reads_an_article(installed: dict[str, str], tmp_path: Path) -> None:
    done = _kg(installed, tmp_path, "extract", "news.txt", "--nlp", "tiny")
    assert done.returncode == 0, done.stderr
    assert "a dip:Accusation" in done.stdout
    assert "dip:actor state:irn" in done.stdout
    assert done.stderr == ""  # the readers stay out without a word: they were never meant for it


def test_an_unknown_pipeline_names_those_to_be_had(installed: dict[str, str], tmp_path: Path) -> None:
    done = _kg(installed, tmp_path, "build", "news.txt", "--nlp", "stanza")
    assert done.returncode == 1
    assert done.stderr == "kg: no nlp plug-in 'stanza': choose one of kg, tiny\n"
    assert not (tmp_path / "out").exists()


def _doc(dep: str, text: str = "Iran waits") -> Doc:
    words = text.split()
    tags, lemmas = ["NNP", "VBZ"], ["Iran", "wait"]
    doc = Doc(
        spacy.blank("en").vocab, words=words, spaces=[True, False], heads=[1, 1], deps=[dep, "root"],
        pos=["PROPN", "VERB"], tags=tags, lemmas=lemmas,
    )  # fmt: skip
    doc.ents = [Span(doc, 0, 1, "PERSON")]
    return doc


def test_roots_and_persons_get_our_names() -> None:
    doc = conform(_doc("nsubj"), "Iran waits")
    assert [token.dep_ for token in doc] == ["nsubj", "ROOT"]
    assert [entity.label_ for entity in doc.ents] == ["PER"]


def test_other_relations_are_refused() -> None:
    with pytest.raises(DataError, match=r"no Universal Dependencies \(dobj\)"):
        conform(_doc("dobj"), "Iran waits")


def test_a_changed_text_is_refused() -> None:
    with pytest.raises(DataError, match="changes the text"):
        conform(_doc("nsubj"), "Iran  waits")


def test_a_pipeline_without_a_tree_is_refused() -> None:
    with pytest.raises(DataError, match="no sentences, no tree, no parts of speech"):
        annotate(Article(TEXT, "test"), spacy.blank("en"))


def test_readers_made_for_another_model_stay_out_and_say_so_once(caplog: pytest.LogCaptureFixture) -> None:
    document = annotate(Article(TEXT, "test"))
    mentions = Mentions(document)
    assert learned.judge(mentions) is not None
    document.doc.user_data[MODEL] = "0" * 64
    assert learned.judge(mentions) is None
    assert learned.judge(mentions) is None
    assert [record.getMessage() for record in caplog.records] == [
        "kg: the readers of events were made for another language model than 000000000000: the frames stand alone"
    ]
