"""The guide's own view of itself: whole, honest about what is missing, and readable as tables."""

import pytest
from lxml import html
from pydantic import ValidationError

from pwa.catalog.audit import Criterion

ITEMS = {"ipdas": 44, "pemat": 24, "cdc": 20}


@pytest.fixture(scope="module")
def page(site):
    return html.fromstring(site.page("en/about/").body.decode())


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"result": "met"}, "expected 'where': the pages on which it is met"),
        ({"result": "not"}, "expected 'because': why it is not met"),
        ({"result": "partly", "where": ["home"]}, "expected 'because'"),
        ({"result": "not", "because": "No.", "where": ["home"]}, "found 'where' beside"),
        ({"result": "does-not-apply", "because": "No.", "where": ["home"]}, "found 'where' beside"),
        ({"result": "good", "where": ["home"]}, "Input should be 'met', 'partly', 'not'"),
    ],
)
def test_a_point_says_where_it_is_met_or_why_it_is_not(given, says):
    with pytest.raises(ValidationError, match=says):
        Criterion(asks="It is clear.", **given)


def test_a_point_met_in_part_may_say_both():
    Criterion(asks="It is clear.", result="partly", where=["home"], because="Not all of it.")


def test_each_instrument_is_told_whole(catalog):
    assert {one.id: one.items for one in catalog.audit.instruments} == ITEMS
    assert {one.id: len(one.criteria) for one in catalog.audit.instruments} == ITEMS
    for instrument in catalog.audit.instruments:
        asked = [str(criterion.asks) for criterion in instrument.criteria]
        assert len(asked) == len(set(asked)), instrument.id


def test_nothing_is_claimed_that_needs_a_patient_or_a_clinician(catalog):
    (ipdas,) = (one for one in catalog.audit.instruments if one.id == "ipdas")
    tried = [c for c in ipdas.criteria if c.asks.startswith(("Patients ", "Clinicians ", "It was"))]
    assert len(tried) == 6
    assert {criterion.result for criterion in tried} == {"not"}


def test_the_page_says_first_that_no_patient_and_no_clinician_has_reviewed_it(page):
    (section,) = page.xpath("//section[@id='audit']")
    words = section.text_content()
    assert "No patient and no clinician has reviewed it yet." in words
    assert words.index("No patient") < words.index("IPDAS")


def test_every_point_stands_on_the_page_once_with_its_result(page, catalog):
    rows = page.xpath("//section[@id='audit']//tr[@data-result]")
    found = sorted((row.xpath("string(th)"), row.get("data-result")) for row in rows)
    wanted = [c for one in catalog.audit.instruments for c in one.criteria]
    assert found == sorted((str(c.asks), c.result) for c in wanted)


def test_what_is_not_met_is_in_sight_and_not_folded_away(page):
    rows = page.xpath("//section[@id='audit']//tr[@data-result='not' or @data-result='partly']")
    assert len(rows) > 20
    assert not [row for row in rows if row.xpath("ancestor::details")]


def test_the_tables_have_a_name_and_heads(page):
    tables = page.xpath("//section[@id='audit']//table")
    assert len(tables) == 2 * len(ITEMS)
    for table in tables:
        assert page.get_element_by_id(table.get("aria-labelledby")).text_content().strip()
        assert [head.get("scope") for head in table.xpath("thead//th")] == ["col", "col"]
        for row in table.xpath("tbody/tr"):
            assert row.xpath("th/@scope") in (["row"], ["rowgroup"])
            assert row.xpath("th/@scope") == ["rowgroup"] or row.xpath("td/b/text()")


def test_the_counts_are_those_of_the_points(page, catalog):
    for instrument in catalog.audit.instruments:
        (section,) = page.xpath(f"//*[@data-instrument='{instrument.id}']")
        said = [item.text_content() for item in section.xpath("ul/li")]
        assert f"Met: {instrument.count('met')}" in said
        assert sum(int(words.split(": ")[1]) for words in said) == instrument.items


def test_where_a_point_is_met_is_a_link_to_a_page_of_the_guide(page, site):
    links = page.xpath("//section[@id='audit']//td//a/@href")
    assert len(links) > 50
    for link in set(links):
        assert site.page(link.removeprefix("/")).body
