"""Where a sheet of what-ifs has what."""

from itertools import count

from openpyxl.utils import get_column_letter

YOURS_ROW, FIRST_ROW = 6, 7


class Columns:
    """Where a sheet of what-ifs has its scores, criteria, statuses, possible ranges, and the
    ends of the ranges of levels."""

    def __init__(self, rubric):
        # the columns in their order, from B on: A has the names of the programs
        letters = map(get_column_letter, count(2))
        criteria, named = rubric.criteria(), [*rubric.dimensions]
        self.scores = {name: next(letters) for name in rubric.dimensions}
        self.overall = self.band = None
        if rubric.overall.aggregate != "none":
            named.append("overall")
            self.overall, self.band = next(letters), next(letters)
        self.criteria = {name: next(letters) for name in criteria}
        self.status = {name: next(letters) for name in named}
        self.range = {name: (next(letters), next(letters)) for name in named}
        self.low = {name: next(letters) for name in criteria}
        self.high = {name: next(letters) for name in criteria}

    @property
    def all_scores(self):
        """The columns of the scores, the overall one where there is one."""
        return self.scores | ({"overall": self.overall} if self.overall else {})


def inputs(columns, weights, levels):
    """The cells of a sheet of what-ifs that hold these weights and levels."""
    weighed = dict(columns.criteria)
    # without an overall score the dimensions have no weights
    if columns.overall:
        weighed |= columns.scores
    cells = {}
    for name in weights.keys() & weighed.keys():
        cells[f"{weighed[name]}{YOURS_ROW}"] = weights[name]
    for row, given in enumerate(levels, start=FIRST_ROW):
        for name, level in given.items():
            cells[f"{columns.criteria[name]}{row}"] = level
    return cells
