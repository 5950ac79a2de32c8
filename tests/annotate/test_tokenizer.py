"""Words as the treebanks have them; cases are written with a space between words."""

from __future__ import annotations

import pytest
from spacy.language import Language

from kg.annotate.pipeline import splitter

CASES = [
    ("Nouri al-Maliki", "Nouri al - Maliki"),
    ("U.S.-Iranian talks", "U.S. - Iranian talks"),
    ("U.S.-led", "U.S. - led"),
    ("U.S.–Iran", "U.S. – Iran"),
    ("open-ended, face-to-face", "open - ended , face - to - face"),
    ("legally non-binding anti-Iranian e-mail", "legally non-binding anti-Iranian e-mail"),
    ("six-party, 11-year, 1979-1981", "six - party , 11 - year , 1979 - 1981"),
    ("Lashkar-e-Toiba", "Lashkar - e - Toiba"),
    ("Iran—which left—came", "Iran — which left — came"),
    ("east/west and/or", "east / west and / or"),
    ("(VOA)", "( VOA )"),
    ("wheat, oil, etc. Iran", "wheat , oil , etc . Iran"),
    ("wheat, oil, etc. and more, etc.", "wheat , oil , etc. and more , etc ."),
    (
        '"Ali"<ali...@example.org> saw http://example.org/a/b-...',
        '" Ali " < ali...@example.org > saw http://example.org/a/b-...',
    ),
    ("he left...and came", "he left ... and came"),
    ("$30bn and US$400 million", "$ 30 bn and US$ 400 million"),
    ("Iran's Rice’s ministers'", "Iran 's Rice ’s ministers '"),
    ("don't can’t cannot", "do n't ca n’t can not"),
    ("Gen. Sen. No. 5 Nov. 3 St. James", "Gen. Sen. No. 5 Nov. 3 St. James"),
    ("said no. Then", "said no . Then"),
    ("a.m. U.N. D.C. Ph.D.", "a.m. U.N. D.C. Ph.D."),
    ('“quoted” "quoted" ‘quoted’ «quoted»', '“ quoted ” " quoted " ‘ quoted ’ « quoted »'),
    ("30% of 1,500 at 10:30", "30 % of 1,500 at 10:30"),
    ("on 2007-05-28, 3/9/2005 and 9/11", "on 2007-05-28 , 3/9/2005 and 9/11"),
    ("(see page 8)", "( see page 8 )"),
    (
        "write to a.b@example.org or https://example.org/a-b",
        "write to a.b@example.org or https://example.org/a-b",
    ),
    ("the end.Then", "the end . Then"),
    ("Well... no", "Well ... no"),
    ("it’s—it’s gone, you've seen", "it ’s — it ’s gone , you 've seen"),
    ("woudn't CAN'T I'd've", "woud n't CA N'T I 'd 've"),
    ("'em goin' o'clock", "'em goin' o'clock"),
    ("gonna y'all c'mon", "gon na y' all c'm on"),
    ("I dont. Dont! im DIDNT", "I do nt . Do nt ! i m DID NT"),
    ("Its a deal, its the end in its own time", "It s a deal , it s the end in its own time"),
    ("its still open, its all-time high", "it s still open , its all - time high"),
    ("your the best of your kind", "you r the best of your kind"),
    ("Lets go, she lets the dog out", "Let s go , she lets the dog out"),
    ("an A+, not a B+, <>", "an A + , not a B + , < >"),
    ("so bad.? the driver`s", "so bad .? the driver `s"),
    ("wow!!! what?! $$$ ==== **note** <<file>>", "wow !!! what ?! $$$ ==== ** note ** << file >>"),
    (":) ;-) ok:) :-(. (see this)", ":) ;-) ok :) :-( . ( see this )"),
    ("555-1234, 3-5213, 1999-2001", "555-1234 , 3-5213 , 1999 - 2001"),
    ("the 1960's #peace @user @2.5", "the 1960's #peace @user @ 2.5"),
    ("report-v2.doc, Q1-new.XLS", "report-v2.doc , Q1-new.XLS"),
    ("7:30PM, 10am, 9a.m., $401.3b", "7:30 PM , 10 am , 9 a.m. , $ 401.3 b"),
    ("now?Then what?yes", "now ? Then what ? yes"),
    ('"Ann"<ann@example.org>', '" Ann " < ann@example.org >'),
    ("-5 of (e.g. Dr. Who)", "- 5 of ( e.g. Dr. Who )"),
    ("3km² €5 ✓done", "3 km² € 5 ✓ done"),
]


@pytest.fixture(scope="module")
def split() -> Language:
    return splitter()


@pytest.mark.parametrize(("text", "words"), CASES)
def test_words(split: Language, text: str, words: str) -> None:
    assert [token.text for token in split(text) if not token.is_space] == words.split()


def test_a_lone_surrogate_does_not_move_offsets(split: Language) -> None:
    assert [(token.text, token.idx) for token in split("Iran \ud800 met")][-1] == ("met", 7)


@pytest.mark.parametrize("junk", ["(", '"', "a-", "’", "a.b", "http://a.b/", "👍", "-", "1,"])
def test_long_junk_takes_linear_time(split: Language, junk: str) -> None:
    text = junk * 5000
    assert "".join(token.text_with_ws for token in split(text)) == text
