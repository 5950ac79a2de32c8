"""Offices: who holds which title of whom, in all the ways that news tells it."""

from __future__ import annotations

import pytest

from tests.telling import tell

STATE_DEPARTMENT = "United States Department of State"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("German Chancellor Angela Merkel flew to Oslo.", ("Angela Merkel", "chancellor", "Germany")),
        ("Brazil's president Luiz Lula thanked Turkey.", ("Luiz Lula", "president", "Brazil")),
        ("The Peruvian president, Alan Garcia, visited Chile.", ("Alan Garcia", "president", "Peru")),
        ("Carl Bildt, the foreign minister of Sweden, visited Cuba.", ("Carl Bildt", "foreign minister", "Sweden")),
        ("Carl Bildt is the foreign minister of Sweden.", ("Carl Bildt", "foreign minister", "Sweden")),
        (
            "The Minister of Foreign Affairs of the Republic of Chad, H.E. Mr Idriss Saleh, left.",
            ("Idriss Saleh", "foreign minister", "Chad"),
        ),
        (
            "Peru met the Minister for Foreign Affairs and Trade of Australia, Stephen Hale, on Monday.",
            ("Stephen Hale", "minister for foreign affairs and trade", "Australia"),
        ),
        (
            "The Minister of National Education of Turkey, Huseyin Aydin, arrived on Monday.",
            ("Huseyin Aydin", "minister of national education", "Turkey"),
        ),
        (
            "Robert Hale, a spokesman for the State Department, praised Norway.",
            ("Robert Hale", "spokesman", STATE_DEPARTMENT),
        ),
        (
            "State Department spokeswoman Laura Benson criticised Peru.",
            ("Laura Benson", "spokeswoman", STATE_DEPARTMENT),
        ),
        (
            "U.S. Secretary of State Colin Powell visited Brasilia.",
            ("Colin Powell", "secretary of state", "United States"),
        ),
    ],
)
def test_an_office(text: str, expected: tuple[str, str, str]) -> None:
    assert expected in tell(text).offices()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "President Amadou Keita of Mali and President Idriss Saleh of Chad met in Cairo.",
            {("Amadou Keita", "president", "Mali"), ("Idriss Saleh", "president", "Chad")},
        ),
        (
            "Presidents Amadou Keita of Mali and Idriss Saleh of Chad met in Cairo.",
            {("Amadou Keita", "president", "Mali"), ("Idriss Saleh", "president", "Chad")},
        ),
        (
            "At the opening AU chairperson President Amadou Keita of Mali praised Chad.",
            {("Amadou Keita", "chairperson", "African Union"), ("Amadou Keita", "president", "Mali")},
        ),
        (
            "In his role as Peru's ambassador, Juan Diaz praised Chad.",
            {("Juan Diaz", "ambassador", "Peru")},
        ),
        (
            "Peru and Chile agreed. Estonia agreed. Peru rejoiced.\n\nA vote was held in Chile.\n\n"
            "Then Estonia voted. Foreign Minister Jaan Tamm praised Peru.",
            {("Jaan Tamm", "foreign minister", "Estonia")},
        ),
        (
            "The kings of Jordan and Morocco, Ali Haddad and Omar Alami, met in Cairo.",
            {("Ali Haddad", "king", "Jordan"), ("Omar Alami", "king", "Morocco")},
        ),
        (
            "The finance ministers of Mali and Chad, Amadou Keita and Idriss Saleh, met in Cairo.",
            {("Amadou Keita", "finance minister", "Mali"), ("Idriss Saleh", "finance minister", "Chad")},
        ),
    ],
)
def test_a_list_of_holders_has_each_his_own_state(text: str, expected: set[tuple[str, str, str]]) -> None:
    assert tell(text).offices() == expected


@pytest.mark.parametrize(
    ("text", "office"),
    [
        ("EU trade and industry commissioner Albert Mutumba visited Benin.", "trade and industry commissioner"),
        ("Indian Minister for Rural Affairs Anand Gupta visited Benin.", "minister for rural affairs"),
        ("U.S. Deputy Secretary of State Wendy Miller visited Benin.", "deputy secretary of state"),
        ("A photo shows former Togolese minister Jean Agbo in Benin.", "former minister"),
        ("Disgraced Pakistani minister Abdul Khan visited Benin.", "minister"),
    ],
)
def test_a_title_begins_and_ends_where_it_should(text: str, office: str) -> None:
    (tenure,) = tell(text).facts.tenures
    assert ("former " if tenure.former else "") + tenure.office == office


def test_a_title_belongs_to_the_name_that_it_stands_before() -> None:
    text = "It was signed by Swedish Prime Minister Olof Berg, President Luis Rojas of Peru and Vera Lind."
    assert tell(text).offices() == {("Olof Berg", "prime minister", "Sweden"), ("Luis Rojas", "president", "Peru")}


def test_a_longer_title_of_the_same_holder_makes_the_shorter_one_needless() -> None:
    text = "U.S. Defense Secretary Alan Brown flew to Oslo. Secretary Brown of the United States praised Norway."
    assert tell(text).offices() == {("Alan Brown", "defense secretary", "United States")}


def test_a_title_before_the_next_name_is_no_apposition_to_the_last() -> None:
    text = "Japanese Foreign Minister Taro Mori, Chinese Foreign Minister Li Peng and Olof Berg met in Oslo."
    assert tell(text).offices() == {
        ("Taro Mori", "foreign minister", "Japan"),
        ("Li Peng", "foreign minister", "China"),
    }


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "The signing was hosted by Olof Berg and Amadou Keita, Mali's minister for rural affairs.",
            {("Amadou Keita", "minister for rural affairs", "Mali")},
        ),
        (
            "Algeria's military ruler, Commodore Frank Benali, let a deadline pass.",
            {("Frank Benali", "military ruler", "Algeria")},
        ),
        ("Iran's Supreme Leader Ayatollah Ali Rezai spoke.", {("Ali Rezai", "supreme leader", "Iran")}),
        ("The Gambian army chief, Ousman Jallow, resigned.", {("Ousman Jallow", "army chief", "Gambia")}),
        ("Venezuela's socialist president, Hugo Reyes, resigned.", {("Hugo Reyes", "president", "Venezuela")}),
        ("The former President of Kenya, Daniel Otieno, resigned.", {("Daniel Otieno", "president", "Kenya")}),
        (
            "Sweden had recalled its ambassador to Oslo, Vera Lind, on Thursday.",
            {("Vera Lind", "ambassador", "Sweden")},
        ),
        ("Amadou Barry was sworn in as president of Mali today.", {("Amadou Barry", "president", "Mali")}),
        ("Amadou Barry will be sworn in as president of Mali.", set()),
        ("NATO Secretary General Jaap Visser spoke.", {("Jaap Visser", "secretary general", "NATO")}),
        ("Togo's top nuclear negotiator, Jean Agbo, spoke.", {("Jean Agbo", "nuclear negotiator", "Togo")}),
        (
            "Peru left the Andean Parliament, whose secretary general, Luis Reyes, spoke.",
            {("Luis Reyes", "secretary general", "Andean Parliament")},
        ),
        ("U.S. embassy spokesman Alan Brown spoke.", {("Alan Brown", "spokesman", "U.S. embassy")}),
        (
            "The ministry gave the Norwegian ambassador to Riyadh, Vera Larsen, 24 hours to leave.",
            {("Vera Larsen", "ambassador", "Norway")},
        ),
        ("Defeated presidential candidate Mir Karimi spoke.", set()),
        ("Admiral Karl Miller spoke.", set()),
    ],
)
def test_what_belongs_to_a_title(text: str, expected: set[tuple[str, str, str]]) -> None:
    assert tell(text).offices() >= expected
    assert bool(tell(text).offices()) == bool(expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Kenya's foreign minister has protested. Daniel Otieno told reporters that the border was closed.",
            {("Daniel Otieno", "foreign minister", "Kenya")},
        ),
        ("A Kenyan official has protested. Daniel Otieno told reporters that the border was closed.", set()),
    ],
)
def test_the_next_sentence_names_who_holds_an_office(text: str, expected: set[tuple[str, str, str]]) -> None:
    assert tell(text).offices() == expected


def test_a_counterpart_has_the_office_that_his_own_state_calls_so() -> None:
    text = "U.S. Secretary of State Alan Brown met his Norwegian counterpart, Olof Berg, in Oslo."
    assert ("Olof Berg", "foreign minister", "Norway") in tell(text).offices()


def test_a_counterpart_holds_the_same_office_of_another_state() -> None:
    text = "Japanese Foreign Minister Taro Aso met his Chinese counterpart, Li Zhaoxing, in Doha."
    assert tell(text).offices() == {
        ("Taro Aso", "foreign minister", "Japan"),
        ("Li Zhaoxing", "foreign minister", "China"),
    }


def test_a_counterpart_serves_the_state_told_right_before_the_word() -> None:
    text = "Kenyan President Daniel Otieno met his Ugandan counterpart Moses Okello in Nairobi."
    assert ("Moses Okello", "president", "Uganda") in tell(text).offices()


def test_an_ambassador_serves_the_state_that_sends_him() -> None:
    told = tell("Ryan Crocker, the U.S. ambassador to Iraq, visited Basra.")
    tenure = told.tenure("Ryan Crocker")
    assert (tenure.office, told.label(tenure.of), told.label(tenure.posted_to)) == (
        "ambassador",
        "United States",
        "Iraq",
    )


@pytest.mark.parametrize(
    ("text", "holder"),
    [
        ("Former U.S. Secretary of State Colin Powell visited Brasilia.", "Colin Powell"),
        ("Former U.S. President Jimmy Carter visited North Korea.", "Jimmy Carter"),
        ("Jimmy Carter, a former president of the United States, visited North Korea.", "Jimmy Carter"),
        ("Carl Bildt was the foreign minister of Sweden.", "Carl Bildt"),
        ("Former U.N. Secretary-General Jan Visser stood behind them.", "Jan Visser"),
    ],
)
def test_a_former_office(text: str, holder: str) -> None:
    tenure = tell(text).tenure(holder)
    assert tenure.former
    assert not tenure.office.startswith("former")


def test_an_office_of_today_is_not_former() -> None:
    assert not tell("German Chancellor Angela Merkel flew to Oslo.").tenure("Angela Merkel").former


@pytest.mark.parametrize(
    "text",
    [
        "Carl Bildt is not the president of Finland.",
        "Carl Bildt praised the president of Finland.",
        "Carl Bildt wants to be president of Finland.",
        "Carl Bildt was the first leader of Sweden to visit Cuba.",
    ],
)
def test_no_office(text: str) -> None:
    assert not tell(text).facts.tenures


def test_an_office_that_is_told_twice_is_one_with_two_passages() -> None:
    told = tell("German Chancellor Angela Merkel flew to Oslo. On Monday Chancellor Merkel met Jens Stoltenberg.")
    tenure = told.tenure("Angela Merkel")
    assert len(tenure.evidence) == 2
    assert told.label(tenure.of) == "Germany"


@pytest.mark.parametrize(
    "text",
    [
        '"We are investigating," President Nikos Berg of Cyprus said.',
        "They met in Niamey, where on Sunday Presidents Nikos Berg of Cyprus and Olof Lund of Finland signed a treaty.",
    ],
)
def test_no_quote_and_no_day_is_part_of_a_title(text: str) -> None:
    assert ("Nikos Berg", "president", "Cyprus") in tell(text).offices()


def test_a_counterpart_is_that_of_whom_he_stands_beside() -> None:
    text = (
        "Secretary of State Ann Berger left. The American and Iranian ambassadors met in May. Berger and her Iranian "
        "counterpart, Reza Karimi, are expected in Rome."
    )
    assert ("Reza Karimi", "foreign minister", "Iran") in tell(text).offices()


def test_a_title_within_a_name_is_none() -> None:
    assert tell("Amir-Abdollahian criticised Iran.").offices() == set()


def test_a_rank_is_nobody() -> None:
    told = tell("A U.S. military spokesman, Rear Adm. Greg Hale, praised Iraq.")
    assert [label for label, kind in told.types().items() if kind == "Person"] == ["Greg Hale"]
