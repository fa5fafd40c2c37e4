"""Where a sheet of what-ifs has what."""

from openpyxl.utils import get_column_letter

YOURS_ROW, FIRST_ROW = 6, 7


class Columns:
    """Where a sheet of what-ifs has its scores, criteria, statuses, possible ranges, and the
    ends of the ranges of levels."""

    def __init__(self, rubric):
        whole, ids = rubric.overall.aggregate != "none", [*rubric.criteria()]
        self.scores = {
            id: get_column_letter(at)
            for at, id in enumerate(rubric.dimensions, start=2)
        }
        after = 2 + len(self.scores)
        self.overall, self.band = (
            (get_column_letter(after), get_column_letter(after + 1))
            if whole
            else (None, None)
        )
        after += 2 * whole
        self.criteria = {
            id: get_column_letter(at) for at, id in enumerate(ids, start=after)
        }
        after += len(ids)
        named = [*self.scores, *(["overall"] if whole else [])]
        self.status = {
            id: get_column_letter(at) for at, id in enumerate(named, start=after)
        }
        after += len(named)
        self.range = {
            id: (
                get_column_letter(after + 2 * at),
                get_column_letter(after + 2 * at + 1),
            )
            for at, id in enumerate(named)
        }
        after += 2 * len(named)
        self.low = {id: get_column_letter(after + at) for at, id in enumerate(ids)}
        self.high = {
            id: get_column_letter(after + len(ids) + at) for at, id in enumerate(ids)
        }

    @property
    def all_scores(self):
        """The columns of the scores, the overall one where there is one."""
        return self.scores | ({"overall": self.overall} if self.overall else {})


def inputs(columns, weights, levels):
    """The cells of a sheet of what-ifs that hold these weights and levels."""
    found = {
        f"{columns.criteria[id]}{YOURS_ROW}": weight
        for id, weight in weights.items()
        if id in columns.criteria
    }
    found |= {
        f"{columns.scores[id]}{YOURS_ROW}": weight
        for id, weight in weights.items()
        if id in columns.scores and columns.overall
    }
    for row, given in enumerate(levels, start=FIRST_ROW):
        found |= {f"{columns.criteria[id]}{row}": level for id, level in given.items()}
    return found
