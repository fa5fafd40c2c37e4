"""The sheet on which a reader changes weights and levels, and the scores follow.

Every formula carries the number of the engine, for readers that calculate nothing.
"""

from __future__ import annotations

from collections.abc import Sequence

from evalkit.locale import say
from evalkit.model.card import ReportCard
from evalkit.model.result import ANY_LEVEL, OVERALL, DimensionScore, Rating, Score
from evalkit.model.scored import score_names
from evalkit.report import judgment
from evalkit.report.compared import programs as compared_programs
from evalkit.report.number import exact
from evalkit.report.xlsx.book import HEADING, Book
from evalkit.report.xlsx.form import Form
from evalkit.report.xlsx.formulas import Formulas
from evalkit.report.xlsx.layout import (
    BANNER,
    FIRST,
    GROUPS,
    HEADINGS,
    RUBRIC,
    TITLE,
    YOURS,
    Layout,
)
from evalkit.report.xlsx.references import across, cell, quoted

NEAR = 0.0001
"""A score that differs by less is that of the card: cards that were saved have four decimals."""
INPUT = {"bg_color": "#FFF2CC", "border": 1, "border_color": "#BF9000", "locked": False}
# 14: thin diagonal stripes
HATCHED = {"pattern": 14, "fg_color": "#A6A6A6", "bg_color": "#FFFFFF"}
FAINT = "#595959"
OWN = "These are the weights of the rubric."
OTHERS = (
    "THE WEIGHTS ARE NOT THE RUBRIC'S: scores made with them are yours, and no result of "
    "evalkit."
)
"""What the banner says: that the weights are the rubric's, or are not."""
NOTES = (
    "A blank level is unknown: the formulas leave it out of the score, and it is not 0.",
    "A hatched cell is a criterion that does not apply to the program: its weight is left out.",
    "Levels in italics are judged by coders; the others are measured.",
    "A score needs the key criterion of its dimension and enough of the weight; otherwise it is "
    "not rated.",
    "The possible range has every criterion at the lowest or highest level that is possible, 0 and "
    "4 where nothing is known.",
    "Uncertainty intervals are not calculated here: those of the rubric's weights are with the "
    "cards.",
)


class WhatIf:
    """The sheet for cards by one rubric.

    `prefix` begins the names of its input cells, where there are several such sheets.
    """

    def __init__(
        self, book: Book, cards: Sequence[ReportCard], name: str, prefix: str = ""
    ) -> None:
        self._cards, self._rubric = cards, cards[0].rubric
        names = score_names(self._rubric).items()
        self._names = {name: say(text) for name, text in names}
        self._form = Form(book, name, prefix)
        self._layout = Layout(self._rubric, len(cards))

    def write(self) -> None:
        """Write everything, and let only the cells that are meant for it be changed."""
        self._headings()
        self._weights()
        self._checks()
        for row, card in enumerate(self._cards, start=FIRST):
            self._program(row, card)
        self._bands()
        self._notes()
        self._banner()
        self._differences()
        self._form.sheet.freeze_panes(FIRST, self._layout.last_frozen + 1)
        self._form.sheet.repeat_rows(GROUPS, YOURS)
        self._form.sheet.repeat_columns(0)
        # Without a password: it keeps from slips, and anybody may lift it.
        self._form.sheet.protect("", {"format_columns": True, "format_rows": True})

    def _headings(self) -> None:
        layout = self._layout
        title = say(
            "Change a colored cell, and the scores follow; a score that differs from the card's is "
            "in bold italics."
        )
        self._form.text(TITLE, 0, title, bold=True)
        self._heading(0, say("Program"))
        self._groups()
        ends = (say("low"), say("high"))
        # Scores have the first columns behind the names.
        for place, (name, dimension) in enumerate(self._names.items(), start=1):
            self._heading(layout.status[name], dimension)
            for column, end in zip(layout.range[name], ends, strict=True):
                self._heading(
                    column, say("{dimension}: {what}", dimension=dimension, what=end)
                )
            self._heading(place, dimension)
            self._heading(layout.on_card(place), dimension)
        if layout.has_overall:
            self._heading(layout.last_frozen, say("Band"))
        self._levels_and_widths()

    def _heading(self, column: int, text: str) -> None:
        self._form.text(HEADINGS, column, text, **HEADING)

    def _groups(self) -> None:
        """What the columns below have in common."""
        layout, criteria = self._layout, self._layout.criteria
        groups = {
            1: say("Scores"),
            layout.as_on_cards: say("As on the cards"),
            min(layout.status.values()): say("Status"),
            min(layout.range.values())[0]: say("Possible range"),
            min(layout.ends[0].values()): say("Lowest level that is possible"),
            min(layout.ends[1].values()): say("Highest level that is possible"),
        }
        for dimension in self._rubric.dimensions.values():
            groups[criteria[next(iter(dimension.criteria))]] = say(dimension.name)
        for column, group in groups.items():
            self._form.text(GROUPS, column, group, bold=True)

    def _levels_and_widths(self) -> None:
        """The headings of all columns of levels, and the widths of all columns."""
        layout = self._layout
        levels = {
            columns[name]: f"{name} {say(criterion.name)}"
            for name, criterion in self._rubric.criteria().items()
            for columns in (layout.criteria, *layout.ends)
        }
        for column, heading in levels.items():
            self._heading(column, heading)
        others = range(1, layout.on_card(layout.last_score) + 1)
        widths = [30.0, *(9.0 if column in levels else 12.0 for column in others)]
        headings = [levels.get(column, "") for column in range(len(widths))]
        self._form.fit(widths, {HEADINGS: headings})

    def _weights(self) -> None:
        """The weights of the rubric, and under them those that may be changed."""
        self._form.text(RUBRIC, 0, say("Weight in the rubric"), italic=True)
        self._form.text(YOURS, 0, say("Your weight"), bold=True)
        layout = self._layout
        if layout.has_overall:
            for name, dimension in self._rubric.dimensions.items():
                self._weight(layout.scores[name], name, dimension.weight)
        for name, criterion in self._rubric.criteria().items():
            self._weight(layout.criteria[name], name, criterion.weight)

    def _weight(self, column: int, name: str, weight: float) -> None:
        self._form.number(RUBRIC, column, weight, "number", italic=True)
        self._form.number(YOURS, column, weight, "number", **INPUT)
        self._form.define(f"weight_{name}", YOURS, column, column)

    def _checks(self) -> None:
        """What may be entered: weights from 0 upward, and levels from 0 to 4."""
        weight = {
            "validate": "decimal",
            "criteria": ">=",
            "value": 0,
            "error_message": say("A weight is a number from 0 upward."),
        }
        level = {
            "validate": "decimal",
            "criteria": "between",
            "minimum": 0,
            "maximum": 4,
            "error_message": say(
                "A level is a number from 0 to 4, or blank where it is not known."
            ),
        }
        layout = self._layout
        lows, highs = layout.ends
        last = max(layout.criteria.values())
        self._form.sheet.data_validation(YOURS, 1, YOURS, last, weight)
        for columns in ([*layout.criteria.values()], [*lows.values(), *highs.values()]):
            cells = (FIRST, min(columns), layout.last_program, max(columns))
            self._form.sheet.data_validation(*cells, level)

    def _program(self, row: int, card: ReportCard) -> None:
        layout, formulas = self._layout, Formulas(self._rubric, self._layout, row)
        self._form.text(row, 0, compared_programs.title(card))
        for rating in card.ratings:
            self._level(row, rating)
        columns = layout.criteria.values()
        self._form.define(f"levels_{card.program.id}", row, min(columns), max(columns))
        for dimension in card.dimensions:
            self._dimension(row, formulas, dimension)
        if layout.has_overall:
            self._overall(row, formulas, card.overall)

    def _dimension(
        self, row: int, formulas: Formulas, dimension: DimensionScore
    ) -> None:
        name, score = dimension.id, dimension.score
        column = self._layout.scores[name]
        self._score(row, column, formulas.dimension(dimension), exact(score.score))
        self._status(row, name, formulas.dimension_status(dimension), score)
        ends = [formulas.possible(dimension, end) for end in (0, 1)]
        self._range(row, name, ends, score)

    def _overall(self, row: int, formulas: Formulas, score: Score) -> None:
        layout = self._layout
        self._score(row, layout.last_score, formulas.overall(), exact(score.score))
        self._status(row, OVERALL, formulas.overall_status(), score)
        ends = [formulas.overall_possible(end) for end in (0, 1)]
        self._range(row, OVERALL, ends, score)
        band, column = score.band or "", layout.last_frozen
        self._form.formula(row, column, formulas.band(), band, align="center")

    def _level(self, row: int, rating: Rating) -> None:
        """The level of a criterion, blank where it is not known, and the ends of its range.

        What does not apply cannot be given a level: by the word of coders it has a range, by a rule
        of the rubric it has none.
        """
        columns = [
            places[rating.id] for places in (self._layout.criteria, *self._layout.ends)
        ]
        values = [rating.level, *(rating.interval or ANY_LEVEL)]
        hatched = 0
        if rating.status == "not_applicable":
            hatched = 1 if rating.interval else len(columns)
        for column in columns[:hatched]:
            self._form.blank(row, column, **HATCHED)
        look = {**INPUT, "italic": rating.origin == "judged"}
        for column, value in zip(columns[hatched:], values[hatched:], strict=True):
            if value is None:
                self._form.blank(row, column, num_format="0.0", **look)
            else:
                self._form.number(row, column, value, "level", **look)

    def _score(self, row: int, column: int, formula: str, value: float | None) -> None:
        """A score as a formula, and at the end of the row as the card has it."""
        layout = self._layout
        bold = column == layout.last_score and layout.has_overall
        look = {"num_format": "0", "align": "right", "bold": bold}
        shown = say("not rated") if value is None else value
        self._form.formula(row, column, formula, shown, **look)
        on_card = layout.on_card(column)
        if isinstance(shown, str):
            self._form.text(row, on_card, shown, font_color=FAINT, align="right")
        else:
            self._form.number(row, on_card, shown, "score", font_color=FAINT)

    def _status(self, row: int, name: str, formula: str, score: Score) -> None:
        column = self._layout.status[name]
        self._form.formula(row, column, formula, judgment.status(score))

    def _range(
        self, row: int, name: str, formulas: Sequence[str], score: Score
    ) -> None:
        """Both ends of a possible range as formulas."""
        look = {"num_format": "0", "align": "right"}
        columns, values = self._layout.range[name], map(exact, score.possible_range)
        for column, formula, value in zip(columns, formulas, values, strict=True):
            self._form.formula(row, column, formula, value, **look)

    def _bands(self) -> None:
        """Under the programs the bands with their first score."""
        if not self._layout.has_overall:
            return
        row = self._layout.bands
        self._form.text(row, 0, say("Band"), bold=True)
        self._form.text(row + 1, 0, say("from"), italic=True)
        for column, name in enumerate(self._rubric.bands_best_first(), start=1):
            self._form.text(row, column, name)
            self._form.number(row + 1, column, self._rubric.bands[name].from_, "number")

    def _notes(self) -> None:
        for row, note in enumerate(NOTES, start=self._layout.bands + 3):
            self._form.text(row, 0, say(note))

    def _banner(self) -> None:
        """Whether the weights are the rubric's."""
        last = max(self._layout.criteria.values())
        yours, rubric = across(YOURS, 1, last), across(RUBRIC, 1, last)
        # How many weights differ; *1, for SUMPRODUCT takes a truth value for 0.
        changed = f"SUMPRODUCT(({yours}<>{rubric})*1)"
        own, others = say(OWN), say(OTHERS)
        formula = f"=IF({changed}=0,{quoted(own)},{quoted(others)})"
        self._form.formula(BANNER, 0, formula, own)
        self._form.mark((BANNER, 0, BANNER, 0), f"={changed}>0", bold=True)

    def _differences(self) -> None:
        """Scores that are not those of the cards stand out."""
        here, card = cell(FIRST, 1), cell(FIRST, self._layout.on_card(1))
        both = f"AND(ISNUMBER({here}),ISNUMBER({card}))"
        differs = (
            f"=IF({both},ABS({here}-{card})>{NEAR},ISNUMBER({here})<>ISNUMBER({card}))"
        )
        scores = (FIRST, 1, self._layout.last_program, self._layout.last_score)
        self._form.mark(scores, differs, bold=True, italic=True)
