"""Word documents, opened again: their headings, tables, texts and properties."""

import io
import sys
import zipfile
from datetime import datetime

import docx
import made
import pytest
from attrs import evolve
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn

import evalkit
from evalkit.comparison.programs import compare_programs
from evalkit.comparison.rubrics import compare_rubrics
from evalkit.model.comparison import FEW
from evalkit.model.errors import PluginError
from evalkit.plugin import Options, Writer
from evalkit.report import docx as writer
from evalkit.report import markdown, number
from evalkit.report.compared.highlights import extremes, missing_evidence
from evalkit.report.compared.programs import dimensions
from evalkit.report.compared.programs import names as full_names
from evalkit.report.links import is_link
from tests.console import run


@pytest.fixture(scope="module")
def cards(tmp_path_factory):
    return evalkit.Cards(made.score(tmp_path_factory.mktemp("made")))


@pytest.fixture(scope="module")
def comparison(cards):
    return evalkit.compare(cards)


def opened(content):
    return docx.Document(io.BytesIO(content))


def texts(document):
    cells = [
        cell.text
        for table in document.tables
        for row in table.rows
        for cell in row.cells
    ]
    return [*(paragraph.text for paragraph in document.paragraphs), *cells]


def headings(document, level):
    return [
        each.text
        for each in document.paragraphs
        if each.style.name == f"Heading {level}"
    ]


def test_a_chapter_for_each_card_with_headings_of_word(cards):
    document = opened(writer.cards(cards, Options()))
    assert headings(document, 1) == [card.program.name for card in cards]
    assert document.paragraphs[0].style.name == "Title"
    assert len(document.sections) == 2 * len(cards)


def test_tables_have_captions_repeated_headings_and_alternative_texts(
    cards, comparison
):
    document = opened(writer.comparison(comparison, Options()))
    captions = [
        each.text for each in document.paragraphs if each.style.name == "Caption"
    ]
    assert len(captions) == len(document.tables) > len(cards)
    for place, (caption, table) in enumerate(
        zip(captions, document.tables, strict=True), start=1
    ):
        number_of_table, _, text = caption.partition(". ")
        assert number_of_table.split()[-1] == str(place)
        assert table._tbl.tblPr.find(qn("w:tblCaption")).get(qn("w:val")) == text
        first, *rest = table._tbl.tr_lst
        assert first.trPr.find(qn("w:tblHeader")) is not None
        assert all(row.trPr.find(qn("w:tblHeader")) is None for row in rest)


def test_wide_tables_stand_on_pages_in_landscape_orientation(cards):
    document = opened(writer.cards([cards[0]], Options()))
    orientations = [section.orientation for section in document.sections]
    assert orientations == [WD_ORIENT.PORTRAIT, WD_ORIENT.LANDSCAPE]
    for section in document.sections:
        upright = section.page_height > section.page_width
        assert upright == (section.orientation == WD_ORIENT.PORTRAIT)


@pytest.mark.parametrize(
    ("lang", "east_asian"), [("en", "en-US"), ("ko", "ko-KR"), ("zh-Hant", "zh-TW")]
)
def test_the_language_and_the_properties_are_set(cards, lang, east_asian):
    document = opened(writer.cards(cards, Options(lang=lang)))
    properties = document.core_properties
    assert (properties.language, properties.author) == (lang, "evalkit")
    assert properties.title == document.paragraphs[0].text
    assert properties.created.replace(tzinfo=None) == datetime(2000, 1, 1)
    languages = document.styles.element.iter(qn("w:lang"))
    assert {each.get(qn("w:eastAsia")) for each in languages} == {east_asian}


def test_the_same_input_gives_the_same_bytes(cards, comparison):
    for made_by in (
        lambda: writer.cards(cards[:2], Options()),
        lambda: writer.comparison(comparison, Options()),
    ):
        first = made_by()
        assert first == made_by()
        with zipfile.ZipFile(io.BytesIO(first)) as archive:
            assert {part.date_time[0] for part in archive.infolist()} == {1980}


def test_a_comparison_opens_with_its_answer_and_has_every_score(comparison):
    document = opened(writer.comparison(comparison, Options()))
    paragraphs = [each.text for each in document.paragraphs]
    first = paragraphs.index(headings(document, 1)[0])
    sentences = [str(sentence) for sentence in comparison.answer]
    assert paragraphs[first + 1 : first + 1 + len(sentences)] == sentences
    rows = of_caption(document, "Scores of programs")
    shown = {row.cells[0].text: row.cells for row in rows}
    for card in comparison.cards:
        cells = shown[f"{card.program.name} ({card.program.id})"][3:]
        for cell, dimension in zip(
            cells, [*card.rubric.dimensions, "overall"], strict=True
        ):
            score = card.score(dimension).score
            assert score is None or cell.text.startswith(f"{number.score(score)} (")


def test_programs_by_several_rubrics_have_a_row_for_each_dimension(tmp_path):
    views = [
        card for rubric in ("hsieh", "dac") for card in made.score(tmp_path, rubric)[:1]
    ]
    document = opened(writer.perspectives(compare_rubrics(views), Options()))
    assert len(document.tables[0].rows) == 1 + sum(
        len(card.dimensions) for card in views
    )


def with_addresses(card, **addresses):
    sources = {
        id: evolve(each, **addresses) for id, each in card.program.sources.items()
    }
    return evolve(card, program=evolve(card.program, sources=sources))


def targets(document):
    parts = document.part.rels.values()
    return {each.target_ref for each in parts if each.reltype.endswith("/hyperlink")}


def test_addresses_of_sources_are_links_where_they_are_safe(cards):
    card = with_addresses(
        cards[0], url="https://example.org/a?b=1&c=2", doi="10.1000/182"
    )
    document = opened(writer.cards([card], Options()))
    assert targets(document) == {
        "https://doi.org/10.1000/182",
        "https://example.org/a?b=1&c=2",
    }
    shown = [cell.text for cell in document.tables[-1].rows[1].cells][-1]
    assert shown.split("\n") == [
        "https://doi.org/10.1000/182",
        "https://example.org/a?b=1&c=2",
    ]
    text = markdown.cards([card], Options())
    assert "](<https://example.org/a?b=1&c=2>)" in text


@pytest.mark.parametrize(
    "address",
    [
        "http://example.org",
        "https://example.org@evil.test/",
        "https://ex\u0430mple.org/",
        "https://example.org/\u202egpj",
        "https://[broken/",
        "https://example.org/a b",
        "https://example.org/`a`",
        "javascript:alert(1)",
    ],
)
def test_other_addresses_are_text(cards, address):
    assert not is_link(address)
    card = with_addresses(cards[0], url=address)
    assert targets(opened(writer.cards([card], Options()))) == set()
    assert "](<" not in markdown.cards([card], Options())


@pytest.mark.parametrize(
    "odd",
    [
        "\x00\x01\x1b[31m",
        "\ud800",
        "\ufffe",
        "a\x0bb",
        "\u202eabc",
        "<w:p/>&amp;",
        "x" * 9000,
    ],
)
def test_no_text_breaks_the_document(cards, odd):
    """In Korean, where names in both languages are shown."""
    card = cards[0]
    evidence = {
        id: evolve(each, says=odd, at=(odd,))
        for id, each in card.program.evidence.items()
    }
    sources = {id: evolve(each, cite=odd) for id, each in card.program.sources.items()}
    program = evolve(
        card.program,
        name=odd,
        name_local={"ko": odd},
        evidence=evidence,
        sources=sources,
    )
    document = opened(writer.cards([evolve(card, program=program)], Options(lang="ko")))
    shown = "".join(texts(document))
    assert not {"\x00", "\x01", "\x1b", "\ufffe", "\u202e"} & {*shown}
    assert odd not in ("<w:p/>&amp;",) or odd in shown


@pytest.fixture
def without_python_docx(monkeypatch):
    """A machine on which python-docx is not installed."""
    for name in [*sys.modules]:
        if name.startswith("evalkit.report.docx"):
            monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "docx", None)


@pytest.mark.usefixtures("without_python_docx")
def test_without_python_docx_the_error_says_what_to_install():
    with pytest.raises(PluginError, match=r"policy-evalkit\[docx\]"):
        Writer("docx", "evalkit.report.docx").load()


@pytest.mark.usefixtures("without_python_docx")
def test_without_python_docx_the_other_files_are_written(tmp_path):
    both = ["-o", "a.docx", "-o", "a.json", "-o", "b.docx"]
    done = run("score", "kr-gsbc", *both, cwd=tmp_path)
    assert done.returncode == 4
    assert [path.name for path in tmp_path.iterdir()] == ["a.json"]
    first, second, *rest = done.stderr.splitlines()
    assert "a.docx" in first and "b.docx" in second and "[docx]" in first
    assert rest == ["wrote a.json"]


@pytest.mark.usefixtures("without_python_docx")
@pytest.mark.parametrize("output", [["-o", "a.docx"], ["--format", "docx"]])
def test_where_no_output_can_be_written_nothing_is_scored(tmp_path, output):
    done = run("score", "nobody.yaml", *output, cwd=tmp_path)
    assert done.returncode == 4 and "[docx]" in done.stderr
    assert "nobody.yaml" not in done.stderr


def test_every_output_that_no_format_takes_is_told_at_once(tmp_path):
    wrong = ["-o", "a.foo", "-o", "b.bar", "--format", "nowhere", "-o", "a.json"]
    done = run("score", "kr-gsbc", *wrong, cwd=tmp_path)
    assert done.returncode == 2 and not [*tmp_path.iterdir()]
    assert all(word in done.stderr for word in ("a.foo", "b.bar", "nowhere"))


def of_caption(document, caption):
    """The rows of the table with a caption, as texts."""
    captions = [
        each.text for each in document.paragraphs if each.style.name == "Caption"
    ]
    place = next(
        at for at, text in enumerate(captions) if text.partition(". ")[2] == caption
    )
    return document.tables[place].rows


def is_gray(cell):
    return cell._tc.get_or_add_tcPr().find(qn("w:shd")) is not None


@pytest.mark.parametrize("many", [True, False])
def test_the_plots_are_a_table_of_tens_with_every_score_and_interval(
    cards, library, many
):
    comparison = compare_programs(
        library[: FEW + 1] if many else cards[:3], synthetic=True
    )
    assert comparison.keeps_types_apart is many
    document = opened(writer.comparison(comparison, Options()))
    head, *rows = of_caption(document, "All programs on one scale")
    assert [cell.text for cell in head.cells][2:4] == ["0–9", "10–19"]
    scores = [
        card.score(dimension)
        for dimension in dimensions(comparison)
        for card in comparison.cards
        if card.score(dimension).score is not None
    ]
    texts = [cell.text for row in rows for cell in row.cells[2:12] if cell.text]
    if many:
        assert sum(map(int, texts)) == len(scores) > 5
        return
    assert texts == [number.score(score.score) for score in scores]
    rated = [row for row in rows if any(cell.text for cell in row.cells[2:12])]
    for row, score in zip(rated, scores, strict=True):
        low, high = (min(int(number.score(end)) // 10, 9) for end in score.interval)
        gray = [place for place, cell in enumerate(row.cells[2:12]) if is_gray(cell)]
        assert gray == [*range(low, high + 1)]


@pytest.mark.thorough
def test_programs_are_named_in_both_tables_and_have_their_id_in_one(by_country):
    document = opened(writer.comparison(by_country, Options()))
    names = full_names(by_country.cards)
    _, *scores = of_caption(document, "Scores of programs")
    assert {row.cells[0].text for row in scores} == {
        f"{name} ({program})" for program, name in names.items()
    }
    _, *differences = of_caption(document, "Clear differences between programs")
    sides = {cell.text for row in differences for cell in row.cells[1:3]}
    assert len(sides) > 5 and sides <= {*names.values()}


@pytest.mark.thorough
def test_the_document_of_a_comparison_has_what_would_change_it_and_the_extremes(
    by_country,
):
    text = "\n".join(texts(opened(writer.comparison(by_country, Options()))))
    assert missing_evidence(by_country) in text
    ends = extremes(by_country, full_names(by_country.cards))
    assert len(ends) == 4 and all(f"{name}: {told}" in text for name, told in ends)
