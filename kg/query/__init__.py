"""Questions to a store and their answers as text."""

from __future__ import annotations

from kg.query.explain import Explanation, explain, explanation_text
from kg.query.format import FORMATS, lines, render
from kg.query.names import Match, find
from kg.query.questions import Parameter, Question, ask, bind, question, questions, settings
from kg.query.run import run, stream
from kg.query.show import Profile, profile_text, show

__all__ = [
    "FORMATS",
    "Explanation",
    "Match",
    "Parameter",
    "Profile",
    "Question",
    "ask",
    "bind",
    "explain",
    "explanation_text",
    "find",
    "lines",
    "profile_text",
    "question",
    "questions",
    "render",
    "run",
    "settings",
    "show",
    "stream",
]
