"""The first sheet: what the workbook says in words, the caveats, and what its sheets and columns
mean.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from evalkit.locale import say
from evalkit.model.card import Provenance, ReportCard
from evalkit.model.message import Message
from evalkit.report.phrases import translated
from evalkit.report.summary import answer
from evalkit.report.xlsx.book import Book

WIDTHS = (30.0, 26.0, 110.0)
"""The widths of its columns: the program or the sheet, the column, and the text."""
READING = (
    "A cell is empty where a number is not known; the status beside it says why. Unknown is never "
    "zero.",
    "Quote a score with its interval, its possible range and its status.",
    "Numbers are stored to four decimals and shown with the digits of the other formats; two "
    "scores that look alike may differ.",
    "On the what-if sheet the colored cells can be changed, and the scores follow. The other "
    "sheets stay as they are.",
    "A text too long for a cell is cut, and the cell names the place of the whole text.",
)
"""How to read a workbook."""


class Summary:
    """The sheet, made first and written last, when it is known what the other ones hold."""

    def __init__(self, book: Book, title: str) -> None:
        self.book, self.title = book, title
        self.sheet = book.sheet(say("Summary"))
        self.row = 1
        self.rows: dict[int, tuple[str, str, str]] = {}

    def write(
        self,
        cards: Sequence[ReportCard],
        warnings: Sequence[Message] = (),
        comparison_answer: Sequence[Message] = (),
        digest: str = "",
    ) -> None:
        """Write the answer of a comparison, that of each card, the warnings, what the columns mean,
        and the digest of the result.
        """
        self.book.text(self.sheet, 0, 0, self.title, bold=True, font_size=16)
        self._texts(say("Answer"), map(translated, comparison_answer))
        answers = [(card.program.id, "", translated(answer(card))) for card in cards]
        self._section(say("Programs"), answers)
        self._texts(say("Caveats"), map(translated, warnings))
        self._texts(say("How to read it"), map(say, READING))
        self._section(say("What the columns mean"), self.book.meanings)
        made_from = _made_from(cards)
        # first, for `evalkit verify` compares it with that of the JSON
        if digest:
            made_from.insert(0, ("", say("result as JSON"), f"SHA-256 {digest}"))
        self._section(say("Made from"), made_from)
        self.book.fit(self.sheet, WIDTHS, self.rows)

    def _texts(self, heading: str, texts: Iterable[str]) -> None:
        """A section of texts that belong to no program and no sheet."""
        self._section(heading, [("", "", text) for text in texts])

    def _section(self, heading: str, rows: Sequence[tuple[str, str, str]]) -> None:
        """A heading with its rows, left out where there are none."""
        if not rows:
            return
        self.row += 1
        for column, text in enumerate((heading, "", "")):
            self.book.text(self.sheet, self.row, column, text, bold=True, bottom=1)
        for texts in rows:
            self.row += 1
            self.rows[self.row] = texts
            for column, text in enumerate(texts):
                look = {"text_wrap": True, "bold": column == 0}
                self.book.text(self.sheet, self.row, column, text, **look)
        self.row += 1


def _made_from(cards: Sequence[ReportCard]) -> list[tuple[str, str, str]]:
    """The rubrics, the versions, the plugins and the files behind the cards, each once."""
    rows = list(map(_rubric, cards))
    provenances = [card.provenance for card in cards if card.provenance]
    for made in provenances:
        rows += _engine(made)
    # The files come last, for there are many of them.
    for made in provenances:
        for path, digest in made.inputs:
            rows.append((say("file"), f"{path} (SHA-256 {digest})"))
    return [("", label, text) for label, text in dict.fromkeys(rows)]


def _rubric(card: ReportCard) -> tuple[str, str]:
    rubric = card.rubric
    source = f"{rubric.source.cite}; {card.rubric_digest}"
    return rubric.label, f"{say(rubric.name)} ({source})"


def _engine(made: Provenance) -> Iterator[tuple[str, str]]:
    """The version of evalkit, and everything else that scores depend on beside files."""
    yield "evalkit", made.evalkit
    for name, version, distribution in made.strangers:
        source = distribution or say("a file")
        yield say("plugin"), f"{name} {version} ({source})"
    for plugin, key, value in made.settings:
        yield say("settings"), f"{plugin}: {key} = {value}"
    for name in made.without:
        yield say("left out"), name
    yield say("simulations"), say("seed {seed}", seed=made.seed)
