"""Who and what a noun phrase speaks of: names, descriptions of people and bodies, and pronouns.

:class:`Mentions` answers for any token of a document which mention it heads. Names are found once; descriptions
("U.S. officials", "the Iranian government", "his counterpart") and pronouns are looked at when somebody asks, since
only those that fill a role matter.
"""

from __future__ import annotations

from dataclasses import replace

from spacy.tokens import Span as Tokens
from spacy.tokens import Token

from kg import seeds
from kg.extract.names import names
from kg.extract.phrases import clean, core, span, wider
from kg.extract.titles import is_rank, is_title, linked_head, plural_title, portfolio_end
from kg.extract.tree import case_of, child, children, conjuncts, dateline_end, is_rel, token_span
from kg.grammar import noun, words
from kg.model import Document, Mention, Span
from kg.ontology import is_a

_SOME = ("many", "several", "some")
_SAID_WHAT = ("MediaOrganization", "ArmedGroup", "PoliticalParty")


class Mentions:
    """The mentions of one document by the token that heads them."""

    def __init__(self, document: Document) -> None:
        self.doc = document.doc
        self.text = document.doc.text  # spaCy puts it together anew each time
        allowed = [s for n, s in enumerate(self.doc.sents) if n in document.prose]
        prose = {t.i for s in allowed for t in s}
        self.sentences = tuple(allowed)
        self.names = [m for m in names(self.doc) if m.root in prose]
        self._by_token: dict[int, Mention] = {}
        for mention in sorted(self.names, key=lambda m: m.span.end - m.span.start):
            for token in self.doc.char_span(mention.span.start, mention.span.end, alignment_mode="expand") or ():
                self._by_token[token.i] = mention  # the longer name wins
        self._titles = self._title_pairs()
        self._asked: dict[int, Mention | None] = {}
        self._sites: dict[int, Mention] = {}
        for sentence in allowed:
            self._note_pairs(sentence)

    def _title_pairs(self) -> dict[int, Mention]:
        """Titles right before a name, a posting between them at most: "the ambassador in Baghdad Ryan Crocker".

        Word order is surer than the tree here: parsers hang such names in many ways.
        """
        pairs: dict[int, Mention] = {}
        for mention in self.names:
            title = self.title_before(mention) if mention.type == "Person" else None
            if title is not None:
                pairs[title.i] = mention
        return pairs

    def _note_pairs(self, sentence: Tokens) -> None:
        """Ask for "the two countries" and the like: pronouns that follow may mean them."""
        for token in sentence:
            pair = token.lemma_.lower() in words("nouns", "state") and token.tag_ == "NNS"
            if pair and any(c.lower_ in words("pronouns", "pair") for c in token.children):
                self.at(token)

    def title_before(self, mention: Mention) -> Token | None:
        """The title that stands right before a person's name; ranks and "in Baghdad" or "of Chad" may stand between."""
        at = self._left_of(self.doc[mention.root].i, mention)
        title = self.title_at(at)
        while at > 0 and is_rank(self.doc[at]):
            at -= 1
            title = self.title_at(at) or title
        title = self.title_before_place(at) or (title if self._by_token.get(at) is None else None)
        return title if title is None or not plural_title(title) else None

    def title_before_place(self, at: int) -> Token | None:
        """The title before the name of a place or state that ends at a token: "ambassador to Riyadh"."""
        place = self._by_token.get(at)
        if place is None or place.type == "Person":
            return None
        at = self._left_of(at, place)
        at -= self.doc[at].lower_ == "the"
        return self.title_at(at - 1) if self.doc[at].lower_ in words("offices", "between") else None

    def _left_of(self, at: int, mention: Mention) -> int:
        """Index of the token before a mention."""
        while at > 0 and self._by_token.get(at) is mention:
            at -= 1
        return at

    def title_at(self, at: int) -> Token | None:
        """The head of the title that ends at a token."""
        title = linked_head(self.doc, at) or self.doc[max(at, 0)]
        names_office = is_title(title) or title.lemma_.lower() in words("nouns", "counterpart")
        return title if names_office and self._by_token.get(title.i) is None else None

    def titled(self, title: Token) -> Mention | None:
        """The person whose name stands right after a title."""
        return self._titles.get(title.i)

    def all(self) -> tuple[Mention, ...]:
        """Every name, and every description and pronoun that was asked for, in text order."""
        asked = [m for m in (*self._asked.values(), *self._sites.values()) if m is not None]
        unique = {(m.span, m.form, m.type): m for m in [*self.names, *asked]}
        return tuple(unique[key] for key in sorted(unique))

    def named(self, token: Token) -> Mention | None:
        """The name that the token is part of."""
        return self._by_token.get(token.i)

    def at(self, token: Token) -> Mention | None:
        """The mention that a token heads, or None where it is nobody and nothing that could fill a role."""
        if token.i < dateline_end(token.sent):
            return None
        if token.i not in self._asked:
            self._asked[token.i] = self._look(token)
        return self._asked[token.i]

    def halves(self, token: Token) -> list[Token]:
        """The words before a name that share its noun and are names for that: "North" in "North and South Korea"."""
        whole = self._by_token.get(token.i)
        before = [] if whole is None else children(token, "compound", "amod")
        named = [(t, self._by_token.get(t.i)) for t in before if t.lower_ in words("places", "compass")]
        return [t for t, name in named if name is not None and name != whole]

    def _look(self, token: Token) -> Mention | None:
        name = self._by_token.get(token.i)
        if name is not None and name.type == "State" and _counts_people(token):
            group = clean(core(token))
            return Mention(span(token), token.i, "nominal", "Group", group, of=name, also=wider(token))
        if name is not None and not self._only_modifies(name, token):
            return name
        pair = token.pos_ == "NUM" and token.lower_ in words("pronouns", "pair") and not _counts_time(token)
        if pair or token.pos_ in ("PRON", "DET") or token.tag_ in ("PRP", "PRP$", "WP"):
            return self._pronoun(token)
        return self._holder(token) or self._description(token)

    def _only_modifies(self, name: Mention, token: Token) -> bool:
        """Whether a name is just the front of a longer phrase: "Baghdad" in "Baghdad officials"."""
        return (
            token.pos_ == "NOUN"
            and token.i == name.root
            and name.type == "State"
            and token.lower_ not in seeds.fold(name.name)
        )

    def _pronoun(self, token: Token) -> Mention | None:
        word = token.lower_
        if word in words("pronouns", "relative") and (antecedent := _antecedent(token)) is not None:
            return self.at(antecedent)
        kinds = {"person": "Person", "thing": "Agent", "plural": "Group", "first": "Agent"}
        for name, kind in kinds.items():
            if word in words("pronouns", name):
                return Mention(token_span(token), token.i, "pronoun", kind, word)
        if word in words("pronouns", "pair"):
            return Mention(token_span(token), token.i, "pronoun", "Group", word)
        return None

    def _holder(self, token: Token) -> Mention | None:
        """The name beside a noun that says what it is: "ambassador Ryan Crocker", "the northern city of Recife"."""
        if token.i in self._titles:
            return self._titles[token.i]
        if token.pos_ not in ("NOUN", "PROPN"):
            return None
        for other in children(token, "appos", "flat", "nmod:desc", "compound"):
            name = self._by_token.get(other.i)
            if name is not None and name.type == "Person" and other.i > token.i:
                return name
            if name is not None and token.lemma_ in words("nouns", "kind") and name.type in _SAID_WHAT:
                return name
            one = token.tag_ == "NN" and token.lemma_ in words("nouns", "state") and other.i > token.i
            if name is not None and one and name.type == "State":
                return name  # "its ally Syria"
        for other in children(token, "nmod"):
            name = self._by_token.get(other.i)
            if name is not None and token.lemma_ in words("nouns", "settlement") and case_of(other) == "of":
                return name if is_a(name.type, "Place") else None
        return None

    def _description(self, token: Token) -> Mention | None:
        if token.pos_ not in ("NOUN", "PROPN", "ADJ", "NUM") or token.text == "State":
            return None
        of = self.owner(token)
        type_ = _described(token, of is not None)
        if type_ is None:
            return None
        if type_ == "Site":
            return self.site(token)
        name, also = clean(core(token)), wider(token)
        return Mention(span(token), token.i, "nominal", type_, name, of=of, also=also, co=self._co_owners(of))

    def _co_owners(self, of: Mention | None) -> tuple[Mention, ...]:
        """The further owners of "the ambassadors of the United States and Iran"."""
        if of is None:
            return ()
        others = [self._by_token.get(t.i) for t in conjuncts(self.doc[of.root])[1:]]
        return tuple(m for m in others if m is not None and m.type != "Person")

    def site(self, token: Token) -> Mention:
        """A building or room told by a noun: "the office of Prime Minister Nouri al-Maliki"."""
        if (named := self._holder(token)) is not None and named.type != "Person":
            return named
        longer = wider(token)
        name = longer[0] if longer else clean(core(token))
        mention = Mention(
            span(token), token.i, "nominal", "Site", name, of=self.owner(token), also=(clean(core(token)),)
        )
        self._sites[token.i] = mention
        return mention

    def owner(self, token: Token) -> Mention | None:
        """The state, organization or person that a noun belongs to: before it, as possessor, or after "of"/"for"."""
        bodies = [c for c in children(token, "compound") if c.lemma_.lower() in words("nouns", "body")]
        for other in (*bodies, *children(token, "nmod:poss", "amod", "compound", "nmod:unmarked")):
            found = self._owner_before(token, other)
            if found is not None:
                return found
        poss = child(token, "nmod:poss")
        governs = token.lemma_.lower() in words("nouns", "government")
        if governs and poss is not None and (ruler := self._by_token.get(poss.i)) is not None:
            return ruler  # "Benali's government"
        if poss is not None and poss.lower_ == "whose":
            return self._left_name(poss)
        if poss is not None and poss.pos_ == "PRON":
            return self._pronoun(poss)
        field = [self.doc[n] for n in range(token.i + 1, portfolio_end(token))]
        for other in children(token, "nmod"):
            mention = self.at(other) if case_of(other) in ("of", "for", "from") and other not in field else None
            if mention is not None and mention.type not in ("Person", "Site"):
                return mention
        return self._past_field(field[-1]) if field else None

    def _past_field(self, last: Token) -> Mention | None:
        """The state or body named after the field of an office: "Minister of Foreign Affairs of Chad"."""
        at = last.i + 1
        if at + 1 >= last.sent.end or self.doc[at].lower_ not in ("of", "from"):
            return None
        at += 1 + (self.doc[at + 1].lower_ == "the" and at + 2 < last.sent.end)
        name = self._by_token.get(at)
        return name if name is not None and name.type != "Person" else None

    def _with_state(self, body: Token) -> Mention | None:
        """A body told before a title, with the state before it, which parsers hang on the title: "U.S. embassy"."""
        told, state = self.at(body), self._by_token.get(body.i - 1)
        if told is None or told.of is not None or state is None or state.type != "State":
            return told
        whole = Span(state.span.start, told.span.end)
        self._asked[body.i] = replace(told, span=whole, name=self.text[whole.start : whole.end], of=state)
        return self._asked[body.i]

    def _left_name(self, token: Token) -> Mention | None:
        """The name right before a relative word, marks aside: "the Arab League (AL), whose head …"."""
        at = token.i - 1
        while at > token.sent.start and self.doc[at].is_punct:
            at -= 1
        return self._by_token.get(at) or self._pronoun(token)

    def _owner_before(self, token: Token, other: Token) -> Mention | None:
        """The owner that one word before a noun tells."""
        for part in conjuncts(other):
            name = self._by_token.get(part.i) or self._by_token.get(other.i)
            if name is not None and name.type != "Person" and not name.span.contains(token_span(token)):
                return name
        in_title = seeds.fold(self.doc[other.i : token.i + 1].text) in seeds.titles()
        if is_rel(other, "compound") and other.lemma_.lower() in words("nouns", "body") and not in_title:
            return self._with_state(other)
        if other.dep_ == "nmod:poss" and other.lemma_.lower() in words("nouns", "state") | words("nouns", "body"):
            return self.at(other)
        return self.owner(other) if is_rel(other, "compound", "nmod:poss") else None


def _counts_people(token: Token) -> bool:
    """Whether a people's name tells some of them, and no state: "nine Iranians"."""
    few = children(token, "nummod") or any(c.lower_ in _SOME for c in token.children)
    return bool(few) and token.tag_ in ("NNS", "NNPS") and seeds.state_of_people(token.text) is not None


def _counts_time(number: Token) -> bool:
    """Whether a number tells how long or how many times: "two weeks"."""
    following = number.doc[number.i + 1 : number.i + 2]
    return is_rel(number, "nummod") and any(t.lemma_.lower() in words("calendar", "units") for t in following)


def _described(token: Token, owned: bool) -> str | None:
    """The class of what a common noun describes, None where it is nobody and nothing that acts."""
    lemma = noun(token.lemma_)
    plural = token.tag_ in ("NNS", "NNPS") or lemma != token.lemma_.lower()
    plural = plural or any(c.lower_ in _SOME for c in token.children)
    if lemma in words("nouns", "government"):
        return "State"
    if lemma in words("nouns", "state") and not owned and (not plural or not _distinct(token)):
        return "State"
    if lemma in words("nouns", "neighbour") and owned and not plural:
        return "State"
    if not plural and (is_title(token) or lemma in words("nouns", "counterpart")):
        return "Person"
    if not plural and owned and lemma in words("nouns", "partner"):
        return "Person"
    if (plural and lemma in words("nouns", "people")) or lemma in words("nouns", "collective"):
        return "Group"
    if lemma in words("nouns", "body"):
        return "Group" if plural else "Organization"
    return "Site" if lemma in words("nouns", "site") else None


def _antecedent(token: Token) -> Token | None:
    """The noun that a relative pronoun stands for."""
    node = token
    while node.head != node:
        if node.dep_ == "acl:relcl":
            return node.head
        node = node.head
    return None


def _distinct(token: Token) -> bool:
    """Whether a plural is narrowed so far that it means others than the states told before ("Gulf states")."""
    return any(is_rel(c, "amod", "compound") for c in token.children)
