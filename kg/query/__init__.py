"""Questions to a store and their answers as text."""

from __future__ import annotations

from kg.query.format import FORMATS, render
from kg.query.names import Match, find
from kg.query.questions import Parameter, Question, ask, bind, question, questions, settings
from kg.query.run import run

__all__ = [
    "FORMATS",
    "Match",
    "Parameter",
    "Question",
    "ask",
    "bind",
    "find",
    "question",
    "questions",
    "render",
    "run",
    "settings",
]
