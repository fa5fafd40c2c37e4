"""A spreadsheet as small as the formulas of a workbook need it: what stands in the cells,
calculated anew by our own reading of them.

Functions do what Excel, LibreOffice and Google Sheets do: an empty cell is no number and
counts as 0 in sums, text is skipped by COUNT and MAX and is an error in arithmetic, and IF
leaves alone what it does not choose.
"""

import math
import re
from functools import cache

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.cell_range import CellRange

TOKEN = re.compile(
    r'\s*("(?:[^"]|"")*"|\$?[A-Z]{1,3}\$?\d+|[A-Z]+(?=\()|TRUE|FALSE|\d+(?:\.\d+)?(?:E[+-]?\d+)?|<=|>=|<>|[-+*/<>=(),:])',
    re.IGNORECASE,
)
LEVELS = [("<=", ">=", "<>", "<", ">", "="), ("+", "-"), ("*", "/")]
"""Operators from the loosest to the tightest."""
OPERATORS = {
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
    "/": lambda a, b: a / b,
    "<": lambda a, b: a < b,
    ">": lambda a, b: a > b,
    "<=": lambda a, b: a <= b,
    ">=": lambda a, b: a >= b,
}


class Spreadsheet:
    """The cells of an openpyxl sheet; what is set in `inputs` by its place stands instead of
    what the file has."""

    def __init__(self, sheet, inputs=()):
        self.sheet, self.inputs, self.known = sheet, dict(inputs), {}

    def value(self, place):
        """What a cell shows: a number, a text, a truth, or None when it is empty."""
        if place not in self.known:
            held = self.sheet[place].value
            if place in self.inputs:
                held = self.inputs[place]
            if isinstance(held, str) and held.startswith("="):
                held = self.calculated(held)
            self.known[place] = held
        return self.known[place]

    def calculated(self, formula):
        """The value of a formula; raises AssertionError for what is not understood."""
        return self.evaluated(parsed(formula))

    def evaluated(self, tree):
        kind, *rest = tree
        if kind == "value":
            return rest[0]
        if kind == "cell":
            return self.value(rest[0])
        if kind == "range":
            return [self.value(place) for place in places(*rest)]
        if kind == "call" and rest[0] == "IF":
            condition, then, other = rest[1]
            return self.evaluated(then if self.evaluated(condition) else other)
        if kind == "call":
            return FUNCTIONS[rest[0]](*map(self.evaluated, rest[1]))
        return each_of(lambda a, b: applied(kind, a, b), *map(self.evaluated, rest))


@cache
def parsed(formula):
    """The tree of a formula; raises AssertionError for what is not understood."""
    tokens, begin = [], 1
    while begin < len(formula):
        token = TOKEN.match(formula, begin)
        assert token, f"not understood: {formula[begin:]!r} in {formula}"
        tokens.append(token[1])
        begin = token.end()
    reader = Reader(tokens)
    tree = reader.expression()
    assert not reader.tokens, f"left over in {formula}: {reader.tokens}"
    return tree


class Reader:
    """Reads tokens into a tree."""

    def __init__(self, tokens):
        self.tokens = tokens

    def expression(self, level=0):
        if level == len(LEVELS):
            return self.single()
        left = self.expression(level + 1)
        while self.tokens and self.tokens[0] in LEVELS[level]:
            operator = self.tokens.pop(0)
            left = (operator, left, self.expression(level + 1))
        return left

    def single(self):
        token = self.tokens.pop(0)
        if token == "(":
            inside = self.expression()
            assert self.tokens.pop(0) == ")"
            return inside
        if token == "-":
            return ("-", ("value", 0), self.single())
        if token.startswith('"'):
            return ("value", token[1:-1].replace('""', '"'))
        if token in ("TRUE", "FALSE"):
            return ("value", token == "TRUE")
        if self.tokens[:1] == ["("]:
            return ("call", token, self.arguments())
        if token[0].isdigit():
            return ("value", float(token))
        place = token.replace("$", "")
        if self.tokens[:1] == [":"]:
            self.tokens.pop(0)
            return ("range", place, self.tokens.pop(0).replace("$", ""))
        return ("cell", place)

    def arguments(self):
        self.tokens.pop(0)
        arguments = [self.expression()]
        while self.tokens[0] == ",":
            self.tokens.pop(0)
            arguments.append(self.expression())
        assert self.tokens.pop(0) == ")"
        return arguments


@cache
def places(first, last):
    """The cells of a range, row by row."""
    rows = CellRange(f"{first}:{last}").rows
    return [
        f"{get_column_letter(column)}{row}" for cells in rows for row, column in cells
    ]


def each_of(done, *operands):
    """Do something with single values, or with each place of ranges of one size."""
    ranges = [operand for operand in operands if isinstance(operand, list)]
    if not ranges:
        return done(*operands)
    columns = []
    for operand in operands:
        is_range = isinstance(operand, list)
        columns.append(operand if is_range else [operand] * len(ranges[0]))
    # strict: there is no operation on ranges of different size
    return [done(*row) for row in zip(*columns, strict=True)]


def applied(operator, left, right):
    has_text = isinstance(left, str) or isinstance(right, str)
    # an empty cell equals 0, and no text
    if not has_text:
        left, right = left or 0, right or 0
    if operator in ("=", "<>"):
        return (left == right) == (operator == "=")
    assert not has_text, f"#VALUE!: {left!r} {operator} {right!r}"
    return OPERATORS[operator](left, right)


def is_number(value):
    return isinstance(value, int | float) and not isinstance(value, bool)


def flat(operands):
    values = []
    for operand in operands:
        values += operand if isinstance(operand, list) else [operand]
    return values


def numbers(*operands):
    """The numbers among the operands; text and empty cells are skipped."""
    return [value for value in flat(operands) if is_number(value)]


def sum_of_products(*operands):
    """Products of the places of the ranges, added up; what is no number in a range counts as 0."""
    rows = zip(
        *(each if isinstance(each, list) else [each] for each in operands), strict=True
    )
    return sum(
        math.prod(value if is_number(value) else 0 for value in row) for row in rows
    )


def rounded(value, digits):
    """As spreadsheets round: a half goes away from zero."""
    return math.copysign(math.floor(abs(value) * 10**digits + 0.5) / 10**digits, value)


FUNCTIONS = {
    "AND": lambda *all_of: all(flat(all_of)),
    "OR": lambda *any_of: any(flat(any_of)),
    "NOT": lambda value: not value,
    "ISNUMBER": lambda value: each_of(is_number, value),
    "COUNT": lambda *values: len(numbers(*values)),
    "SUM": lambda *values: sum(numbers(*values)),
    "SUMPRODUCT": sum_of_products,
    "MIN": lambda *values: min(numbers(*values), default=0),
    "MAX": lambda *values: max(numbers(*values), default=0),
    "ROUND": lambda value, digits: rounded(value, int(digits)),
    "ABS": abs,
    "EXP": math.exp,
    "LN": math.log,
    "INDEX": lambda row, line, column: row[int(column) - 1],
}
