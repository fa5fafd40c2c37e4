"""The sheet on which a reader changes weights and levels: evalkit/engine/aggregate.py as formulas of a spreadsheet, whose
means are those of its aggregators.

Only functions that Excel, LibreOffice and Google Sheets have alike are used. Every formula carries the number of the engine, for readers
that calculate nothing. Uncertainty intervals need simulations and stand with the cards; statuses and possible ranges follow here.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from evalkit.engine.aggregate import overall_aggregator
from evalkit.engine.aggregators import Term, aggregator
from evalkit.locale import say
from evalkit.model.card import ReportCard
from evalkit.model.result import ANY_LEVEL, OVERALL, DimensionScore, Rating, Score
from evalkit.model.rubric import POINTS
from evalkit.report import contrast
from evalkit.report.number import exact
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
        after = start + len(self.criteria)
        scored = [*self.scores, *([OVERALL] if self.whole else [])]
        self.status = {id: at for at, id in enumerate(scored, start=after)}
        after += len(scored)
        self.range = {
            id: (at, at + 1)
            for id, at in zip(scored, range(after, after + 2 * len(scored), 2), strict=True)
        }
        after += 2 * len(scored)
        self.ends = [
            {id: at + place for place, id in enumerate(self.criteria)}
            for at in (after, after + len(self.criteria))
        ]
        self.engine = after + 2 * len(self.criteria)
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
        places = [self.criteria, *self.ends]
        levels = {
            each[id]: f"{id} {say(criterion.name)}"
            for id, criterion in self.rubric.criteria().items()
            for each in places
        }
        widths = [
            30.0,
            *(9.0 if at in levels else 12.0 for at in range(1, self.engine + self.last_score)),
        ]
        self.book.fit(sheet, widths, {HEADINGS: [levels.get(at, "") for at in range(len(widths))]})
        title = say(
            "Change a colored cell, and the scores follow; a score that differs from the card's is in bold italics."
        )
        text(sheet, TITLE, 0, title, bold=True)
        text(sheet, HEADINGS, 0, say("Program"), **HEADING)
        text(sheet, GROUPS, 1, say("Scores"), bold=True)
        text(sheet, GROUPS, self.engine, say("As on the cards"), bold=True)
        text(sheet, GROUPS, min(self.status.values()), say("Status"), bold=True)
        text(sheet, GROUPS, min(self.range.values())[0], say("Possible range"), bold=True)
        for ends, group in zip(
            self.ends,
            (say("Lowest level that is possible"), say("Highest level that is possible")),
            strict=True,
        ):
            text(sheet, GROUPS, min(ends.values()), group, bold=True)
        for id, at in self.status.items():
            called = (
                say(self.rubric.dimensions[id].name)
                if id in self.rubric.dimensions
                else say("Overall")
            )
            text(sheet, HEADINGS, at, called, **HEADING)
            for place, end in zip(self.range[id], (say("low"), say("high")), strict=True):
                text(
                    sheet,
                    HEADINGS,
                    place,
                    say("{dimension}: {what}", dimension=called, what=end),
                    **HEADING,
                )
        for id, dimension in self.rubric.dimensions.items():
            text(
                sheet,
                GROUPS,
                self.criteria[next(iter(dimension.criteria))],
                say(dimension.name),
                bold=True,
            )
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
        given = (
            {self.scores[id]: (id, each.weight) for id, each in self.rubric.dimensions.items()}
            if self.whole
            else {}
        )
        given |= {
            self.criteria[id]: (id, each.weight) for id, each in self.rubric.criteria().items()
        }
        for column, (id, weight) in given.items():
            self.book.number(self.sheet, RUBRIC, column, weight, "number", italic=True)
            self.book.number(self.sheet, YOURS, column, weight, "number", **INPUT)
            self._name(f"weight_{id}", YOURS, column, column)
        last = max(self.criteria.values())
        from_zero = {
            "criteria": ">=",
            "value": 0,
            "error_message": say("A weight is a number from 0 upward."),
        }
        level = {
            "minimum": 0,
            "maximum": 4,
            "error_message": say(
                "A level is a number from 0 to 4, or blank where it is not known."
            ),
        }
        self.sheet.data_validation(YOURS, 1, YOURS, last, {"validate": "decimal", **from_zero})
        for places in (
            self.criteria,
            {**self.ends[0], **{f"{id} high": at for id, at in self.ends[1].items()}},
        ):
            cells = (FIRST, min(places.values()), self.end, max(places.values()))
            self.sheet.data_validation(
                *cells, {"validate": "decimal", "criteria": "between", **level}
            )

    def _program(self, row: int, card: ReportCard) -> None:
        self.book.text(self.sheet, row, 0, contrast.title(card))
        for rating in card.ratings:
            self._level(row, rating)
        self._name(
            f"levels_{card.program.id}",
            row,
            min(self.criteria.values()),
            max(self.criteria.values()),
        )
        for each in card.dimensions:
            self._result(
                row, self.scores[each.id], self._dimension(row, each), exact(each.score.score)
            )
            self._doubt(
                row,
                each.id,
                each.score,
                self._dimension_status(row, each),
                [self._possible(row, each, at) for at in (0, 1)],
            )
        if self.whole:
            self._result(row, self.last_score, self._overall(row), exact(card.overall.score))
            self._doubt(
                row,
                OVERALL,
                card.overall,
                self._overall_status(row),
                [self._overall_possible(row, at) for at in (0, 1)],
            )
            shown = self.book.format(num_format="General", align="center")
            self.sheet.write_formula(
                row, self.last_score + 1, self._band(row), shown, card.overall.band or ""
            )

    def _level(self, row: int, rating: Rating) -> None:
        """The level of a criterion, blank where it is not known, and the ends of its range; what does not apply cannot be given one."""
        places = [self.criteria[rating.id], *(ends[rating.id] for ends in self.ends)]
        values = [rating.level, *(rating.interval or ANY_LEVEL)]
        if (
            rating.status == "not_applicable"
        ):  # by the word of coders it has a range, by a rule of the rubric it has none
            hatched = 1 if rating.interval else len(places)
            for column in places[:hatched]:
                self.sheet.write_blank(
                    row,
                    column,
                    None,
                    self.book.format(pattern=14, fg_color="#A6A6A6", bg_color="#FFFFFF"),
                )
            places, values = places[hatched:], values[hatched:]
        look = {**INPUT, "italic": rating.origin == "judged"}
        for column, value in zip(places, values, strict=True):
            if value is None:
                self.sheet.write_blank(
                    row, column, None, self.book.format(num_format="0.0", **look)
                )
            else:
                self.book.number(self.sheet, row, column, value, "level", **look)

    def _doubt(self, row: int, id: str, score: Score, status: str, ends: Sequence[str]) -> None:
        """The status of a score and its possible range, as formulas."""
        words = self.book.format(num_format="General")
        self.sheet.write_formula(
            row, self.status[id], status, words, say(score.status.replace("_", " "))
        )
        for column, formula, value in zip(self.range[id], ends, score.possible_range, strict=True):
            self.sheet.write_formula(
                row, column, formula, self.book.format(num_format="0", align="right"), exact(value)
            )

    def _result(self, row: int, column: int, formula: str, value: float | None) -> None:
        """A score as a formula, and at the end of the row as the card has it."""
        shown = self.book.format(
            num_format="0", align="right", bold=column == self.last_score and self.whole
        )
        self.sheet.write_formula(
            row, column, formula, shown, say("not rated") if value is None else value
        )
        copy = self.engine + column - 1
        if value is None:
            self.book.text(
                self.sheet, row, copy, say("not rated"), font_color="#595959", align="right"
            )
        else:
            self.book.number(self.sheet, row, copy, value, "score", font_color="#595959")

    def _possible_weight(self, dimension: DimensionScore) -> str:
        """The weight of all criteria but those that a rule of the rubric leaves out."""
        first, last = (
            self.criteria[each.id] for each in (dimension.criteria[0], dimension.criteria[-1])
        )
        left_out = [
            _cell(YOURS, self.criteria[each.id])
            for each in dimension.criteria
            if not _is_possible(each)
        ]
        return f"({'-'.join([f'SUM({_across(YOURS, first, last, fixed=True)})', *left_out])})"

    def _weighed(self, row: int, dimension: DimensionScore) -> tuple[str, str]:
        """The weight of the criteria with a level, and of all that apply."""
        first, last = (
            self.criteria[each.id] for each in (dimension.criteria[0], dimension.criteria[-1])
        )
        weights, levels = _across(YOURS, first, last, fixed=True), _across(row, first, last)
        left_out = [
            _cell(YOURS, self.criteria[each.id])
            for each in dimension.criteria
            if each.status == "not_applicable"
        ]
        return (
            f"SUMPRODUCT({weights}*ISNUMBER({levels}))",
            f"({'-'.join([f'SUM({weights})', *left_out])})",
        )

    def _dimension(self, row: int, dimension: DimensionScore) -> str:
        """What the aggregator makes of the levels that are there, held down by the cap; no score
        where too little is.
        """
        rated, total = self._weighed(row, dimension)
        key = _at(row, self.criteria[dimension.key])
        least = f"ROUND({rated}-{_literal(self.rubric.coverage.provisional)}*{total},9)<0"
        cells = {each.id: _at(row, self.criteria[each.id]) for each in dimension.criteria}
        terms = [
            Term(_cell(YOURS, self.criteria[id]), f"{POINTS}*{level}", f"ISNUMBER({level})")
            for id, level in cells.items()
        ]
        mean = aggregator(self.rubric.dimensions[dimension.id].aggregate).formula(terms)
        score = self._capped(dimension, mean, key)
        lacking = f"OR(NOT(ISNUMBER({key})),{rated}=0,{least})"
        return f"=IF({lacking},{_quoted(say('not rated'))},ROUND({score},9))"

    def _capped(self, dimension: DimensionScore, mean: str, key: str) -> str:
        """A mean that the key criterion holds down, where the rubric has a cap."""
        cap = self.rubric.dimensions[dimension.id].cap
        return f"MIN({mean},{POINTS}*({key}+{_literal(cap.above_key)}))" if cap else mean

    def _dimension_status(self, row: int, dimension: DimensionScore) -> str:
        """Rated, provisional or not rated, by the weight of the criteria with a level."""
        rated, total = self._weighed(row, dimension)
        less = f"ROUND({rated}-{_literal(self.rubric.coverage.rated)}*{total},9)<0"
        words = [_quoted(say(word)) for word in ("provisional", "rated", "not rated")]
        return f"=IF(ISNUMBER({_at(row, self.scores[dimension.id])}),IF({less},{words[0]},{words[1]}),{words[2]})"

    def _possible(self, row: int, dimension: DimensionScore, at: int) -> str:
        """The low or the high end of the possible range: every criterion at that end of its range,
        a level beyond it at the level.
        """
        extreme = ("MIN", "MAX")[at]
        ends = {
            each.id: f"{extreme}({_at(row, self.criteria[each.id])},{_at(row, self.ends[at][each.id])}+0)"
            for each in dimension.criteria
            if _is_possible(each)
        }
        total = self._possible_weight(dimension)
        terms = [
            Term(_cell(YOURS, self.criteria[id]), f"{POINTS}*{end}") for id, end in ends.items()
        ]
        if not terms:
            return f"={(0, 100)[at]}"
        score = aggregator(self.rubric.dimensions[dimension.id].aggregate).formula(terms)
        if dimension.key in ends:
            score = self._capped(dimension, score, ends[dimension.key])
        return f"=IF({total}=0,{(0, 100)[at]},ROUND({score},9))"

    def _overall(self, row: int) -> str:
        """What the aggregator makes of the scores that are there."""
        overall, first, last = self.rubric.overall, 1, len(self.scores)
        scores, weights = _across(row, first, last), _across(YOURS, first, last, fixed=True)
        terms = [
            Term(_cell(YOURS, at), _at(row, at), f"ISNUMBER({_at(row, at)})")
            for at in self.scores.values()
        ]
        lacking = [f"NOT(ISNUMBER({_at(row, self.scores[id])}))" for id in overall.needs.among]
        lacking += [f"COUNT({scores})<{overall.needs.dimensions}"]
        lacking += [f"SUMPRODUCT({weights}*ISNUMBER({scores}))=0"]
        score = overall_aggregator(self.rubric).formula(terms)
        return f"=IF(OR({','.join(lacking)}),{_quoted(say('not rated'))},ROUND({score},9))"

    def _overall_status(self, row: int) -> str:
        """Rated where every dimension is."""
        words = [_quoted(say(word)) for word in ("rated", "provisional", "not rated")]
        every = ",".join(f"{_at(row, self.status[id])}={words[0]}" for id in self.scores)
        return f"=IF(ISNUMBER({_at(row, self.last_score)}),IF(AND({every}),{words[0]},{words[1]}),{words[2]})"

    def _overall_possible(self, row: int, at: int) -> str:
        """The low or the high end of the possible range of the overall score; a dimension without a
        score is 0 to 100.
        """
        anything = (0, 100)[at]
        terms = [
            Term(
                _cell(YOURS, place),
                f"IF(ISNUMBER({_at(row, place)}),{_at(row, self.range[id][at])},{anything})",
            )
            for id, place in self.scores.items()
        ]
        score = overall_aggregator(self.rubric).formula(terms)
        weights = _across(YOURS, 1, len(self.scores), fixed=True)
        return f"=IF(SUM({weights})=0,{anything},ROUND({score},9))"

    def _band(self, row: int) -> str:
        """The band of the overall score, no better than the caps leave."""
        names = self.rubric.bands_best_first()
        score = _at(row, self.last_score)
        places = [
            f"1+SUMPRODUCT(({_across(self.bands + 1, 1, len(names), fixed=True, still=True)}>{score})*1)"
        ]
        for rule in self.rubric.overall.caps:
            low = [
                f"AND(ISNUMBER({_at(row, self.scores[id])}),{_at(row, self.scores[id])}<{_literal(rule.below)})"
                for id in rule.dimensions
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
                self.book.number(
                    self.sheet, self.bands + 1, at, self.rubric.bands[name].from_, "number"
                )
        notes = [
            say(
                "A blank level is unknown: the formulas leave it out of the score, and it is not 0."
            ),
            say(
                "A hatched cell is a criterion that does not apply to the program: its weight is left out."
            ),
            say("Levels in italics are judged by coders; the others are measured."),
            say(
                "A score needs the key criterion of its dimension and enough of the weight; otherwise it is not rated."
            ),
            say(
                "The possible range has every criterion at the lowest or highest level that is possible, 0 and 4 where nothing is known."
            ),
            say(
                "Uncertainty intervals are not calculated here: those of the rubric's weights are with the cards."
            ),
        ]
        for at, note in enumerate(notes, start=self.bands + 3):
            self.book.text(self.sheet, at, 0, note)

    def _banner(self) -> None:
        """Whether the weights are the rubric's; scores that are not those of the cards stand out."""
        weights = [_across(row, 1, max(self.criteria.values())) for row in (YOURS, RUBRIC)]
        own = say("These are the weights of the rubric.")
        other = say(
            "THE WEIGHTS ARE NOT THE RUBRIC'S: scores made with them are yours, and no result of evalkit."
        )
        others = f"SUMPRODUCT(({weights[0]}<>{weights[1]})*1)"
        formula = f"=IF({others}=0,{_quoted(own)},{_quoted(other)})"
        self.sheet.write_formula(BANNER, 0, formula, self.book.format(num_format="General"), own)
        strong = self.book.workbook.add_format({"bold": True, "font_color": "#9C0006"})
        self.sheet.conditional_format(
            BANNER, 0, BANNER, 0, {"type": "formula", "criteria": f"={others}>0", "format": strong}
        )
        here, card = _at(FIRST, 1), _at(FIRST, self.engine)
        both = f"AND(ISNUMBER({here}),ISNUMBER({card}))"
        look = self.book.workbook.add_format(
            {"bold": True, "italic": True, "font_color": "#9C0006"}
        )
        differs = f"=IF({both},ABS({here}-{card})>{NEAR},ISNUMBER({here})<>ISNUMBER({card}))"
        self.sheet.conditional_format(
            FIRST,
            1,
            self.end,
            self.last_score,
            {"type": "formula", "criteria": differs, "format": look},
        )

    def _name(self, wanted: str, row: int, first: int, last: int) -> None:
        """Name input cells, so that they are found and formulas elsewhere can use them."""
        name = NOT_SAID.sub("_", f"{self.named}{wanted}")
        sheet = self.sheet.get_name().replace("'", "''")
        cells = _across(row, first, last, fixed=True, still=True)
        self.book.define(name, f"='{sheet}'!{cells}")


def _is_possible(rating: Rating) -> bool:
    """Whether a criterion enters the possible range: only a rule of the rubric takes it out."""
    return rating.status != "not_applicable" or rating.interval is not None


def _quoted(text: str) -> str:
    """A text within a formula."""
    return '"' + text.replace('"', '""') + '"'


def _literal(value: float) -> str:
    """A number within a formula, with all the digits that a spreadsheet keeps."""
    return f"{value:.15g}"


def _at(row: int, column: int) -> str:
    """A cell of the row itself."""
    return str(xl_rowcol_to_cell(row, column))


def _cell(row: int, column: int) -> str:
    """A cell of a row that all programs share."""
    return str(xl_rowcol_to_cell(row, column, row_abs=True))


def _across(row: int, first: int, last: int, fixed: bool = False, still: bool = False) -> str:
    """The cells of a row from one column to another; `fixed` for a row that all programs share, `still` for columns as well."""
    return ":".join(
        xl_rowcol_to_cell(row, at, row_abs=fixed, col_abs=still)
        for at in dict.fromkeys((first, last))
    )
