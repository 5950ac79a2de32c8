"""Offices: who holds which title of which state or body: apposition, premodifier, predicate or "counterpart"."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from kg import seeds
from kg.extract.heads import headed
from kg.extract.lists import shared_title
from kg.extract.mentions import Mentions
from kg.extract.office_titles import title_text
from kg.extract.titles import is_rank, is_title, plural_title
from kg.extract.tree import (
    ancestors,
    case_of,
    child,
    children,
    conjuncts,
    first_conjunct,
    has_negation,
    is_rel,
    sentence_span,
    subtree,
)
from kg.extract.unnamed import named_next
from kg.grammar import national, words
from kg.model import Mention, Tenure

_LOOK_BACK = 60  # tokens before a sentence where the office of "his counterpart" is looked for
_COUNTERPART = "office counterpart"
_TOLD_OF_SUBJECT = ("predicate", "relative clause", "taking office")


def offices(mentions: Mentions) -> list[Tenure]:
    """The tenures that the document tells, in text order."""
    found: list[Tenure] = []
    for mention in mentions.names:
        if mention.type != "Person":
            continue
        for title, rule in _all_titles(mention, mentions):
            tenure = _tenure(mention, title, rule, mentions, found)
            if tenure is not None:
                found.append(tenure)
        found.extend(headed(mention, mentions))
    told = {(t.holder, t.evidence) for t in found if t.rule != _COUNTERPART}
    found = [t for t in found if t.rule != _COUNTERPART or (t.holder, t.evidence) not in told]
    return [*found, *named_next(mentions, mentions.sentences, found)]


def _all_titles(mention: Mention, mentions: Mentions) -> Iterator[tuple[Token, str]]:
    """The titles that the tree ties to a name, and the one that stands right before it."""
    seen: set[int] = set()
    before = mentions.title_before(mention)
    for title, rule in _titles(mentions.doc[mention.root], mentions):
        other = mentions.titled(title)
        inside = before is not None and before.i < title.i and rule == "premodifier" and _goes_on(before, title)
        inside = inside or (before is not None and rule == "apposition" and _past_others(title, mention, mentions))
        if (other is None or other is mention) and not inside and title.i not in seen:
            seen.add(title.i)
            yield title, rule
    shared = shared_title(mention, mentions)
    for near in (before, shared[0] if shared is not None else None):
        if near is not None and near.i not in seen:
            seen.add(near.i)
            yield near, "premodifier"
    if not seen and (across := _across_comma(mention, mentions)) is not None:
        yield across, "apposition"


def _across_comma(mention: Mention, mentions: Mentions) -> Token | None:
    """The title of a phrase that a comma parts from the name: "its ambassador to Oslo, Sir Alan Brown, left"."""
    doc = mentions.doc
    inside = [t for t in doc[mention.root : doc[mention.root].sent.end] if mentions.named(t) is mention]
    after, at = inside[-1].i + 1, mention.root - 1
    while at > 0 and (is_rank(doc[at]) or mentions.named(doc[at]) is mention):
        at -= 1
    if doc[at].text != "," or at == 0 or after >= len(doc) or doc[after].text not in (",", ".", ";"):
        return None
    posted = mentions.title_before_place(at - 1)
    for token in (*([posted] if posted is not None else []), doc[at - 1], *ancestors(doc[at - 1])):
        if token.i >= at or token.pos_ in ("VERB", "AUX") or mentions.titled(token) is not None:
            return None
        if is_title(token) and not plural_title(token) and mentions.named(token) is None:
            return token if mentions.owner(token) is not None else None
    return None


def _past_others(title: Token, mention: Mention, mentions: Mentions) -> bool:
    """Whether other people are named between a title and a name that has one of its own."""
    between = title.doc[title.i : mention.root]
    return any(m.type == "Person" and m is not mention for t in between if (m := mentions.named(t)) is not None)


def _goes_on(title: Token, later: Token) -> bool:
    """Whether a longer title goes on to a word that is a title, too: "Special Assistant to the President"."""
    return any(t.lower_ in ("of", "to", "for") for t in title.doc[title.i + 1 : later.i])


def _titles(root: Token, mentions: Mentions) -> Iterator[tuple[Token, str]]:
    """Title nouns that the tree ties to a name, with the pattern that ties them."""
    before = [t for c in children(root, "nmod:desc", "compound", "amod") for t in conjuncts(c) if t.i < root.i]
    for title in before:
        if _names_office(title) and not _continues(title):
            yield title, "premodifier"
    for title in _apposed(root):
        if _names_office(title) and not mentions.named(title):
            yield title, "apposition"
    yield from _above(root)
    for relative in children(root, "acl:relcl"):
        if _names_office(relative) and child(relative, "cop"):
            yield relative, "relative clause"


def _apposed(root: Token) -> Iterator[Token]:
    """What stands in apposition to a name: in a list of names the one that it stands after."""
    names = conjuncts(first_conjunct(root))
    for name in names:
        for other in children(name, "appos"):
            nearest = max((n for n in names if n.i < other.i), key=lambda n: n.i, default=name)
            if nearest == root:
                yield from conjuncts(other)


def _above(root: Token) -> Iterator[tuple[Token, str]]:
    """The title that a name hangs on, or is the subject of."""
    head = root.head
    installed = head.lemma_ in words("offices", "installing") and child(head, "aux:pass") is not None
    if is_rel(root, "nsubj") and (installed or head.lemma_ in words("offices", "taking")):
        yield from ((t, "taking office") for t in children(head, "xcomp", "obl", "obj") if _taken(t))
    if is_rel(root, "nsubj"):
        yield from ((t, "role") for t in _in_role(head))
    if not _names_office(head) or head == root:
        return
    if is_rel(root, "nsubj"):
        if child(head, "cop") and head.pos_ in ("NOUN", "PROPN"):
            yield head, "predicate"
        return
    tied = is_rel(root, "appos", "flat", "nmod:desc")
    counterpart = is_rel(root, "conj") and head.lemma_ in words("nouns", "counterpart")
    if head.i < root.i and (tied or counterpart):
        yield head, "apposition"


def _in_role(verb: Token) -> Iterator[Token]:
    """The titles under which the subject of a verb is told to act: "in his role as ambassador"."""
    for phrase in children(verb, "obl"):
        if any(c.tag_ == "PRP$" for c in phrase.children):
            yield from (t for t in children(phrase, "nmod") if case_of(t) == "as" and _names_office(t))


def _taken(title: Token) -> bool:
    """Whether a title is what somebody has come to be, and not what he will be: "was sworn in as president"."""
    ahead = any(
        c.lower_ in words("status", "planned_aux") | words("status", "proposed_aux") for c in title.head.children
    )
    return is_title(title) and not ahead and not has_negation(title.head) and case_of(title) in ("as", "")


def _continues(title: Token) -> bool:
    """Whether a title goes on in the next words: "Secretary" in "Secretary General"."""
    doc = title.doc
    return any(
        seeds.fold(doc[title.i : end].text) in seeds.titles() and is_title(doc[end - 1])
        for end in (title.i + 2, title.i + 3)
        if end <= title.sent.end
    )


def _names_office(token: Token) -> bool:
    return is_title(token) or token.lemma_.lower() in words("nouns", "counterpart") or _elect(token)


def _elect(token: Token) -> bool:
    return token.lower_ == "elect" or token.lower_.endswith("-elect")


def _tenure(holder: Mention, title: Token, rule: str, mentions: Mentions, before: list[Tenure]) -> Tenure | None:
    of = _owner(holder, title, mentions)
    name: str | None
    name, former = title_text(title, mentions)
    if title.lemma_.lower() in words("nouns", "counterpart"):
        of = _state_before(title, mentions)
        name = _counterpart_office(title, of, before, mentions)
        rule = "counterpart"
    if not name or (rule in _TOLD_OF_SUBJECT and (_denied(title) or of is None)):
        return None
    past = rule in _TOLD_OF_SUBJECT and any(c.lower_ in ("was", "were") for c in children(title, "cop"))
    return Tenure(
        holder=holder, office=name, of=of, evidence=sentence_span(title), rule=f"office {rule}",
        posted_to=_posting(title, mentions, of), former=former or past, confidence=0.95 if of else 0.7,
    )  # fmt: skip


def _owner(holder: Mention, title: Token, mentions: Mentions) -> Mention | None:
    """Whose office it is: told after the name ("President Traore of Mali"), by the title, or right before it."""
    root = mentions.doc[holder.root]
    before = mentions.titled(title) is holder or plural_title(title)
    if title.i < root.i and before and (after := _owner_after(holder, mentions)) is not None:
        return after
    shared = shared_title(holder, mentions) if plural_title(title) else None
    return (
        (shared[1] if shared is not None else None)
        or mentions.owner(title)
        or _adjacent(title, mentions)
        or _adjacent(root, mentions)
        or _spoken_for(root, mentions)
    )


def _spoken_for(root: Token, mentions: Mentions) -> Mention | None:
    """The state or body that somebody speaks or signs for: "represented Iran", "signed on behalf of Chad"."""
    phrases = [c for c in children(root, "nmod") if c.i > root.i]
    agent = root.head if is_rel(root, "nsubj", "obl:agent") or case_of(root) == "by" else None
    if agent is not None:
        speaks = agent.lemma_.lower() in words("offices", "speaking")
        phrases += children(agent, "obj") if agent.lemma_.lower() in words("offices", "representing") else []
        phrases += [c for c in children(agent, "obl") if case_of(c) == "for" and speaks]
        phrases += [c for c in children(agent, "obl") if c.lemma_ == "behalf"]
    for phrase in phrases:
        names = [phrase, *(children(phrase, "nmod") if phrase.lemma_ == "behalf" else [])]
        if phrase.lemma_ != "behalf" and is_rel(phrase, "nmod"):
            continue
        for token in names:
            found = mentions.at(token) if token.lemma_ != "behalf" else None
            if found is not None and found.type not in ("Person", "Group", "Site"):
                return found
    return None


def _owner_after(holder: Mention, mentions: Mentions) -> Mention | None:
    """The state right after a name, wherever the parser hung it: "President Traore of Mali"."""
    doc = mentions.doc
    inside = [t.i for t in doc[holder.root : doc[holder.root].sent.end] if mentions.named(t) is holder]
    at = inside[-1] + 1
    if at + 1 >= len(doc) or doc[at].lower_ != "of":
        return None
    name = mentions.named(doc[at + 1 + (doc[at + 1].lower_ == "the" and at + 2 < len(doc))])
    return name if name is not None and name.type in ("State", "Region") else None


def _adjacent(token: Token, mentions: Mentions) -> Mention | None:
    """The state or body right before a title, wherever the parser hung it."""
    at = token.i - 1
    while at > token.sent.start and (
        is_title(mentions.doc[at]) or mentions.doc[at].tag_ == "POS" or _plain_modifier(mentions.doc[at])
    ):
        at -= 1
    name = mentions.named(mentions.doc[at]) if at >= token.sent.start else None
    return name if name is not None and name.type != "Person" else None


def _plain_modifier(token: Token) -> bool:
    word = token.lower_
    return (
        word in words("nouns", "keep_in_title") or word in words("nouns", "former") or word in ("new", "-", "'s", "’s")
    )


def _denied(title: Token) -> bool:
    """Whether a predicate tells no office: "is not the president", "was the first to call"."""
    ranked = any(c.tag_ in ("JJS", "RBS") or c.lower_ == "first" for c in subtree(title) if c.i < title.i)
    return ranked or any(c.lower_ in ("not", "n't", "never") for c in title.children)


def _state_before(title: Token, mentions: Mentions) -> Mention | None:
    """The state of "his Iranian counterpart": the adjective nearest to the word, not the possessor."""
    for other in reversed(children(title, "amod", "compound")):
        name = mentions.named(other)
        if name is not None:
            return name
    for other in children(title, "nmod"):
        if case_of(other) in ("from", "of") and (name := mentions.named(other)) is not None:
            return name
    return None


def _counterpart_office(title: Token, of: Mention | None, before: list[Tenure], mentions: Mentions) -> str | None:
    """The office of him whose counterpart somebody is: the national one told last before, by its equivalent abroad."""
    beside = mentions.named(title.head) if is_rel(title, "conj") else None
    own = [t.office for t in before if beside is not None and not t.former and _is_same(t.holder, beside)]
    if own and _of_state(own[-1]):
        return _equivalent(own[-1], of)
    told = [t for t in title.doc[: title.i] if is_title(t) and t.sent.start >= title.sent.start - _LOOK_BACK]
    offices = [o for t in reversed(told) if _of_state(o := title_text(t, mentions)[0])]
    earlier = [t.office for t in before if t.holder.root < title.i and not t.former]
    office = next(iter(offices), None) or next((o for o in reversed(earlier) if _of_state(o)), None)
    return _equivalent(office, of) if office is not None else None


def _is_same(one: Mention, other: Mention) -> bool:
    """Whether two names may be of one person: by surname."""
    return seeds.fold(one.name).split()[-1:] == seeds.fold(other.name).split()[-1:]


def _of_state(office: str) -> bool:
    title = seeds.titles().get(seeds.fold(office.split()[-1]))
    return national(office) or (title is not None and title.envoy)


def _equivalent(office: str, of: Mention | None) -> str:
    """What an office is called in another state: a secretary of state's counterpart is a foreign minister."""
    for usual in words("equivalent", "offices"):
        if office in words("equivalent", usual):
            titles = (seeds.titles().get(seeds.fold(o)) for o in (*words("equivalent", usual),))
            own = [t.label for t in titles if t is not None and of is not None and t.of == of.seed]
            return own[0] if own else usual
    return office


def _posting(title: Token, mentions: Mentions, of: Mention | None) -> Mention | None:
    known = seeds.titles().get(seeds.fold(title.lemma_))
    if known is None or not known.envoy:
        return None
    for other in children(title, "nmod", "obl"):
        if case_of(other) in ("to", "in") and (mention := mentions.at(other)) is not None and mention is not of:
            return mention
    return None
