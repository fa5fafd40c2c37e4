"""The sheet on which a reader changes weights and levels: the formulas of evalkit/combine.py as formulas of a spreadsheet.

Only functions that Excel, LibreOffice and Google Sheets have alike are used. Every formula carries the number of the engine, for readers
that calculate nothing. Intervals and bounds are not made anew: they hang on the draws, and stand with the cards.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from evalkit.model.card import ReportCard
from evalkit.model.result import DimensionScore, Rating
from evalkit.model.rubric import POINTS
from evalkit.report import contrast
from evalkit.report.number import exact
from evalkit.report.words import say
from evalkit.report.xlsx.book import HEADING, Book

TITLE, BANNER, GROUPS, HEADINGS, RUBRIC, YOURS, FIRST = range(7)
"""The rows of the sheet: what it is, whose weights these are, two rows of headings, both rows of weights, the first program."""
NEAR = 0.0001
"""A score that differs by less is that of the card: cards that were saved have four decimals."""
INPUT = {"bg_color": "#FFF2CC", "border": 1, "border_color": "#BF9000", "locked": False}
NOT_SAID = re.compile(r"[^A-Za-z0-9_]")


class WhatIf:
    """The sheet for cards by one rubric; `named` begins the names of its input cells, where there are several such sheets."""

    def __init__(self, book: Book, cards: Sequence[ReportCard], name: str, named: str = "") -> None:
        self.book, self.cards, self.rubric = book, cards, cards[0].rubric
        self.sheet: Worksheet = book.sheet(name)
        self.named = named
        self.whole = self.rubric.overall.is_given
        self.scores = {id: at for at, id in enumerate(self.rubric.dimensions, start=1)}
        self.last_score = len(self.scores) + self.whole
        start = self.last_score + 1 + self.whole
        self.criteria = {id: at for at, id in enumerate(self.rubric.criteria(), start=start)}
        self.engine = start + len(self.criteria)
        self.end = FIRST + len(cards) - 1
        self.bands = self.end + 4

    def write(self) -> None:
        """Write everything, and let only the cells that are meant for it be changed."""
        self._headings()
        self._weights()
        for at, card in enumerate(self.cards, start=FIRST):
            self._program(at, card)
        self._notes()
        self._banner()
        self.sheet.freeze_panes(FIRST, self.last_score + 1 + self.whole)
        self.sheet.repeat_rows(GROUPS, YOURS)
        self.sheet.repeat_columns(0)
        self.sheet.protect("", {"format_columns": True, "format_rows": True})

    def _headings(self) -> None:
        sheet, text = self.sheet, self.book.text
        levels = {at: f"{id} {say(criterion.name)}" for id, criterion in self.rubric.criteria().items() for at in [self.criteria[id]]}
        widths = [30.0, *(9.0 if at in levels else 12.0 for at in range(1, self.engine + self.last_score))]
        self.book.fit(sheet, widths, {HEADINGS: [levels.get(at, "") for at in range(len(widths))]})
        text(
            sheet,
            TITLE,
            0,
            say(
                "Change a colored cell, a weight or a level, and the scores follow; those that are no more the card's stand in bold italics."
            ),
            bold=True,
        )
        text(sheet, HEADINGS, 0, say("Program"), **HEADING)
        text(sheet, GROUPS, 1, say("Scores"), bold=True)
        text(sheet, GROUPS, self.engine, say("As on the cards"), bold=True)
        for id, dimension in self.rubric.dimensions.items():
            text(sheet, GROUPS, self.criteria[next(iter(dimension.criteria))], say(dimension.name), bold=True)
            for at in (self.scores[id], self.engine + self.scores[id] - 1):
                text(sheet, HEADINGS, at, say(dimension.name), **HEADING)
        if self.whole:
            for at in (self.last_score, self.engine + self.last_score - 1):
                text(sheet, HEADINGS, at, say("Overall"), **HEADING)
            text(sheet, HEADINGS, self.last_score + 1, say("Band"), **HEADING)
        for at, heading in levels.items():
            text(sheet, HEADINGS, at, heading, **HEADING)

    def _weights(self) -> None:
        """The weights of the rubric, and under them those that may be changed."""
        self.book.text(self.sheet, RUBRIC, 0, say("Weight in the rubric"), italic=True)
        self.book.text(self.sheet, YOURS, 0, say("Your weight"), bold=True)
        given = {self.scores[id]: (id, each.weight) for id, each in self.rubric.dimensions.items()} if self.whole else {}
        given |= {self.criteria[id]: (id, each.weight) for id, each in self.rubric.criteria().items()}
        for column, (id, weight) in given.items():
            self.book.number(self.sheet, RUBRIC, column, weight, "number", italic=True)
            self.book.number(self.sheet, YOURS, column, weight, "number", **INPUT)
            self._name(f"weight_{id}", YOURS, column, column)
        first, last = min(self.criteria.values()), max(self.criteria.values())
        weight = {"criteria": ">=", "value": 0, "error_message": say("A weight is a number from 0 upward.")}
        level = {"minimum": 0, "maximum": 4, "error_message": say("A level is a number from 0 to 4, or blank where it is not known.")}
        for rows, columns, rule in [
            ((YOURS, YOURS), (1, last), weight),
            ((FIRST, self.end), (first, last), {"criteria": "between", **level}),
        ]:
            self.sheet.data_validation(rows[0], columns[0], rows[1], columns[1], {"validate": "decimal", **rule})

    def _program(self, row: int, card: ReportCard) -> None:
        self.book.text(self.sheet, row, 0, contrast.title(card))
        for rating in card.ratings:
            self._level(row, rating)
        self._name(f"levels_{card.program.id}", row, min(self.criteria.values()), max(self.criteria.values()))
        for each in card.dimensions:
            self._result(row, self.scores[each.id], self._dimension(row, each), exact(each.score.score))
        if self.whole:
            self._result(row, self.last_score, self._overall(row), exact(card.overall.score))
            band = self._band(row)
            self.sheet.write_formula(
                row, self.last_score + 1, band, self.book.format(num_format="General", align="center"), card.overall.band or ""
            )

    def _level(self, row: int, rating: Rating) -> None:
        """The level of a criterion, blank where it is not known; what does not apply cannot be given one."""
        column = self.criteria[rating.id]
        if rating.status == "not_applicable":
            self.sheet.write_blank(row, column, None, self.book.format(pattern=14, fg_color="#A6A6A6", bg_color="#FFFFFF"))
            return
        look = {**INPUT, "italic": rating.inherited_from is not None}
        if rating.level is None:
            self.sheet.write_blank(row, column, None, self.book.format(num_format="0.0", **look))
        else:
            self.book.number(self.sheet, row, column, rating.level, "level", **look)

    def _result(self, row: int, column: int, formula: str, value: float | None) -> None:
        """A score as a formula, and at the end of the row as the card has it."""
        shown = self.book.format(num_format="0", align="right", bold=column == self.last_score and self.whole)
        self.sheet.write_formula(row, column, formula, shown, say("not rated") if value is None else value)
        copy = self.engine + column - 1
        if value is None:
            self.book.text(self.sheet, row, copy, say("not rated"), font_color="#595959", align="right")
        else:
            self.book.number(self.sheet, row, copy, value, "score", font_color="#595959")

    def _dimension(self, row: int, dimension: DimensionScore) -> str:
        """The weighted mean of the levels that are there, held down by the hurdle; no score where too little is."""
        ratings = dimension.criteria
        first, last = self.criteria[ratings[0].id], self.criteria[ratings[-1].id]
        weights, levels = _across(YOURS, first, last, fixed=True), _across(row, first, last)
        rated = f"SUMPRODUCT({weights}*ISNUMBER({levels}))"
        left_out = "".join(f"-{_cell(YOURS, self.criteria[each.id])}" for each in ratings if each.status == "not_applicable")
        own = ",".join(_at(row, self.criteria[each.id]) for each in ratings if not each.inherited_from)
        key = _at(row, self.criteria[dimension.key])
        nothing_own = f"COUNT({own})=0" if own else "TRUE"
        least = f"ROUND({rated}-{_literal(self.rubric.coverage.provisional)}*(SUM({weights}){left_out}),9)<0"
        hurdle = self.rubric.dimensions[dimension.id].hurdle
        mean = f"{POINTS}*SUMPRODUCT({weights},{levels})/{rated}"
        score = f"MIN(IF({key}<={_literal(hurdle.at_most)},{_literal(hurdle.cap)},100),{mean})" if hurdle else mean
        return f"=IF(OR(NOT(ISNUMBER({key})),{nothing_own},{rated}=0,{least}),{_quoted(say('not rated'))},ROUND({score},9))"

    def _overall(self, row: int) -> str:
        """The weighted geometric mean of the scores that are there, each no lower than the floor."""
        overall, first, last = self.rubric.overall, 1, len(self.scores)
        scores, weights = _across(row, first, last), _across(YOURS, first, last, fixed=True)
        total = f"SUMPRODUCT({weights}*ISNUMBER({scores}))"
        logs = "+".join(
            f"IF(ISNUMBER({_at(row, at)}),{_cell(YOURS, at)}*LN(MAX({_literal(overall.floor)},{_at(row, at)})),0)"
            for at in self.scores.values()
        )
        lacking = [f"NOT(ISNUMBER({_at(row, self.scores[id])}))" for id in overall.needs.among]
        lacking += [f"COUNT({scores})<{overall.needs.dimensions}", f"{total}=0"]
        return f"=IF(OR({','.join(lacking)}),{_quoted(say('not rated'))},ROUND(EXP(({logs})/{total}),9))"

    def _band(self, row: int) -> str:
        """The band of the overall score, no better than the hurdles leave."""
        names = self.rubric.bands_best_first()
        score = _at(row, self.last_score)
        places = [f"1+SUMPRODUCT(({_across(self.bands + 1, 1, len(names), fixed=True, still=True)}>{score})*1)"]
        for rule in self.rubric.overall.hurdles:
            low = [
                f"AND(ISNUMBER({_at(row, self.scores[id])}),{_at(row, self.scores[id])}<{_literal(rule.below)})" for id in rule.dimensions
            ]
            places += [f"IF(OR({','.join(low)}),{names.index(rule.band) + 1},1)"] if low else []
        listed = _across(self.bands, 1, len(names), fixed=True, still=True)
        return f'=IF(ISNUMBER({score}),INDEX({listed},1,MAX({",".join(places)})),"")'

    def _notes(self) -> None:
        """Under the programs: the bands, and what has to be known to read the sheet."""
        if self.whole:
            self.book.text(self.sheet, self.bands, 0, say("Band"), bold=True)
            self.book.text(self.sheet, self.bands + 1, 0, say("from"), italic=True)
            for at, name in enumerate(self.rubric.bands_best_first(), start=1):
                self.book.text(self.sheet, self.bands, at, name)
                self.book.number(self.sheet, self.bands + 1, at, self.rubric.bands[name].from_, "number")
        notes = [
            say("A level that is not known is blank, and the formulas leave it out; it is not 0."),
            say("A hatched cell is a criterion that does not apply to the program: its weight is left out."),
            say("Levels in italics are taken over from a whole: without one of its own a dimension has no score."),
            say("A score needs the key criterion of its dimension, and enough of the weight; else it is not rated."),
            say("Intervals and bounds are not calculated here: those of the rubric's weights stand with the cards."),
        ]
        for at, note in enumerate(notes, start=self.bands + 3):
            self.book.text(self.sheet, at, 0, note)

    def _banner(self) -> None:
        """Whether the weights are the rubric's; scores that are not those of the cards stand out."""
        weights = [_across(row, 1, max(self.criteria.values())) for row in (YOURS, RUBRIC)]
        own = say("These are the weights of the rubric.")
        other = say("THE WEIGHTS ARE NOT THE RUBRIC'S: scores made with them are yours, and no result of evalkit.")
        others = f"SUMPRODUCT(({weights[0]}<>{weights[1]})*1)"
        formula = f"=IF({others}=0,{_quoted(own)},{_quoted(other)})"
        self.sheet.write_formula(BANNER, 0, formula, self.book.format(num_format="General"), own)
        strong = self.book.workbook.add_format({"bold": True, "font_color": "#9C0006"})
        self.sheet.conditional_format(BANNER, 0, BANNER, 0, {"type": "formula", "criteria": f"={others}>0", "format": strong})
        here, card = _at(FIRST, 1), _at(FIRST, self.engine)
        both = f"AND(ISNUMBER({here}),ISNUMBER({card}))"
        look = self.book.workbook.add_format({"bold": True, "italic": True, "font_color": "#9C0006"})
        differs = f"=IF({both},ABS({here}-{card})>{NEAR},ISNUMBER({here})<>ISNUMBER({card}))"
        self.sheet.conditional_format(FIRST, 1, self.end, self.last_score, {"type": "formula", "criteria": differs, "format": look})

    def _name(self, wanted: str, row: int, first: int, last: int) -> None:
        """Name input cells, so that they are found and formulas elsewhere can use them."""
        name = NOT_SAID.sub("_", f"{self.named}{wanted}")
        sheet = self.sheet.get_name().replace("'", "''")
        cells = _across(row, first, last, fixed=True, still=True)
        self.book.define(name, f"='{sheet}'!{cells}")


def _quoted(text: str) -> str:
    """A text within a formula."""
    return '"' + text.replace('"', '""') + '"'


def _literal(value: float) -> str:
    """A number within a formula, with all the digits that a spreadsheet keeps."""
    return f"{value:.15g}"


def _at(row: int, column: int) -> str:
    """A cell of the row itself."""
    return xl_rowcol_to_cell(row, column)


def _cell(row: int, column: int) -> str:
    """A cell of a row that all programs share."""
    return xl_rowcol_to_cell(row, column, row_abs=True)


def _across(row: int, first: int, last: int, fixed: bool = False, still: bool = False) -> str:
    """The cells of a row from one column to another; `fixed` for a row that all programs share, `still` for columns as well."""
    return ":".join(xl_rowcol_to_cell(row, at, row_abs=fixed, col_abs=still) for at in dict.fromkeys((first, last)))
