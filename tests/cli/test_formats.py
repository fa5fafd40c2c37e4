"""Every format shows the same numbers: what each prints of scores, levels, statuses, bands and
results, read back and laid beside the engine's.

A format that is added gets a function that reads back what it prints, and an entry in `CARDS`
and in `COMPARISONS`.
"""

import csv
import io
import json
import re

import click
import docx
import made
import openpyxl
import pytest
from attrs import evolve

import evalkit
from evalkit.model.certainty import CERTAINTIES
from evalkit.plugin import Options
from evalkit.report import csv as csv_writer
from evalkit.report import docx as docx_writer
from evalkit.report import html, latex, markdown, number, xlsx
from evalkit.report import json as json_writer
from evalkit.report.terminal import text as terminal
from evalkit.report.terminal.strip import INTERVAL, POINT, POSSIBLE

NAMES = {
    "coordination": "Coordination",
    "spillover": "Spillover",
    "redundancy": "Redundancy",
    "regional_fit": "Regional fit",
    "overall": "Overall",
}
IDS = {name: id for id, name in NAMES.items()}
SCORE = ("score", "interval", "possible_range", "band", "status")
SIGNS = {POINT, INTERVAL, POSSIBLE}
LEVEL = ("level", "interval", "certainty", "origin", "status")


@pytest.fixture(scope="module")
def four(tmp_path_factory):
    """Four programs with every status and both origins of a level: so few that every pair is
    told, whatever type they are."""
    return evalkit.Cards(made.score(tmp_path_factory.mktemp("made")))


@pytest.fixture(scope="module")
def comparison(four):
    return evalkit.compare(four)


def ends(low, high, shown=number.score):
    """Both ends of an interval, as they are printed."""
    return None if low is None else f"{shown(low)} to {shown(high)}"


def engine(cards):
    """What the formats may print, by program, dimension or criterion, and what it is; None where
    nothing is known."""
    found = {}
    for card in cards:
        for id, score in [
            *((each.id, each.score) for each in card.dimensions),
            ("overall", card.overall),
        ]:
            shown = None if score.score is None else number.score(score.score)
            values = (
                shown,
                ends(*(score.interval or (None, None))),
                ends(*score.possible_range),
                score.band,
                score.status,
            )
            found |= {
                (card.program.id, id, what): value
                for what, value in zip(SCORE, values, strict=True)
            }
        for rating in card.ratings:
            shown = None if rating.level is None else number.level(rating.level)
            interval = ends(*(rating.interval or (None, None)), number.level)
            values = (
                shown,
                interval,
                rating.certainty,
                rating.origin,
                rating.status,
            )
            found |= {
                (card.program.id, rating.id, what): value
                for what, value in zip(LEVEL, values, strict=True)
            }
    return found


def known(text):
    """What is printed, None for what stands for nothing."""
    return None if text in ("", number.UNKNOWN, "not rated") else text


def status(text):
    return text.strip().replace(" ", "_")


def rounded(value, shown):
    return None if value in (None, "") else shown(float(value))


def from_text(cards):
    for card in cards:
        program = card.program.id
        for line in click.unstyle(
            terminal.cards([card], Options(verbose=True, width=200))
        ).splitlines():
            parts = re.split(r" {2,}", line.strip())
            if SIGNS & {*line}:  # a row of the first screen
                continue
            if parts[0] in IDS and len(parts) in (6, 7) and not line.startswith(" "):
                values = (
                    known(parts[1]),
                    known(parts[2]),
                    known(parts[3]),
                    known(parts[4].split(",")[0]),
                    status(parts[-1]),
                )
                yield from (
                    ((program, IDS[parts[0]], what), value)
                    for what, value in zip(SCORE, values, strict=True)
                )
            elif found := re.match(
                rf"  ([A-Z]{{3}}-\d) +(\S+)  ((?:\S+ to )?\S+) +(?:({'|'.join(CERTAINTIES)})"
                r" +(measured|judged) )?",
                line,
            ):
                yield (program, found[1], "level"), known(found[2])
                yield (program, found[1], "interval"), known(found[3])
                yield (program, found[1], "certainty"), found[4]
                yield (program, found[1], "origin"), found[5]


def from_screen(cards):
    """The first screen: scores beside their plots, and the criteria that stand out."""
    for card in cards:
        program = card.program.id
        for line in click.unstyle(
            terminal.cards([card], Options(width=200))
        ).splitlines():
            name, *parts = re.split(r" {2,}", line.strip())
            if SIGNS & {*line} and name in IDS and name != "Overall":
                score, interval, band, _ = parts[-4:]
                state = {True: "provisional", False: "rated"}[score.endswith("*")]
                values = (
                    known(score.removesuffix("*")),
                    known(interval),
                    known(band.split(",")[0]),
                    "not_rated" if band == "not rated" else state,
                )
                what = ("score", "interval", "band", "status")
                yield from (
                    ((program, IDS[name], part), value)
                    for part, value in zip(what, values, strict=True)
                )


def from_markdown(cards):
    for card in cards:
        program = card.program.id
        for line in markdown.cards([card], Options()).splitlines():
            cells = [cell.strip() for cell in line.split("|")[1:-1]]
            if len(cells) == 8 and cells[0] in IDS:
                values = (
                    known(cells[1]),
                    known(cells[2]),
                    known(cells[3]),
                    known(cells[4].split(",")[0]),
                    status(cells[6]),
                )
                yield from (
                    ((program, IDS[cells[0]], what), value)
                    for what, value in zip(SCORE, values, strict=True)
                )
            elif len(cells) == 8 and re.fullmatch(r"[A-Z]{3}-\d", cells[0]):
                origin = (
                    found[1]
                    if (found := re.match("(measured|judged): ", cells[7]))
                    else None
                )
                # what a level may be is its possible range, as in a workbook: no interval of
                # simulations
                assert cells[2] == ""
                values = (
                    known(cells[1]),
                    known(cells[3]),
                    cells[5] or None,
                    origin,
                    cells[6].replace("\\", "").replace(" ", "_"),
                )
                yield from (
                    ((program, cells[0], what), value)
                    for what, value in zip(LEVEL, values, strict=True)
                )


def from_docx(cards):
    for card in cards:
        document = docx.Document(io.BytesIO(docx_writer.cards([card], Options())))
        scores, levels = document.tables[:2]
        for row in scores.rows[1:]:
            name, score, interval, possible, band, _, state = (
                cell.text for cell in row.cells
            )
            values = (
                known(score),
                known(interval),
                known(possible),
                known(band.split(",")[0]),
            )
            yield from (
                ((card.program.id, IDS[name], what), value)
                for what, value in zip(SCORE, (*values, status(state)), strict=True)
            )
        for row in levels.rows[1:]:
            criterion, level, interval, certainty, basis, _ = (
                cell.text for cell in row.cells
            )
            origin = (
                found[1] if (found := re.match("(measured|judged): ", basis)) else None
            )
            values = known(level), known(interval), certainty or None, origin
            yield from (
                ((card.program.id, criterion.split()[0], what), value)
                for what, value in zip(LEVEL, values, strict=False)
            )


def from_csv(cards):
    for row in csv.DictReader(io.StringIO(csv_writer.cards(cards, Options()))):
        program, criterion, dimension = (
            row["program"],
            row["criterion"],
            row["dimension"],
        )
        yield (program, criterion, "level"), rounded(row["level"], number.level)
        low, high = (rounded(row[f"level_{end}"], float) for end in ("low", "high"))
        yield (program, criterion, "interval"), ends(low, high, number.level)
        yield (program, criterion, "certainty"), row["certainty"] or None
        yield (program, criterion, "origin"), row["origin"] or None
        yield (program, criterion, "status"), row["status"]
        for id, name in ((dimension, "dimension"), ("overall", "overall")):
            interval, possible_range = (
                ends(*(rounded(row[f"{what}_{end}"], float) for end in ("low", "high")))
                for what in (name, f"{name}_possible")
            )
            values = (
                rounded(row[f"{name}_score"], number.score),
                interval,
                possible_range,
                row[f"{name}_band"] or None,
                row[f"{name}_status"],
            )
            yield from (
                ((program, id, what), value)
                for what, value in zip(SCORE, values, strict=True)
            )


def from_json(cards):
    for card in json.loads(json_writer.cards(cards, Options()))["cards"]:
        program = card["program"]["id"]
        for each in [
            *card["dimensions"],
            {**card["overall"], "id": "overall", "criteria": []},
        ]:
            values = (
                rounded(each["score"], number.score),
                ends(*(each["interval"] or (None, None))),
                ends(*each["possible_range"]),
                each["band"],
                each["status"],
            )
            yield from (
                ((program, each["id"], what), value)
                for what, value in zip(SCORE, values, strict=True)
            )
            for rating in each["criteria"]:
                interval = ends(*(rating["interval"] or (None, None)), number.level)
                values = (
                    rounded(rating["level"], number.level),
                    interval,
                    rating["certainty"],
                    rating["origin"],
                    rating["status"],
                )
                yield from (
                    ((program, rating["id"], what), value)
                    for what, value in zip(LEVEL, values, strict=True)
                )


def from_latex(cards):
    return scores_of_latex(latex.cards(cards, Options()))


def scores_of_latex(text):
    for line in text.splitlines():
        cells = line.removesuffix(r" \\").split(" & ")
        if len(cells) == 6 and (program := re.search(r"\(([a-z0-9-]+)\)$", cells[0])):
            for id, cell in zip(NAMES, cells[1:], strict=True):
                yield from cell_of(
                    program[1], id, cell.replace("--", "-").replace("{*}", "*")
                )


def cell_of(program, id, cell):
    """A score with its interval and band in one cell; an asterisk says that it is provisional."""
    if cell == "not rated":
        yield from (
            ((program, id, what), None) for what in ("score", "interval", "band")
        )
        yield (program, id, "status"), "not_rated"
        return
    score, low, high, band, star = re.fullmatch(
        r"(\d+) \((\d+)-(\d+)\) (\w)(\*?)", cell
    ).groups()
    yield (program, id, "score"), score
    yield (program, id, "interval"), f"{low} to {high}"
    yield (program, id, "band"), band
    yield (program, id, "status"), "provisional" if star else "rated"


def rows_of(content, name):
    head, *rows = openpyxl.load_workbook(io.BytesIO(content))[name].iter_rows(
        values_only=True
    )
    return [dict(zip(head, row, strict=True)) for row in rows]


def from_workbook(cards):
    content = xlsx.cards(cards, Options())
    for row in rows_of(content, "Cards"):
        for id, name in NAMES.items():
            values = (
                rounded(row[f"{name}: score"], number.score),
                ends(
                    row[f"{name}: 80% interval, low"],
                    row[f"{name}: 80% interval, high"],
                ),
                ends(
                    row[f"{name}: possible range, low"],
                    row[f"{name}: possible range, high"],
                ),
                row[f"{name}: band"],
                status(row[f"{name}: status"]),
            )
            yield from (
                ((row["Program"], id, what), value)
                for what, value in zip(SCORE, values, strict=True)
            )
    for row in rows_of(content, "Criteria"):
        interval = ends(
            row["Possible range, low"], row["Possible range, high"], number.level
        )
        values = (
            rounded(row["Level"], number.level),
            interval,
            row["Certainty"],
            row["Origin"],
            status(row["Status"]),
        )
        yield from (
            ((row["Program"], row["Criterion"], what), value)
            for what, value in zip(LEVEL, values, strict=True)
        )


def from_page(cards):
    """Pages of one program each, which show everything without their script."""
    for card in cards:
        program, page = card.program.id, html.cards([card], Options())
        for id, row in re.findall(r'<tr data-dimension="(\w+)".*?>(.*?)</tr>', page):
            text = {
                name: re.search(rf'class="{name}"[^>]*>(.*?)<', row)[1]
                for name in ("score", "ends", "possible", "band", "status")
            }
            low, high = (
                known(text[name]) and text[name].replace("–", " to ")
                for name in ("ends", "possible")
            )
            values = (
                known(text["score"]),
                low,
                high,
                known(text["band"]) and text["band"].split()[0],
                status(text["status"]),
            )
            yield from (
                ((program, id, what), value)
                for what, value in zip(SCORE, values, strict=True)
            )
        for kind, id, head in re.findall(
            r'<details class="criterion (\w+)[^"]*"'
            r' id="[^"]*?([A-Z]{3}-\d)">\s*<summary>(.*?)</summary>',
            page,
            re.DOTALL,
        ):
            text = {
                name: re.findall(rf'class="{name}"[^>]*>(.*?)<', head)
                for name in ("level", "ends", "certainty")
            }
            interval = text["ends"][0].replace("–", " to ") if text["ends"] else None
            known_by = (
                (text["certainty"][0].removesuffix(" certainty"), text["certainty"][1])
                if text["certainty"]
                else (None, None)
            )
            values = (known((text["level"] or [""])[0]), interval, *known_by, kind)
            yield from (
                ((program, id, what), value)
                for what, value in zip(LEVEL, values, strict=True)
            )


CARDS = {
    "html": from_page,
    "text": from_text,
    "screen": from_screen,
    "docx": from_docx,
    "md": from_markdown,
    "csv": from_csv,
    "json": from_json,
    "latex": from_latex,
    "xlsx": from_workbook,
}
LACKS = {
    # the words of its line tell it
    "text": lambda id, what: "-" in id and what == "status",
    "docx": lambda id, what: "-" in id and what == "status",
    "screen": lambda id, what: "-" in id or what == "possible_range" or id == "overall",
    "latex": lambda id, what: "-" in id or what == "possible_range",
}
"""What a format does not print of a dimension or a criterion."""


@pytest.mark.parametrize("form", CARDS)
def test_cards_show_the_numbers_of_the_engine(form, four):
    expected = {
        key: value
        for key, value in engine(four).items()
        if not LACKS.get(form, lambda id, what: False)(*key[1:])
    }
    assert agreed(form, CARDS[form](four), expected) == expected


def agreed(form, printed, expected):
    """What a format prints, each once; raises AssertionError where it prints two things of one,
    or another number than the engine has."""
    found = {}
    for key, value in printed:
        assert found.setdefault(key, value) == value, (
            f"{form} prints {key} as {found[key]} and as {value}"
        )
    wrong = {
        key: (value, expected.get(key))
        for key, value in found.items()
        if value != expected.get(key)
    }
    assert wrong == {}, f"{form} prints something else than the engine has"
    return found


def cells_of_text(comparison):
    options = Options(verbose=True, width=300)
    for line in click.unstyle(terminal.comparison(comparison, options)).splitlines():
        if row := re.match(r"[A-Z]{2} (\S+) +", line):
            cells = re.findall(r"–|(\d+) ([A-E]\*?) +(\d+-\d+)", line[row.end() :])
            for id, (score, band, interval) in zip(NAMES, cells, strict=True):
                yield from cell_of(
                    row[1], id, f"{score} ({interval}) {band}" if score else "not rated"
                )


def cells_of_markdown(comparison):
    for line in markdown.comparison(comparison, Options()).splitlines():
        cells = [cell.strip().replace("\\", "") for cell in line.split("|")[1:-1]]
        if len(cells) == 7 and re.fullmatch("[A-Z]{2} .+", cells[1]):
            for id, cell in zip(NAMES, cells[2:], strict=True):
                yield from cell_of(cells[1].partition(" ")[2], id, cell)


SIDE_BY_SIDE = {
    "text": cells_of_text,
    "md": cells_of_markdown,
    "latex": lambda comparison: scores_of_latex(
        latex.comparison(comparison, Options())
    ),
}


@pytest.mark.parametrize("form", SIDE_BY_SIDE)
def test_a_table_of_the_whole_library_shows_the_numbers_of_the_engine(
    form, library, by_country
):
    expected = {
        key: value
        for key, value in engine(library).items()
        if key[1] in NAMES and key[2] != "possible_range"
    }
    assert agreed(form, SIDE_BY_SIDE[form](by_country), expected) == expected


def told(pair):
    """What is said of a pair: the result, and of one that is clearly higher the scores on the
    common criteria, points, interval and weight."""
    if pair.result not in ("left", "right"):
        return (pair.result,)
    sign = 1 if pair.result == "left" else -1
    scores, interval = pair.scores[::sign], sorted(sign * end for end in pair.interval)
    share = pair.share_left_higher if sign == 1 else 1 - pair.share_left_higher
    numbers = (
        *map(number.score, scores),
        number.score(abs(pair.difference)),
        ends(*interval),
    )
    return pair.result, *numbers, number.share(pair.common_weight), number.share(share)


def ordered(comparison, dimension, higher, lower, *numbers):
    """A pair that a format tells as one above the other, as the engine names it."""
    ids = [card.program.id for card in comparison.cards]
    result = "left" if ids.index(higher) < ids.index(lower) else "right"
    left, right = (higher, lower) if result == "left" else (lower, higher)
    return (left, right, dimension), (result, *numbers)


UNDECIDED = {
    "no clear difference": "no_clear_difference",
    "not comparable": "not_comparable",
}


def pairs_of_text(comparison):
    dimension = None
    for line in click.unstyle(
        terminal.comparison(comparison, Options(verbose=True, width=500))
    ).splitlines():
        if (head := line.partition(":")[0]) in IDS and line.startswith(f"{head}: of"):
            dimension = IDS[head]
        elif found := re.match(
            r"  (\S+) higher than (\S+) on (\d+%) of the weight: (\d+) and (\d+), by (\d+) \((\S+"
            r" to \S+); in (\d+%) of simulations\)",
            line,
        ):
            higher, lower, weight, *numbers, share = found.groups()
            yield ordered(comparison, dimension, higher, lower, *numbers, weight, share)
        elif found := re.match(rf"  ({'|'.join(UNDECIDED)})  (\S+) and (\S+): ", line):
            yield (found[2], found[3], dimension), (UNDECIDED[found[1]],)


def pairs_of_markdown(comparison):
    dimension = None
    for line in (
        markdown.comparison(comparison, Options()).replace("\\", "").splitlines()
    ):
        if found := re.match(r"## ([\w ]+): of", line):
            dimension = IDS[found[1]]
        elif dimension and (
            found := re.match(
                r"\| (\S+) \| (\S+) \| (\d+) and (\d+) \| (\d+) \| (\S+ to \S+) \| (\d+%) \|"
                r" (\d+%) \|",
                line,
            )
        ):
            yield ordered(comparison, dimension, *found.groups())
        elif found := re.match(
            rf"\* \*\*({'|'.join(UNDECIDED)})\*\* (\S+) and (\S+): ", line
        ):
            yield (found[2], found[3], dimension), (UNDECIDED[found[1]],)


def pairs_of_csv(comparison):
    names = (
        "left_score",
        "right_score",
        "difference",
        "difference_low",
        "difference_high",
        "common_weight",
        "share_left_higher",
    )
    for row in csv.DictReader(
        io.StringIO(csv_writer.comparison(comparison, Options()))
    ):
        yield numbered(
            row, *(float(row[name]) if row[name] else None for name in names)
        )


def pairs_of_json(comparison):
    for row in json.loads(json_writer.comparison(comparison, Options()))["pairs"]:
        scores, interval = (
            row["scores"] or (None, None),
            row["interval"] or (None, None),
        )
        yield numbered(
            row,
            *scores,
            row["difference"],
            *interval,
            row["common_weight"],
            row["share_left_higher"],
        )


def numbered(row, left, right, difference, low, high, weight, share):
    """A pair from its numbers, left minus right."""
    ids, result = (row["left"], row["right"], row["dimension"]), row["result"]
    if result not in ("left", "right"):
        return ids, (result,)
    if result == "right":
        left, right, low, high, share = right, left, -high, -low, 1 - share
    shown = (
        number.score(left),
        number.score(right),
        number.score(abs(difference)),
        ends(low, high),
    )
    return ids, (result, *shown, number.share(weight), number.share(share))


def pairs_of_latex(comparison):
    for line in latex.comparison(comparison, Options()).splitlines():
        cells = line.removesuffix(r" \\").replace("\\%", "%").split(" & ")
        if len(cells) == 9 and cells[0] in IDS:
            dimension, higher, lower, scores, *numbers, _ = cells
            yield ordered(
                comparison,
                IDS[dimension],
                higher,
                lower,
                *scores.split(" and "),
                *numbers,
            )


def pairs_of_workbook(comparison):
    names = (
        "Left score",
        "Right score",
        "Difference",
        "80% interval, low",
        "80% interval, high",
        "Common weight",
        "Share of simulations",
    )
    for row in rows_of(xlsx.comparison(comparison, Options()), "Comparison"):
        ids = {
            "left": row["Left"],
            "right": row["Right"],
            "dimension": IDS[row["Dimension"]],
        }
        result = {
            f"{row['Left']} clearly higher": "left",
            f"{row['Right']} clearly higher": "right",
            "no clear difference": "no_clear_difference",
        }
        said = result.get(row["Result"], row["Result"].replace(" ", "_"))
        yield numbered({**ids, "result": said}, *(row[name] for name in names))


COMPARISONS = {
    "text": pairs_of_text,
    "md": pairs_of_markdown,
    "csv": pairs_of_csv,
    "json": pairs_of_json,
    "latex": pairs_of_latex,
    "xlsx": pairs_of_workbook,
}
TOLD = {
    "text": ("left", "right", "no_clear_difference", "not_comparable"),
    "md": ("left", "right", "no_clear_difference", "not_comparable"),
    "latex": ("left", "right"),
    "json": ("left", "right", "no_clear_difference"),
}
"""The results that a format tells pair by pair, where it does not tell all: what is not rated is
told program by program."""


@pytest.mark.parametrize("form", COMPARISONS)
def test_comparisons_show_the_verdicts_of_the_engine(form, comparison):
    expected = {
        (pair.left, pair.right, pair.dimension): told(pair) for pair in comparison.pairs
    }
    assert {said[0] for said in expected.values()} == {
        "left",
        "right",
        "no_clear_difference",
        "not_comparable",
        "not_rated",
    }
    expected = {
        ids: said for ids, said in expected.items() if said[0] in TOLD.get(form, said)
    }
    assert agreed(form, COMPARISONS[form](comparison), expected) == expected


@pytest.mark.parametrize(
    "written",
    [
        lambda cards: csv_writer.cards(cards, Options()),
        lambda cards: csv_writer.comparison(evalkit.compare(cards), Options()),
    ],
)
def test_the_columns_of_csv_have_names_that_statistics_take(written, four):
    """Stata takes names of 32 characters at most; R and pandas want them to be told apart."""
    names = written(four[:2]).partition("\n")[0].split(",")
    assert (
        all(re.fullmatch(r"[a-z][a-z0-9_]{0,31}", name) for name in names)
        and len({*names}) == len(names) > 8
    )


def test_csv_has_a_row_for_each_criterion_or_pair_and_a_file_begins_with_the_mark(
    four, comparison
):
    rows = [
        (row["program"], row["criterion"])
        for row in csv.DictReader(io.StringIO(csv_writer.cards(four, Options())))
    ]
    assert rows == [
        (card.program.id, each.id) for card in four for each in card.ratings
    ]
    pairs = [*csv.DictReader(io.StringIO(csv_writer.comparison(comparison, Options())))]
    assert [(row["left"], row["right"], row["dimension"]) for row in pairs] == [
        (pair.left, pair.right, pair.dimension) for pair in comparison.pairs
    ]
    assert "a".encode(csv_writer.ENCODING) == b"\xef\xbb\xbfa"


def test_latex_names_the_versions_that_made_the_cards_each_once(tmp_path):
    cards = made.score(tmp_path)[:3]
    others = [
        evolve(card, provenance=evolve(card.provenance, evalkit=version))
        for card, version in zip(cards, "898", strict=True)
    ]
    assert latex.cards(others, Options()).count("Made with evalkit 8 and 9.") == 1
    without = latex.cards([evolve(card, provenance=None) for card in cards], Options())
    assert "Made with" not in without and r"\begin{table}" in without
