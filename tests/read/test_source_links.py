"""Where a source can be found: an address over http or https, and a DOI."""

import json

import pytest

from evalkit.comparison.programs import compare_programs
from evalkit.model.errors import InputError
from evalkit.plugin import Options
from evalkit.read.results import load_result
from evalkit.report import json as json_report
from evalkit.report.terminal import text as terminal
from evalkit.session import Session
from evalkit.session.settings import Settings

SESSION = Session(Settings(installed=False))
LINKS = ("https://doi.org/10.1000/182", "https://example.org/a?b=c#d")


def described(folder, links):
    file = folder / "p.yaml"
    file.write_text(
        "id: p\nname: P\ncountry: KR\nobject_type: program\n"
        f"sources:\n  s: {{kind: interview, cite: S, {links}}}\n"
        "evidence:\n  e: {source: s, at: p. 1, says: x}\n"
        "actors:\n  a: {name: A, type: firm_sme}\n  b: {name: B, type: firm_sme}\n"
        "ties: [{between: [a, b], kind: partner, evidence: e}]\n"
        "codings: {r1: {COO-2: {level: 1, evidence: e, why: y}}}\n",
        encoding="utf-8",
    )
    return file


def card(folder):
    return SESSION.card(
        described(folder, 'doi: 10.1000/182, url: "https://example.org/a?b=c#d"')
    )


def test_a_source_knows_where_it_can_be_found(tmp_path):
    assert card(tmp_path).program.sources["s"].links == LINKS


def test_they_stand_in_a_saved_result_and_come_back(tmp_path):
    saved = tmp_path / "saved.json"
    saved.write_text(json_report.cards([card(tmp_path)], Options()), encoding="utf-8")
    source = json.loads(saved.read_text())["cards"][0]["description"]["sources"]["s"]
    assert (source["doi"], source["url"]) == ("10.1000/182", LINKS[1])
    (again,) = load_result(saved, compare_programs).result
    assert again.program.sources["s"].links == LINKS


def test_the_terminal_shows_them_with_the_evidence(tmp_path):
    shown = "".join(terminal.cards([card(tmp_path)], Options(verbose=True)).split())
    assert all(link in shown for link in LINKS)


@pytest.mark.parametrize(
    "links",
    [
        "url: example.org",
        "url: 'ftp://example.org/a'",
        "url: 'javascript:alert(1)'",
        "url: 'https://'",
        "url: 'https://example.org/a b'",
        'url: "https://example.org/<script>"',
        "url: ''",
        "doi: 'https://doi.org/10.1000/182'",
        "doi: '10.1/x'",
        "doi: '10.1000/'",
        "doi: '11.1000/182'",
    ],
)
def test_what_is_no_address_and_no_doi_is_told_with_its_place(tmp_path, links):
    with pytest.raises(InputError) as caught:
        SESSION.read(described(tmp_path, links))
    (fault,) = (
        fault for fault in caught.value.diagnostics if fault.severity == "error"
    )
    assert (fault.code, fault.place.line, fault.place.column) == ("EK203", 6, 38)


def test_a_doi_with_signs_that_no_address_takes_is_spelled_out_in_its_link(tmp_path):
    doi = "10.1002/(SICI)1097-0266(199612)17:10<771::AID-SMJ2>3.0.CO;2-6"
    (source,) = SESSION.read(
        described(tmp_path, f'doi: "{doi}"')
    ).program.sources.values()
    assert source.doi == doi
    assert source.links == (
        "https://doi.org/10.1002/(SICI)1097-0266(199612)17:10%3C771::AID-SMJ2%3E3.0.CO;2-6",
    )
