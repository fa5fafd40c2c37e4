"""A file in the place of another kind is named, with the command or the option that takes it."""

import attrs
import pytest
from console import run

from evalkit.read.codec.result_schema import SHAPES
from evalkit.read.folders import contents_of
from evalkit.read.misplaced import TAKEN_BY

PROGRAM = "id: mine\nname: Mine\ncountry: KR\nobject_type: program\n"
WRITTEN = {
    "cards.json": ["score", "kr-gsbc", "--format", "json"],
    "compared.json": ["compare", "kr-gsbc", "tw-artc", "--format", "json"],
    "rubrics.json": [
        *("compare", "kr-gsbc", "tw-artc", "--rubric", "hsieh", "--rubric", "dac"),
        *("--format", "json"),
    ],
    "listed.json": ["programs", "--format", "json"],
    "story.json": ["programs", "show", "kr-gsbc", "--format", "json"],
    "changes.json": ["diff", "cards.json", "cards.json", "--format", "json"],
    "portfolio.json": ["portfolio", "kr-gsbc", "kr-iccp", "--format", "json"],
    "gaps.json": ["gaps", "kr-gsbc", "--format", "json"],
    "agreement.json": ["coding", "agreement", "kr-gsbc", "--format", "json"],
    "codings.json": ["coding", "list", "kr-gsbc", "--format", "json"],
    "cards.jsonl": ["score", "kr-gsbc", "--format", "jsonl"],
    "card.html": ["score", "kr-gsbc", "--format", "html"],
    "schema.json": ["schema", "program"],
}
SAVED = ("cards.json", "compared.json", "rubrics.json")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """One file of every kind that evalkit writes, or that people write for it."""
    made = tmp_path_factory.mktemp("kinds")
    for name, arguments in WRITTEN.items():
        (made / name).write_text(run(*arguments, cwd=made).stdout, encoding="utf-8")
    run("score", "kr-gsbc", "-o", "card.xlsx", "-o", "card.docx", cwd=made)
    run("new", "rubric", "own", cwd=made)
    texts = {
        "mine.yaml": PROGRAM,
        "mine.r1.yaml": "codes: mine\ncodings: {}\n",
        "laid.yaml": "overlays: mine\ncapacity: {staff: 12}\n",
        "tables.yaml": "context: KR\n",
        "sources.yaml": "sources: {s: {kind: interview, cite: S}}\n",
    }
    texts |= {
        "list.csv": "Code,Title\nA-1,Tools\n",
        "list.xls": "Code\tTitle\n",
        "map.yaml": "claim: rule\nconstants: {country: KR}\nfields: {name: Title}\n",
        "notes.yaml": "remark: nothing else\n",
    }
    (made / "korean.csv").write_text("코드,사업명\n가,나\n", encoding="cp949")
    for name, text in texts.items():
        (made / name).write_text(text, encoding="utf-8")
    return made


def fault(folder, *arguments, code="EK240"):
    """What is said of a file, and what to do: one fault, and no card."""
    done = run(*arguments, cwd=folder)
    assert done.returncode in (1, 4)
    said = done.stdout + done.stderr
    assert said.count("error[") == said.count(f"error[{code}]") == 1, said
    assert "Traceback" not in said
    return said


@pytest.mark.parametrize("command", ["score", "check", "compare"])
@pytest.mark.parametrize(
    ("name", "taken_by"),
    [
        *((name, "evalkit report") for name in SAVED),
        ("listed.json", "by its id"),
        ("story.json", "by its id"),
        ("cards.jsonl", "save them as JSON"),
        ("changes.json", "evalkit diff"),
        ("portfolio.json", "evalkit portfolio"),
        ("gaps.json", "evalkit gaps"),
        ("agreement.json", "evalkit coding agreement"),
        ("codings.json", "evalkit coding list"),
        ("card.html", "browser"),
        ("card.xlsx", "evalkit convert"),
        ("schema.json", "description"),
    ],
)
def test_what_evalkit_wrote_is_no_description(folder, command, name, taken_by):
    assert taken_by in fault(folder, command, name)


@pytest.mark.parametrize(
    ("name", "taken_by"),
    [
        ("own.yaml", "--rubric"),
        ("mine.r1.yaml", "description beside it"),
        ("laid.yaml", "--overlay"),
        ("tables.yaml", "--context"),
        ("sources.yaml", "description beside it"),
        ("map.yaml", "evalkit convert with --mapping"),
        ("list.csv", "evalkit convert makes descriptions"),
        ("korean.csv", "evalkit convert makes descriptions"),
        ("list.xls", "evalkit convert makes descriptions"),
    ],
)
def test_what_people_write_beside_a_description_is_none(folder, name, taken_by):
    assert taken_by in fault(folder, "score", name)


@pytest.mark.parametrize("option", ["--rubric", "--overlay"])
@pytest.mark.parametrize(
    ("name", "taken_by"),
    [
        ("mine.yaml", "evalkit score"),
        ("tables.yaml", "--context"),
        ("cards.json", "report"),
    ],
)
def test_an_option_takes_one_kind_of_file(folder, option, name, taken_by):
    assert taken_by in fault(folder, "score", "kr-gsbc", option, name)


@pytest.mark.parametrize(
    ("name", "taken_by"),
    [
        ("own.yaml", "--rubric"),
        ("mine.r1.yaml", "description"),
        ("laid.yaml", "--overlay"),
        ("list.csv", "evalkit schema context"),
        ("map.yaml", "--mapping"),
        ("notes.yaml", "no description and no file of tables"),
    ],
)
def test_a_file_given_as_context_is_no_other_one_that_nobody_would_look_at(
    folder, name, taken_by
):
    done = run("score", "kr-gsbc", "--context", name, cwd=folder)
    assert done.returncode == 4 and taken_by in done.stderr


def test_json_on_one_line_is_known_by_a_key_that_does_not_stand_first(tmp_path):
    path, tables = tmp_path / "mine.json", tmp_path / "tables.json"
    path.write_text('{"name": "Mine", "object_type": "program", "id": "mine"}')
    tables.write_text('{"$schema": "s", "context": {}}')
    contents = contents_of([path, tables])
    assert contents.by_id == {"mine": [path]} and contents.tables == (tables,)


def test_a_mapping_stands_among_the_descriptions_that_it_has_made(tmp_path):
    (tmp_path / "map.yaml").write_text("claim: rule\nfields: {name: Title}\n")
    (tmp_path / "mine.yaml").write_text(PROGRAM)
    assert run("check", tmp_path).returncode == 0
    assert run("score", tmp_path).stdout.startswith("Mine ")


@pytest.mark.parametrize(
    ("name", "taken_by"),
    [
        ("mine.yaml", "evalkit score"),
        ("own.yaml", "--rubric"),
        ("card.html", "browser"),
        ("card.xlsx", "evalkit convert"),
        ("listed.json", "by its id"),
        ("schema.json", "description"),
    ],
)
def test_only_a_result_is_reported_again(folder, name, taken_by):
    assert taken_by in fault(folder, "report", name, code="EK401")


@pytest.mark.parametrize("name", SAVED)
def test_a_saved_result_is_reported_again(folder, name):
    assert run("report", name, cwd=folder).returncode == 0


@pytest.mark.parametrize("command", [["report"], ["verify"], ["diff", "cards.json"]])
def test_cards_in_lines_are_no_saved_result_and_no_rubric(folder, command):
    told = fault(folder, *command, "cards.jsonl", code="EK401")
    assert "a report card" in told and "-o cards.json" in " ".join(told.split())


def test_every_result_names_its_kind_first():
    """An explanation alone is for a person or an editor, and is never kept in a file."""
    unnamed = set()
    for command, shape in SHAPES:
        if not attrs.has(shape):
            continue  # a list has no name
        first = attrs.fields(shape)[0]
        if first.name == "schema":
            assert first.default.split("/")[1] in TAKEN_BY, command
        else:
            unnamed.add(command)
    assert unnamed == {"evalkit explain"}
