"""A saved result is untrusted: every fault is told with its place, and what is sound comes back
as it was saved."""

import json
import tempfile
from pathlib import Path

import attrs
import made
import pytest
from attrs import evolve

import evalkit
from evalkit.comparison.programs import compare_programs
from evalkit.comparison.rubrics import compare_rubrics
from evalkit.model.errors import InputError
from evalkit.model.result import Rating
from evalkit.plugin import Options
from evalkit.read import results
from evalkit.read.results import load_result
from evalkit.report import json as written

ROOT = Path(__file__).parents[2]
FOLDER = Path(tempfile.mkdtemp())
FOUR = made.score(FOLDER)
CARDS = FOUR[:2]
DAC = made.score(FOLDER, "dac", overlay=False, ids=("low", "part"))
MADE = {
    "cards": CARDS,
    "comparison": compare_programs(FOUR, "country"),
    "perspectives": compare_rubrics([FOUR[0], FOUR[3], *DAC]),
}
SAVED = {
    kind: json.loads(getattr(written, kind)(result, Options()))
    for kind, result in MADE.items()
}
TEXTS = {kind: json.dumps(content) for kind, content in SAVED.items()}
DIGEST = CARDS[0].rubric_digest


def fresh(kind):
    """A saved result that a test may change."""
    return json.loads(TEXTS[kind])


@pytest.fixture
def told(tmp_path):
    """The faults of a result, in a file of its own."""

    def faults(content, name="result.json"):
        path = tmp_path / name
        data = (
            content
            if isinstance(content, bytes)
            else content.encode()
            if isinstance(content, str)
            else text(content).encode()
        )
        path.write_bytes(data)
        with pytest.raises(InputError) as caught:
            load_result(path, compare_programs)
        assert all(fault.path == path.as_posix() for fault in caught.value.diagnostics)
        return caught.value.diagnostics

    return faults


def text(content):
    """The text of a result with a line for each value, written faster than with an indent."""
    return json.dumps(content, ensure_ascii=False, separators=(",\n", ": ")) + "\n"


def saved(kind, tmp_path, content):
    (tmp_path / "saved.json").write_text(text(content), encoding="utf-8")
    return load_result(tmp_path / "saved.json", compare_programs)


def values(value):
    """A result with its numbers as they are saved."""
    if isinstance(value, float):
        return round(value, 4)
    if isinstance(value, tuple):
        return tuple(map(values, value))
    if attrs.has(type(value)):
        return {
            field.name: values(getattr(value, field.name))
            for field in attrs.fields(type(value))
        }
    return value


@pytest.mark.parametrize("kind", SAVED)
def test_what_was_saved_comes_back_with_all_that_it_says(kind, tmp_path):
    found = saved(kind, tmp_path, SAVED[kind])
    assert found.kind == kind and values(found.result) == values(MADE[kind])
    assert getattr(written, kind)(found.result, Options()) == getattr(written, kind)(
        MADE[kind], Options()
    )


def test_a_field_that_a_newer_evalkit_added_is_passed_over(tmp_path):
    content = fresh("cards")
    content["mood"] = content["cards"][0]["mood"] = content["cards"][0]["dimensions"][
        0
    ]["mood"] = {"good": [1, None]}
    assert values(saved("cards", tmp_path, content).result) == values(CARDS)


def whole(value):
    """Plain data with whole numbers where that is the same number."""
    if isinstance(value, dict):
        return {key: whole(each) for key, each in value.items()}
    if isinstance(value, list):
        return [whole(each) for each in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value


def reworded(value):
    """A result of a version that worded its messages otherwise."""
    if isinstance(value, list):
        return [reworded(item) for item in value]
    if not isinstance(value, dict):
        return value
    is_message = value.keys() >= {"code", "params", "text"}
    return {
        key: "in other words" if is_message and key == "text" else reworded(item)
        for key, item in value.items()
    }


@pytest.mark.parametrize("kind", ["cards", "comparison"])
def test_messages_of_a_result_may_have_been_worded_otherwise(kind, tmp_path):
    content = reworded(fresh(kind))
    assert text(content).count("in other words") > 20
    assert values(saved(kind, tmp_path, content)) == values(
        saved(kind, tmp_path, fresh(kind))
    )


def test_whole_numbers_and_other_white_space_are_the_same_json(tmp_path):
    """As other programs write it: without line ends, and 2 in place of 2.0."""
    compact = json.dumps(whole(SAVED["cards"]), separators=(",", ":"))
    (tmp_path / "compact.json").write_text(compact, encoding="ascii")
    assert values(
        load_result(tmp_path / "compact.json", compare_programs).result
    ) == values(CARDS)


@pytest.mark.parametrize(
    ("content", "code", "line", "column", "message", "help"),
    [
        (
            "",
            "EK401",
            1,
            1,
            "this is not JSON, so it is not a saved result",
            "-o cards.json",
        ),
        ("# Card\n", "EK401", 1, 1, "this is not JSON", "-o cards.json"),
        ("id: low\n", "EK401", 1, 1, "this is not JSON", "-o cards.json"),
        (
            '{"schema": "evalkit/report-cards/4",\n',
            "EK102",
            2,
            1,
            "this is not JSON: expecting property name",
            "",
        ),
        ('{"schema": NaN}', "EK204", 1, 12, "NaN is not a finite number", ""),
        ("[" * 100, "EK107", 1, 41, "nested more than 40 levels deep", ""),
        (b'{"schema": "\xff"}', "EK101", 1, 13, "byte 0xff is not UTF-8", ""),
        ("[]", "EK401", 1, 1, "this is not a saved result", "-o cards.json"),
        ('{"id": "low"}', "EK401", 1, 1, "this is not a saved result", "-o cards.json"),
        ('{\n "schema": 1}', "EK401", 2, 12, "'1' is not a saved result", ""),
        (
            '{\n "schema": ["evalkit/report-cards/4"]}',
            "EK401",
            2,
            12,
            "this is not a saved result",
            "",
        ),
        (
            '{\n "schema": "evalkit/programs/1"}',
            "EK401",
            1,
            1,
            "this is a list of programs, not a saved result",
            "-o cards.json",
        ),
        (
            '{\n "schema": "evalkit/report-cards/5"}',
            "EK402",
            2,
            12,
            "version '5' of evalkit/report-cards is not known to evalkit",
            "a newer one",
        ),
        (
            '{\n "schema": "evalkit/comparison/one"}',
            "EK402",
            2,
            12,
            "version 'one' of evalkit/comparison is not known",
            "save the result again",
        ),
        (
            '{\n "schema": "evalkit/report-cards/1",\n "cards": []\n}',
            "EK403",
            2,
            12,
            "made with an older edition of evalkit",
            "score the programs again",
        ),
        (
            '{\n "schema": "evalkit/comparison/2",\n "cards": []\n}',
            "EK403",
            2,
            12,
            "made with an older edition of evalkit",
            "score the programs again",
        ),
        (
            '{\n "schema": "evalkit/report-cards/4",\n "rubrics": {}\n}',
            "EK202",
            1,
            1,
            "'cards' is missing",
            "save the result again",
        ),
        (
            '{\n "schema": "evalkit/report-cards/4",\n "rubrics": {},\n "cards": {}\n}',
            "EK203",
            4,
            11,
            "expected a list, found a map",
            "save the result again",
        ),
        (
            '{\n "schema": "evalkit/report-cards/4",\n "rubrics": {},\n "cards": [1]\n}',
            "EK203",
            4,
            12,
            "expected a map, found '1'",
            "",
        ),
    ],
)
def test_what_is_no_result_is_told(told, content, code, line, column, message, help):
    (fault,) = told(content)
    assert (fault.code, fault.place.line, fault.place.column) == (code, line, column)
    assert message in fault.message and help in fault.help


def test_a_file_that_is_not_there_and_one_that_is_too_large_are_told(
    told, tmp_path, monkeypatch
):
    with pytest.raises(InputError, match="absent.json: 1 fault") as caught:
        load_result(tmp_path / "absent.json", compare_programs)
    assert (
        caught.value.diagnostics[0].message
        == "the file cannot be read: No such file or directory"
    )
    monkeypatch.setattr(results, "LIMIT", attrs.evolve(results.LIMIT, size=1000))
    (fault,) = told(SAVED["cards"])
    assert (
        fault.code == "EK108"
        and fault.help
        == "score or compare fewer programs at once, and report each result by itself"
    )


def many(count):
    """A comparison of programs of which nothing is known."""
    card = FOUR[3]
    dimensions = tuple(
        evolve(
            dimension,
            score=evolve(dimension.score, status="not_rated", score=None),
            criteria=tuple(
                Rating(rating.id, rating.criterion, "unknown")
                for rating in dimension.criteria
            ),
        )
        for dimension in card.dimensions
    )
    return compare_programs(
        [
            evolve(
                card,
                program=evolve(card.program, id=f"p-{number:02}"),
                dimensions=dimensions,
            )
            for number in range(count)
        ]
    )


def test_a_comparison_grows_with_its_programs_and_not_with_their_pairs():
    """Of pairs that cannot be compared nothing is saved."""
    size, twice = (
        len(written.comparison(many(count), Options())) for count in (10, 20)
    )
    assert json.loads(written.comparison(many(10), Options()))["pairs"] == []
    assert twice < 2 * size


@pytest.mark.parametrize("kind", SAVED)
def test_what_could_not_be_read_again_is_not_written(kind, monkeypatch):
    size = len(getattr(written, kind)(MADE[kind], Options()).encode())
    monkeypatch.setattr(written, "LIMIT", evolve(results.LIMIT, size=size))
    assert getattr(written, kind)(MADE[kind], Options())
    monkeypatch.setattr(written, "LIMIT", evolve(results.LIMIT, size=size - 1))
    with pytest.raises(InputError, match="score or compare fewer programs at once"):
        getattr(written, kind)(MADE[kind], Options())


def test_a_program_that_was_scored_twice_stands_twice(tmp_path):
    """As `evalkit score a b` takes two descriptions with one id; only a comparison refuses them."""
    content = fresh("cards")
    content["cards"] = [content["cards"][0], content["cards"][0]]
    assert values(saved("cards", tmp_path, content).result) == values(
        (CARDS[0], CARDS[0])
    )


@pytest.mark.parametrize("band", ["B", "C"])
def test_a_score_at_the_edge_of_a_band_may_have_been_rounded_to_it(tmp_path, band):
    """What was 62.49999 is saved as 62.5, where the next band begins, and its band was not that
    one."""
    content = fresh("cards")
    edge = CARDS[0].rubric.bands["B"].from_
    content["cards"][0]["dimensions"][0] |= {
        "score": edge,
        "interval": [edge, edge],
        "possible_range": [0, 100],
        "band": band,
    }
    assert saved("cards", tmp_path, content).result[0].dimensions[0].score.band == band


def at(content, path):
    """The map or list that holds the last key of a path."""
    for key in path[:-1]:
        content = content[key]
    return content


CARD = ("cards", 0)
COORDINATION = (*CARD, "dimensions", 0)
COO_1 = (*COORDINATION, "criteria", 0)
FIT_4 = (*CARD, "dimensions", 3, "criteria", 3)
STATED = (
    *COO_1,
    "measurements",
    [each.observation is not None for each in CARDS[0].rating("COO-1").measured].index(
        True
    ),
    "stated",
)
CLEAR = ("pairs", 0)
"""In coordination the right one is higher."""
FAULTS = [
    # one value is changed: its kind, its range, its words
    ("cards", (*COORDINATION, "score"), 140, "EK204", "140 is out of range"),
    (
        "cards",
        (*COORDINATION, "score"),
        "12",
        "EK203",
        "expected a number or null, found '12'",
    ),
    (
        "cards",
        (*COORDINATION, "coverage"),
        None,
        "EK203",
        "expected a number, found 'null'",
    ),
    (
        "cards",
        (*COORDINATION, "possible_range"),
        [1],
        "EK203",
        "2 values are expected here, not 1",
    ),
    (
        "cards",
        (*COORDINATION, "criteria"),
        [],
        "EK203",
        "at least 1 value is expected here, not 0",
    ),
    (
        "cards",
        (*COORDINATION, "possible_range"),
        [60, 40],
        "EK404",
        "the lower end 60 is above the upper end 40",
    ),
    (
        "cards",
        (*COORDINATION, "status"),
        "good",
        "EK205",
        "'good' is not a word that this field takes",
    ),
    ("cards", (*COO_1, "level"), 4.5, "EK204", "4.5 is out of range"),
    (
        "cards",
        (*COO_1, "certainty"),
        "sure",
        "EK205",
        "'sure' is not a word that this field takes",
    ),
    ("cards", (*COO_1, "reasons"), "x", "EK203", "expected a list, found 'x'"),
    (
        "cards",
        (*CARD, "provenance", "seed"),
        True,
        "EK203",
        "expected a whole number, found 'true'",
    ),
    (
        "cards",
        (*CARD, "provenance", "inputs", 0, "sha256"),
        "x",
        "EK203",
        "'x' is not in the expected form",
    ),
    ("cards", (*CARD, "description"), [], "EK203", "expected a map, found a list"),
    ("cards", (*CARD, "parents"), [None], "EK203", "expected text, found 'null'"),
    # the description and the rubric keep the rules of their files
    (
        "cards",
        (*CARD, "description", "object_type"),
        "progam",
        "EK205",
        "'progam' is not a word that this field takes",
    ),
    ("cards", (*CARD, "description", "mood"), "good", "EK201", "unknown key 'mood'"),
    (
        "cards",
        (*CARD, "description", "ties", 0, "evidence"),
        ["e99"],
        "EK206",
        "'e99' is not declared under evidence:",
    ),
    (
        "cards",
        (*CARD, "description", "evidence", "e1", "source"),
        "nobody",
        "EK206",
        "'nobody' is not declared under sources:",
    ),
    (
        "cards",
        ("rubrics", DIGEST, "edition"),
        "9",
        "EK404",
        "this is not the rubric that has the digest",
    ),
    (
        "cards",
        ("rubrics", DIGEST, "bands", "E", "from"),
        5,
        "EK302",
        "no band starts at 0",
    ),
    (
        "cards",
        ("rubrics", DIGEST, "dimensions", "coordination", "weight"),
        2,
        "EK204",
        "2 is out of range",
    ),
    # what is named must be there, and what is there must fit
    (
        "cards",
        (*CARD, "rubric", "digest"),
        "0" * 64,
        "EK404",
        f"'{'0' * 59}…' is no rubric of this result",
    ),
    (
        "cards",
        (*COORDINATION, "id"),
        "cooperation",
        "EK404",
        "'cooperation' is no dimension of the rubric",
    ),
    (
        "cards",
        (*COO_1, "id"),
        "COO-9",
        "EK404",
        "'COO-9' is no criterion of the rubric",
    ),
    (
        "cards",
        (*COORDINATION, "criteria", 1, "id"),
        "COO-1",
        "EK404",
        "the criterion COO-1 appears more than once",
    ),
    (
        "cards",
        (*COORDINATION, "key"),
        "SPI-1",
        "EK404",
        "'SPI-1' is no criterion of the dimension",
    ),
    ("cards", (*COORDINATION, "bands"), ["Z"], "EK404", "'Z' is no band of the rubric"),
    (
        "cards",
        (*COORDINATION, "band"),
        None,
        "EK404",
        "a score has a band, and is rated or provisional",
    ),
    (
        "cards",
        (*COORDINATION, "status"),
        "not_rated",
        "EK404",
        "a score has a band, and is rated or provisional",
    ),
    (
        "cards",
        (*COORDINATION, "interval"),
        [0, 1],
        "EK404",
        "the interval 0 to 1 does not contain the score",
    ),
    (
        "cards",
        (*COORDINATION, "interval"),
        None,
        "EK404",
        "a score has an interval, and an interval has a score",
    ),
    (
        "cards",
        (*CARD, "overall", "interval"),
        [99, 100],
        "EK404",
        "the interval 99 to 100 does not contain the score",
    ),
    (
        "cards",
        (*COORDINATION, "possible_range"),
        [0, 1],
        "EK404",
        "the possible range 0 to 1 does not contain the interval",
    ),
    ("cards", (*COORDINATION, "band"), "E", "EK404", "is D by the rubric, not E"),
    (
        "cards",
        (*CARD, "overall", "band_limit"),
        "E",
        "EK404",
        "under the limit E is E by the rubric, not D",
    ),
    ("cards", (*CARD, "overall", "band"), "A", "EK404", "by the rubric, not A"),
    (
        "cards",
        (*COO_1, "origin"),
        None,
        "EK404",
        "a level has an origin, and an origin has a level",
    ),
    ("cards", (*COO_1, "origin"), "guessed", "EK205", "'guessed' is not a word that"),
    ("cards", (*COO_1, "half"), -1, "EK204", "-1 is out of range"),
    (
        "cards",
        (*COO_1, "conditions", 0, "met"),
        "maybe",
        "EK203",
        "expected true or false or null",
    ),
    (
        "cards",
        (*STATED, "entry"),
        9,
        "EK404",
        "the description has no observation 9 of 'contact_of_agencies'",
    ),
    (
        "cards",
        (*FIT_4, "reasons", 0, "code"),
        "coverage",
        "EK404",
        "the code of this message does not match its parameters",
    ),
    (
        "cards",
        (*FIT_4, "reasons", 0, "params"),
        {"code": 1},
        "EK404",
        "the code of this message does not match its parameters",
    ),
    (
        "cards",
        (*FIT_4, "reasons", 0, "text"),
        1,
        "EK404",
        "the code of this message does not match its parameters",
    ),
    ("cards", (*FIT_4, "reasons", 0), "x", "EK404", "does not match its parameters"),
    (
        "cards",
        (*COO_1, "interval"),
        None,
        "EK404",
        "a level has an interval, and an interval has a level",
    ),
    (
        "cards",
        (*COO_1, "interval"),
        [2, 3],
        "EK404",
        "the interval 2 to 3 does not contain the level",
    ),
    (
        "cards",
        (*COO_1, "certainty"),
        None,
        "EK404",
        "a level has a certainty, and a certainty has a level",
    ),
    (
        "cards",
        (*COO_1, "level"),
        None,
        "EK404",
        "a criterion that is rated has a level",
    ),
    (
        "cards",
        (*COO_1, "status"),
        "unknown",
        "EK404",
        "a criterion that is unknown has no level",
    ),
    (
        "cards",
        (*COO_1, "evidence"),
        ["e99"],
        "EK404",
        "'e99' is no evidence of this result",
    ),
    (
        "cards",
        ("cards", 1, "overlaid", 0, "facts"),
        [{"block": "exports", "entry": "pumps"}],
        "EK404",
        "'exports pumps' is not a fact of the description",
    ),
    (
        "cards",
        ("cards", 1, "overlaid", 0, "facts"),
        [{"block": "ties", "entry": "9"}],
        "EK404",
        "'ties 9' is not a fact of the description",
    ),
    (
        "cards",
        ("cards", 1, "overlaid", 0, "facts"),
        [{"block": "ties", "entry": "-1"}],
        "EK404",
        "'ties -1' is not a fact of the description",
    ),
    (
        "cards",
        ("cards", 1, "overlaid", 0, "facts"),
        [{"block": "ranked_as", "entry": ""}],
        "EK404",
        "'ranked_as' is not a fact of the description",
    ),
    (
        "cards",
        ("cards", 1, "overlaid", 0, "facts"),
        [{"block": "capacity", "entry": "staff"}],
        "EK404",
        "'capacity staff' is not a fact of the description",
    ),
    (
        "cards",
        ("cards", 1, "overlaid", 0, "evidence"),
        ["o99"],
        "EK404",
        "'o99' is no evidence of this result",
    ),
    (
        "comparison",
        ("cards", 0, "description", "id"),
        "part",
        "EK404",
        "these cards are not compared: part stands twice",
    ),
    (
        "comparison",
        (*CLEAR, "left"),
        "nobody",
        "EK404",
        "these are not the pairs of the cards",
    ),
    (
        "comparison",
        (*CLEAR, "result"),
        "higher",
        "EK205",
        "'higher' is not a word that",
    ),
    ("comparison", (*CLEAR, "result"), "not_rated", "EK205", "is not a word that"),
    ("comparison", (*CLEAR, "difference"), None, "EK203", "expected a number"),
    ("comparison", (*CLEAR, "difference"), -1, "EK404", "give another difference"),
    (
        "comparison",
        (*CLEAR, "share_left_higher"),
        0.5,
        "EK404",
        "give another share_left_higher",
    ),
    ("comparison", (*CLEAR, "interval"), [-1, 1], "EK404", "give another interval"),
    ("comparison", (*CLEAR, "scores"), [1, 2], "EK404", "give another scores"),
    ("comparison", (*CLEAR, "result"), "left", "EK404", "give another result"),
    (
        "comparison",
        (*CLEAR, "contributions"),
        {"SPI-1": 1},
        "EK404",
        "give another contributions",
    ),
    ("comparison", ("pairs",), [], "EK404", "these are not the pairs of the cards"),
    (
        "comparison",
        ("answer",),
        [],
        "EK404",
        "the cards of this comparison have other answer",
    ),
    (
        "comparison",
        ("warnings",),
        [],
        "EK404",
        "the cards of this comparison have other warnings",
    ),
    (
        "comparison",
        ("cards", 0, "dimensions", 0, "criteria", 0, "level"),
        0.6,
        "EK404",
        "give another difference",
    ),
    (
        "comparison",
        ("groups", 0, "ranked_as"),
        "club",
        "EK404",
        "'club' is no kind of object that is ranked",
    ),
    (
        "comparison",
        ("groups", 0, "dimension"),
        "mood",
        "EK404",
        "'mood' is no dimension of the rubric",
    ),
    (
        "comparison",
        ("groups", 0, "scores", 0, "program"),
        "nobody",
        "EK404",
        "'nobody' is no program of this result",
    ),
    ("cards", ("cards",), [], "EK203", "at least 1 value is expected here, not 0"),
    (
        "comparison",
        ("cards",),
        [SAVED["cards"]["cards"][0]],
        "EK203",
        "at least 2 values are expected here, not 1",
    ),
    (
        "perspectives",
        ("programs",),
        [],
        "EK404",
        "each program has one entry, with its cards by the same rubrics",
    ),
    (
        "perspectives",
        ("programs", 0, "id"),
        "part",
        "EK404",
        "each program has one entry, with its cards by the same rubrics",
    ),
    (
        "perspectives",
        ("programs", 0, "cards"),
        [],
        "EK404",
        "each program has one entry, with its cards by the same rubrics",
    ),
    (
        "perspectives",
        ("shared", 0, "evidence"),
        "e99",
        "EK404",
        "'e99' is no evidence of this result",
    ),
    (
        "perspectives",
        ("shared", 0, "program"),
        "nobody",
        "EK404",
        "is no evidence of this result",
    ),
]


@pytest.mark.parametrize(
    ("kind", "path", "value", "code", "message"),
    FAULTS,
    ids=[f"{path[-1]}: {said}" for _, path, _, _, said in FAULTS],
)
def test_a_result_that_was_changed_is_told_with_its_place(
    told, kind, path, value, code, message
):
    content = fresh(kind)
    # the other card only takes time, but for what is said of two of them
    if path[:2] == CARD and code != "EK404":
        del content["cards"][1:]
    at(content, path)[path[-1]] = value
    found = {fault.code: fault for fault in told(content) if message in fault.message}
    assert code in found, [(fault.code, fault.message) for fault in told(content)]
    fault, lines = found[code], text(content).splitlines()
    assert (
        fault.help
        and 1 < fault.place.line <= len(lines)
        and lines[fault.place.line - 1] == fault.source_line
    )
    assert 0 < fault.place.column <= len(fault.source_line)


@pytest.mark.parametrize(
    "path",
    [
        ("cards",),
        (*CARD, "description"),
        (*CARD, "overall"),
        (*COORDINATION, "key"),
        (*COO_1, "measurements"),
        (*COO_1, "coded", 0, "certainty_why"),
        (*CARD, "description", "name"),
        ("rubrics", DIGEST, "bands"),
    ],
)
def test_a_field_that_lacks_is_told(told, path):
    content = fresh("cards")
    del at(content, path)[path[-1]]
    assert ("EK202", f"{path[-1]!r} is missing") in [
        (fault.code, fault.message) for fault in told(content)
    ]


def test_dimensions_and_criteria_that_lack_are_told(told):
    content = fresh("cards")
    del content["cards"][0]["dimensions"][1]
    del content["cards"][1]["dimensions"][0]["criteria"][2:4]
    messages = [
        "the dimension spillover is missing",
        "the criterion COO-3 is missing",
        "the criterion COO-4 is missing",
    ]
    assert [fault.message for fault in told(content)] == messages


def test_a_score_that_nothing_gives_is_told(told):
    content = fresh("cards")
    for each in content["cards"][0]["dimensions"][0]["criteria"]:
        each |= {
            "status": "unknown",
            "level": None,
            "interval": None,
            "certainty": None,
            "origin": None,
        }
    assert [fault.message for fault in told(content)] == [
        "there is a score, but no criterion has a level"
    ]


def test_a_limit_of_a_cap_is_accepted(tmp_path):
    content = fresh("comparison")
    content["cards"][1]["dimensions"][0] |= {"band_limit": "D", "band": "D"}
    assert (
        saved("comparison", tmp_path, content).result.cards[1].dimensions[0].score.band
        == "D"
    )


def test_every_fault_is_told_at_once(told):
    content = fresh("cards")
    for card in content["cards"]:
        card["dimensions"][0]["coverage"] = 2
        card["overall"]["mood"] = card.pop("notes")
    assert [fault.code for fault in told(content)].count("EK204") == len(CARDS)
    assert [fault.code for fault in told(content)].count("EK202") == len(CARDS)


def test_the_same_from_python(tmp_path):
    for kind, content in SAVED.items():
        (tmp_path / f"{kind}.json").write_text(text(content), encoding="utf-8")
    cards, compared, viewed = (
        evalkit.load_result(tmp_path / f"{kind}.json") for kind in SAVED
    )
    assert (type(cards), type(compared), type(viewed)) == (
        evalkit.Cards,
        evalkit.Compared,
        evalkit.Viewed,
    )
    assert cards.frame().equals(evalkit.Cards(CARDS).frame()) and len(
        compared.frame()
    ) == len(MADE["comparison"].pairs)
    assert {*viewed.frame()["rubric"]} == {
        card.rubric.label for card in (CARDS[0], DAC[0])
    }
    again = evalkit.compare(
        evalkit.load_result(tmp_path / "comparison.json").cards, "country"
    )
    assert [values(pair) for pair in again.pairs] == [
        values(pair) for pair in MADE["comparison"].pairs
    ]
    with pytest.raises(InputError, match="1 fault"):
        evalkit.load_result(ROOT / "README.md")
