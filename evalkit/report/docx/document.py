"""A Word document of headings, lists and tables: text is only text, and the same input gives the
same bytes.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

import docx
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.section import Section
from docx.shared import Emu, Mm, Pt
from docx.table import Table, _Cell, _Row
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from evalkit.locale import current_locale, say
from evalkit.model.frozen import frozen
from evalkit.report.links import is_link
from evalkit.report.phrases import capitalized
from evalkit.report.safe import terminal as safe

CREATED = datetime(2000, 1, 1)
"""The date in every document: what is made from the same input is the same, whenever it is made."""
ZIPPED = (1980, 1, 1, 0, 0, 0)
"""The date of the parts in the file, the first that a ZIP archive can hold."""
SHORT, LONG, MARGIN = Mm(210), Mm(297), Mm(18)
"""A page of A4."""
EAST_ASIAN = {
    "ko": ("ko-KR", "Malgun Gothic"),
    "zh-Hant": ("zh-TW", "Microsoft JhengHei"),
}
"""The tag that Word has for a language, and a font for it that every Word has."""
SHADE = "E8E8E8"


@frozen
class Links:
    """The addresses of a cell, below each other; those that are no links are text."""

    addresses: tuple[str, ...]


@frozen
class Shaded:
    """A text on gray."""

    text: str


Cell = str | Links | Shaded


@frozen
class Column:
    """The heading of a column and its share of the width of the page."""

    heading: str
    width: float


def columns_of(widths: Mapping[str, float]) -> list[Column]:
    """Columns by their English headings, each with its share of the width of the page."""
    return [
        Column(capitalized(say(heading)), width) for heading, width in widths.items()
    ]


class Document:
    """A document in the making, in the current language; `close` gives its bytes."""

    def __init__(self, title: str) -> None:
        self._document = docx.Document()
        self._tables = 0
        self._set_properties(title)
        self._set_language()
        _set_page(self._document.sections[0], wide=False)
        self._number_pages()
        self._document.add_paragraph(safe(title), style="Title")

    def heading(self, text: str, level: int) -> None:
        """A heading of Word, which its navigation shows."""
        self._document.add_heading(safe(text), level)

    def paragraph(self, text: str, bold: bool = False) -> None:
        """A paragraph of text."""
        self._document.add_paragraph().add_run(safe(text)).bold = bold

    def points(self, texts: Iterable[str]) -> None:
        """A list with bullets."""
        for text in texts:
            self._document.add_paragraph(safe(text), style="List Bullet")

    def turn(self, wide: bool) -> None:
        """Go on with a new page, in landscape orientation where `wide` tables follow."""
        _set_page(self._document.add_section(WD_SECTION.NEW_PAGE), wide)

    def table(
        self, caption: str, columns: Sequence[Column], rows: Sequence[Sequence[Cell]]
    ) -> None:
        """A table with a numbered caption above it; its first row is repeated on every page."""
        self._caption(caption)
        table = self._document.add_table(len(rows) + 1, len(columns), "Table Grid")
        # or Word would give the widths by what stands in the cells
        table.autofit = False
        _describe(table, caption)
        section = self._document.sections[-1]
        across = (section.page_width or SHORT) - 2 * MARGIN
        widths = [Emu(round(across * column.width)) for column in columns]
        head, *body = table.rows
        _fill(head, [column.heading for column in columns], widths, heading=True)
        for row, cells in zip(body, rows, strict=True):
            _fill(row, cells, widths)
        # Word joins two tables with nothing between them.
        self._document.add_paragraph()

    def close(self) -> bytes:
        """The bytes of the document."""
        written = io.BytesIO()
        self._document.save(written)
        return _undated(written)

    def _set_properties(self, title: str) -> None:
        properties = self._document.core_properties
        properties.title = safe(title)[:255]  # more characters than Word keeps
        properties.author = properties.last_modified_by = "evalkit"
        properties.created = properties.modified = CREATED
        # the template of python-docx names itself in the comments
        properties.comments, properties.revision = "", 1
        properties.language = current_locale().tag

    def _set_language(self) -> None:
        """The language of spelling and the font of its characters, in the default of all styles."""
        tag, font = EAST_ASIAN.get(current_locale().tag, ("en-US", ""))
        styles = self._document.styles.element
        for language in styles.iter(qn("w:lang")):
            language.set(qn("w:eastAsia"), tag)
        for fonts in styles.iter(qn("w:rFonts")) if font else ():
            # A font of the theme would come before the one that is named.
            fonts.attrib.pop(qn("w:eastAsiaTheme"), None)
            fonts.set(qn("w:eastAsia"), font)

    def _number_pages(self) -> None:
        paragraph = self._document.sections[0].footer.paragraphs[0]
        _field(paragraph, "PAGE", "1")

    def _caption(self, text: str) -> None:
        self._tables += 1
        paragraph = self._document.add_paragraph(style="Caption")
        # a caption that ends a page would stand apart from its table
        paragraph.paragraph_format.keep_with_next = True
        paragraph.add_run(f"{say('Table')} ")
        _field(paragraph, "SEQ Table \\* ARABIC", str(self._tables))
        paragraph.add_run(f". {safe(text)}")


def _set_page(section: Section, wide: bool) -> None:
    section.orientation = WD_ORIENT.LANDSCAPE if wide else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = (LONG, SHORT) if wide else (SHORT, LONG)
    section.left_margin = section.right_margin = MARGIN
    section.top_margin = section.bottom_margin = MARGIN


def _field(paragraph: Paragraph, instruction: str, shown: str) -> None:
    """A number that Word calculates, with what is shown until it does."""
    asked = OxmlElement("w:instrText")
    asked.set(qn("xml:space"), "preserve")
    asked.text = f" {instruction} "
    paragraph.add_run()._r.append(_field_part("begin"))
    paragraph.add_run()._r.append(asked)
    paragraph.add_run()._r.append(_field_part("separate"))
    paragraph.add_run(shown)
    paragraph.add_run()._r.append(_field_part("end"))


def _field_part(kind: str) -> BaseOxmlElement:
    part = OxmlElement("w:fldChar")
    part.set(qn("w:fldCharType"), kind)
    return part


def _describe(table: Table, text: str) -> None:
    """The alternative text of a table, which screen readers say."""
    for name in ("w:tblCaption", "w:tblDescription"):
        element = OxmlElement(name)
        element.set(qn("w:val"), safe(text))
        # At the end, where the schema of Word has both.
        table._tbl.tblPr.append(element)


def _fill(
    row: _Row, cells: Sequence[Cell], widths: Sequence[Emu], heading: bool = False
) -> None:
    """The cells of a row; the row stays on one page, and that of headings comes again on each."""
    properties = row._tr.get_or_add_trPr()
    properties.append(OxmlElement("w:cantSplit"))
    if heading:
        properties.append(OxmlElement("w:tblHeader"))
    for place, cell in enumerate(row.cells):
        cell.width = widths[place]
        # the first cell names what the row is about
        _write(cell, cells[place], bold=heading or place == 0)
        if heading:
            _shade(cell)


def _write(cell: _Cell, content: Cell, bold: bool) -> None:
    paragraph = cell.paragraphs[0]
    # the space that Word leaves below paragraphs would make every row twice as high
    paragraph.paragraph_format.space_after = Pt(0)
    if isinstance(content, Shaded):
        _shade(cell)
        content = content.text
    if isinstance(content, str):
        _run(paragraph, content).bold = bold
        return
    # line breaks and no paragraphs, which would have a space between them
    for place, address in enumerate(content.addresses):
        if place:
            paragraph.add_run().add_break()
        run = _run(paragraph, address)
        if is_link(address):
            _link(paragraph, run, address)


def _run(paragraph: Paragraph, text: str) -> Run:
    run = paragraph.add_run(safe(text))
    run.font.size = Pt(9)
    return run


def _link(paragraph: Paragraph, run: Run, address: str) -> None:
    """Make a link of a run."""
    run.font.underline = True
    place = paragraph.part.relate_to(
        address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True
    )
    element = OxmlElement("w:hyperlink")
    element.set(qn("r:id"), place)
    paragraph._p.append(element)
    # python-docx makes no links: the run is moved into the element.
    element.append(run._r)


def _shade(cell: _Cell) -> None:
    shade = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", SHADE)):
        shade.set(qn(f"w:{name}"), value)
    cell._tc.get_or_add_tcPr().append(shade)


def _undated(written: io.BytesIO) -> bytes:
    """A file as it is but for the dates of its parts, which would be those of the clock."""
    undated = io.BytesIO()
    with zipfile.ZipFile(written) as made, zipfile.ZipFile(undated, "w") as archive:
        for part in made.infolist():
            entry = zipfile.ZipInfo(part.filename, ZIPPED)
            archive.writestr(entry, made.read(part), zipfile.ZIP_DEFLATED)
    return undated.getvalue()
