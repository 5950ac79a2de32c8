"""The page of an office: whose it is, what else it is called, and who holds it, each with its sentence."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from rdflib import Graph

from kg.store import Embedded
from kg.web import Settings
from tests.conftest import daily, fill, fill_world, wire
from tests.web.conftest import Client, running
from tests.web.test_pages import CROCKER, text_of

AMBASSADOR = "/id/office/usa-ambassador"


def test_office_has_its_owner_and_holders_with_their_sentences(client: Client) -> None:
    page = client.page(AMBASSADOR)
    told = text_of(page)
    assert "Ambassador of United States Who holds or held it 2" in told
    assert '<a class="name" href="/id/state/usa">United States</a>' in page
    present, former = told.split("former:")
    assert "Ryan Crocker , posted to Iraq as told on 28 May 2007 · 90 % sure Ambassador Ryan Crocker met" in present
    assert "Envoys meet in Baghdad · Sample Wire · 28 May 2007" in present
    assert former.strip().startswith("Zalmay Khalilzad , posted to Iraq as told on 29 May 2007")
    assert "prefLabel" not in told


def test_holder_leads_to_the_office(client: Client) -> None:
    assert f'<a class="name" href="{AMBASSADOR}">ambassador</a>' in client.page(CROCKER)


def test_office_as_data_has_its_tenures(client: Client) -> None:
    data = Graph().parse(data=client.get(f"{AMBASSADOR}.ttl").text, format="turtle")
    holders = {str(who).rpartition("/")[2] for _, link, who in data if str(link).endswith("#holder")}
    assert holders == {"ryan-crocker", "zalmay-khalilzad"}


def test_titles_and_days(tmp_path: Path) -> None:
    one, other = wire(), daily()
    held = replace(one.tenures[1], told=("envoy",))
    with Embedded(tmp_path / "store") as store:
        fill_world(store, replace(one, tenures=(one.tenures[0], held)), other)
    with running(Settings(tmp_path)) as address, Client(base_url=address) as client:
        told = text_of(client.page("/id/office/irn-ambassador"))
        assert "Ambassador of Iran also envoy" in told
        assert "as told from 28 May 2007 to" in told


def test_office_of_nobody_known_says_so(tmp_path: Path) -> None:
    told = wire()
    with Embedded(tmp_path / "store") as store:
        fill(store, replace(told, tenures=(replace(told.tenures[0], of=None),)))
    with running(Settings(tmp_path)) as address, Client(base_url=address) as client:
        page = text_of(client.page("/id/office/any-ambassador"))
        assert "Ambassador No article tells of which state or body." in page
        assert "Ryan Crocker" in page
