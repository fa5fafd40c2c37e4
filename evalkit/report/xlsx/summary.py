"""The first sheet: what the workbook says in words, the caveats, and what its sheets and columns
mean.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from evalkit.locale import say
from evalkit.model.card import ReportCard
from evalkit.model.message import Message
from evalkit.report.phrases import translated
from evalkit.report.summary import answer
from evalkit.report.xlsx.book import Book

WIDTHS = (30.0, 26.0, 110.0)
"""The widths of its columns: the program or the sheet, the column, and the text."""


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
        self._section(
            say("Answer"),
            (("", "", translated(sentence)) for sentence in comparison_answer),
        )
        self._section(
            say("Programs"),
            ((card.program.id, "", translated(answer(card))) for card in cards),
        )
        self._section(
            say("Caveats"), (("", "", translated(warning)) for warning in warnings)
        )
        self._section(say("How to read it"), (("", "", text) for text in _reading()))
        self._section(say("What the columns mean"), self.book.meanings)
        made_from = [("", say("result as JSON"), f"SHA-256 {digest}")] if digest else []
        self._section(say("Made from"), [*made_from, *_made_from(cards)])
        self.book.fit(self.sheet, WIDTHS, self.rows)

    def _section(self, heading: str, rows: Iterable[tuple[str, str, str]]) -> None:
        """A heading with its rows, left out where there are none."""
        if not (rows := list(rows)):
            return
        self.row += 1
        for column in range(3):
            self.book.text(
                self.sheet,
                self.row,
                column,
                heading if column == 0 else "",
                bold=True,
                bottom=1,
            )
        for texts in rows:
            self.row += 1
            self.rows[self.row] = texts
            for column, text in enumerate(texts):
                self.book.text(
                    self.sheet, self.row, column, text, text_wrap=True, bold=column == 0
                )
        self.row += 1


def _reading() -> list[str]:
    return [
        say(
            "A cell is empty where a number is not known; the status beside it says why. Unknown "
            "is never zero."
        ),
        say("Quote a score with its interval, its possible range and its status."),
        say(
            "Numbers are stored to four decimals and shown with the digits of the other formats; "
            "two scores that look alike may differ."
        ),
        say(
            "On the what-if sheet the colored cells can be changed, and the scores follow. The "
            "other sheets stay as they are."
        ),
        say(
            "A text too long for a cell is cut, and the cell names the place of the whole text."
        ),
    ]


def _made_from(cards: Sequence[ReportCard]) -> list[tuple[str, str, str]]:
    """The rubrics, the versions, the plugins and the files behind the cards, each once."""
    rows = [
        (
            "",
            card.rubric.label,
            f"{say(card.rubric.name)} ({card.rubric.source.cite}; {card.rubric_digest})",
        )
        for card in cards
    ]
    for made in (card.provenance for card in cards if card.provenance):
        rows.append(("", "evalkit", made.evalkit))
        rows += [
            ("", say("plugin"), f"{name} {version} ({distribution or say('a file')})")
            for name, version, distribution in made.strangers
        ]
        rows += [
            ("", say("settings"), f"{plugin}: {key} = {value}")
            for plugin, key, value in made.settings
        ]
        rows += [("", say("left out"), name) for name in made.without]
        rows += [("", say("simulations"), say("seed {seed}", seed=made.seed))]
    files = [
        file for card in cards if card.provenance for file in card.provenance.inputs
    ]
    rows += [("", say("file"), f"{path} (SHA-256 {digest})") for path, digest in files]
    return list(dict.fromkeys(rows))
