"""The reference is whole and current: what the code names has an entry on its page. The names
come from the code, not from the generator."""

import ast
import inspect
import math
import pkgutil
import re
from functools import cache
from pathlib import Path

import click
import pytest
from reference import FOLDER, INDEX, pages

import evalkit
import evalkit.model.errors
import evalkit.plugin
import evalkit.testing
from evalkit.builtin import evalkit_rubrics
from evalkit.cli import group
from evalkit.cli.exit_codes import ExitCode
from evalkit.model.vocabulary import FUNCTIONS, TARGETS
from evalkit.plugin import spec
from evalkit.read.codes import PAGES as CODES
from evalkit.read.files import load_rubric
from evalkit.session import Session
from evalkit.session.settings import Settings

PAGES = ("README.md", *INDEX)
SOURCES = {
    path: path.read_text(encoding="utf-8")
    for path in Path(evalkit.__file__).parent.rglob("*.py")
}
HOOKS = [name for name in vars(spec) if name.startswith("evalkit_")]
MEASURES = [
    each
    for evaluator in Session(Settings(installed=False)).host.evaluators().values()
    for each in evaluator.measures
]
RUBRICS = [load_rubric(path).rubric for path in evalkit_rubrics()]
CRITERIA = [
    (rubric, id, each) for rubric in RUBRICS for id, each in rubric.criteria().items()
]


def commands(command=group, path="evalkit"):
    yield path, command
    for name in (
        command.list_commands(click.Context(command))
        if isinstance(command, click.Group)
        else ()
    ):
        yield from commands(
            command.get_command(click.Context(command), name), f"{path} {name}"
        )


COMMANDS = dict(commands())
OPTIONS = [
    (path, option)
    for path, command in COMMANDS.items()
    for option in command.params
    if isinstance(option, click.Option)
]


@cache
def made():
    """The pages as they are made now, by name."""
    return {path.name: text for path, text in pages().items()}


def entry(page, heading, below=""):
    """What stands between a heading, the first one below another, and the next one, without
    escapes; None without such a heading."""
    text = made()[page]
    text = text[text.index(f"# {below}\n") :] if below else text
    found = re.search(
        rf"^#+ {re.escape(heading)}\n(.*?)(?=^#+ |\Z)", text, re.MULTILINE | re.DOTALL
    )
    return found and found[1].replace("\\", "")


def says_something(text):
    """Whether an entry holds a sentence, besides signatures, tables and lists."""
    return any(
        re.match(r"[A-Z`'].*[.:]", paragraph, re.DOTALL)
        for paragraph in text.strip().split("\n\n")
        if not re.fullmatch(r"`[^`]*`", paragraph)
    )


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_current(name):
    assert (FOLDER / name).read_text(encoding="utf-8") == made()[name], (
        "run python tools/docs.py --update"
    )


def test_no_page_is_left_over_and_the_index_lists_all():
    assert {path.name for path in FOLDER.iterdir()} == made().keys() == {*PAGES}


@pytest.mark.parametrize("name", PAGES)
def test_a_page_can_be_read_on_a_code_host(name):
    """Rows have as many cells as their head, and what is not code holds no tag."""
    width = 0
    for line in made()[name].splitlines():
        cells = len(re.findall(r"(?<!\\)\|", line)) if line.startswith("|") else 0
        assert not (cells and width) or cells == width, line
        width = cells
        assert not re.search(r"(?<!\\)<", re.sub(r"`[^`]*`", "", line)), line


@pytest.mark.parametrize("name", HOOKS)
def test_a_hook_is_specified_whole(name):
    text = entry("hooks.md", name)
    assert text and inspect.getdoc(getattr(spec, name)).splitlines()[0] in text
    for part in ("Called ", "Parameters: ", "Returns ", "None ", "Example: "):
        assert re.search(rf"^{part}", text, re.MULTILINE), (
            f"{name} does not say: {part}"
        )


@pytest.mark.parametrize("name", evalkit.plugin.__all__)
def test_what_a_plugin_may_import_is_described(name):
    assert says_something(entry("hooks.md", name) or ""), f"{name} has no docstring"


@pytest.mark.parametrize("name", evalkit.testing.__all__)
def test_what_tests_a_plugin_is_described(name):
    assert says_something(entry("testing.md", name) or ""), f"{name} has no docstring"


@pytest.mark.parametrize("name", evalkit.testing.CHECKS)
def test_a_promise_is_told(name):
    assert f"| `{name}` | {evalkit.testing.CHECKS[name]} |" in entry(
        "testing.md", "CHECKS"
    )


@pytest.mark.parametrize("name", evalkit.__all__)
def test_the_python_api_is_described(name):
    assert says_something(entry("python.md", name) or ""), f"{name} has no docstring"


@pytest.mark.parametrize(
    "name",
    [
        name
        for name, each in vars(evalkit.model.errors).items()
        if inspect.isclass(each)
    ],
)
def test_an_error_is_described(name):
    text = inspect.getdoc(getattr(evalkit.model.errors, name))
    assert text and text in entry("python.md", name)


MEMBERS = [
    (page, owner, name)
    for page, owners in (
        (
            "hooks.md",
            [getattr(evalkit.plugin, each) for each in evalkit.plugin.__all__],
        ),
        ("python.md", [evalkit.Cards, evalkit.Compared]),
    )
    for owner in owners
    if inspect.isclass(owner)
    for name, member in vars(owner).items()
    if not name.startswith("_")
    and (callable(member) or isinstance(member, property | classmethod))
]


@pytest.mark.parametrize(("page", "owner", "name"), MEMBERS)
def test_a_method_is_described(page, owner, name):
    member = inspect.getattr_static(owner, name)
    text = inspect.getdoc(
        getattr(member, "fget", None) or getattr(member, "__func__", member)
    )
    assert text and f"* `{owner.__name__}.{name}" in entry(page, owner.__name__)


@pytest.mark.parametrize("measure", MEASURES, ids=lambda each: each.id)
def test_a_measure_is_told_whole(measure):
    text = entry("measures.md", measure.id)
    (ends,) = re.findall(
        rf"^\* unit and range: {re.escape(measure.unit)}, (.+)$", text, re.MULTILINE
    )
    assert [float(end) for end in re.findall(r"-?[\d.]+", ends)] == [
        end for end in measure.range if math.isfinite(end)
    ]
    assert (
        f"`{measure.formula}`" in text
        and f"asks: {measure.question}" in text
        and "may be stated: " in text
    )
    assert all(f"`{need}`" in text for need in measure.needs)
    uses = {
        f"{rubric.id} {id} ({each.measures[measure.id].role}"
        for rubric, id, each in CRITERIA
        if measure.id in each.measures
    }
    assert uses and all(use in text for use in uses)


STATED = [(rubric, id) for rubric in RUBRICS for id in rubric.measures]


@pytest.mark.parametrize(
    ("rubric", "id"), STATED, ids=[f"{rubric.id} {id}" for rubric, id in STATED]
)
def test_a_measure_that_is_only_stated_asks_its_question(rubric, id):
    # two rubrics may declare the same
    text, stated = (
        entry("measures.md", id, f"Stated in {rubric.id}"),
        rubric.measures[id],
    )
    assert stated.question in text and all(f"`{word}`" in text for word in stated.words)
    uses = [
        (name, each.measures[id])
        for name, each in rubric.criteria().items()
        if id in each.measures
    ]
    assert uses and all(f"{rubric.id} {name} ({use.role}" in text for name, use in uses)
    assert all(
        f"level {use.limit:g} at most" in text
        for _, use in uses
        if use.role == "condition"
    )


@pytest.mark.parametrize(
    ("rubric", "id", "criterion"),
    CRITERIA,
    ids=[f"{rubric.id} {id}" for rubric, id, _ in CRITERIA],
)
def test_a_criterion_is_told_with_its_five_levels(rubric, id, criterion):
    text = entry("rubrics.md", f"{id} {criterion.name}")
    assert (
        text
        and criterion.question in text
        and f"weight: {criterion.weight:.3g}" in text
    )
    assert all(f"| {level} | " in text for level in range(5)) and all(
        name in text for name in criterion.measures
    )


@pytest.mark.parametrize("path", COMMANDS)
def test_a_command_is_described(path):
    assert COMMANDS[path].help, f"{path} has no help"
    assert inspect.cleandoc(COMMANDS[path].help).splitlines()[0] in entry(
        "commands.md", path
    )


@pytest.mark.parametrize(
    ("path", "option"),
    OPTIONS,
    ids=lambda each: each if isinstance(each, str) else each.opts[-1],
)
def test_an_option_is_described(path, option):
    row = next(
        line
        for line in entry("commands.md", path).splitlines()
        if line.startswith("| ") and f"`{option.opts[-1]}`" in line
    )
    assert all(f"`{each}`" in row for each in option.opts)
    assert option.help, f"{path} {option.opts[-1]} has no help"


@pytest.mark.parametrize("each", ExitCode, ids=lambda each: each.name)
def test_an_exit_code_is_described(each):
    (row,) = [
        line
        for line in entry("commands.md", "Exit codes").splitlines()
        if f"`{each.name}`" in line
    ]
    assert row.startswith(f"| {int(each)} |") and not row.endswith("|  |"), (
        f"{each.name} has no docstring"
    )


VARIABLE = re.compile(
    r"(?:environ(?:\.get\(|\.setdefault\(|\[)|is_switched_on\()\"(\w+)\""
)
"""How the code asks for a variable of the environment."""


def test_every_environment_variable_that_is_read_is_described():
    read = {
        name
        for text in SOURCES.values()
        for name in re.findall(
            r"(?:environ(?:\.get\(|\.setdefault\(|\[)|is_switched_on\(|envvar=)\"(\w+)\"",
            text,
        )
    }
    assert {name for name in read if not name.startswith("PYTHON")} == set(
        re.findall(
            r"^\| `(\w+)`", entry("commands.md", "Environment variables"), re.MULTILINE
        )
    )


@pytest.mark.parametrize("code", CODES)
def test_a_code_is_described(code):
    page, text = CODES[code], entry("codes.md", code)
    assert (
        page.title
        and page.why
        and page.mend
        and all(part in text for part in (page.title, page.why, page.mend))
    )


def raised():
    """The codes that are handed to a call somewhere, as those that are raised are, or given a name
    first."""
    for path, text in SOURCES.items():
        for node in ast.walk(ast.parse(text)) if path.parent.name != "codes" else ():
            given = [node.value] if isinstance(node, ast.Assign) else []
            if isinstance(node, ast.Call):
                given = [*node.args, *(keyword.value for keyword in node.keywords)]
            # one of two codes may be chosen where it is handed over
            parts = [part for value in given for part in ast.walk(value)]
            values = [part.value for part in parts if isinstance(part, ast.Constant)]
            yield from (
                value for value in values if re.fullmatch(r"EK\d{3}", str(value))
            )


def test_codes_are_raised_and_what_is_raised_has_a_page():
    named = {
        code
        for path, text in SOURCES.items()
        if path.parent.name != "codes"
        for code in re.findall(r"EK\d{3}", text)
    }
    assert named <= CODES.keys()
    assert sorted(CODES.keys() - {*raised()}) == []


@pytest.mark.parametrize("code", [*FUNCTIONS, *TARGETS])
def test_a_code_of_the_vocabulary_is_told(code):
    assert (
        f"| `{code}` | {(FUNCTIONS.get(code) or (TARGETS.get(code), ''))[0]} |"
        in made()["vocabulary.md"]
    )


@pytest.mark.parametrize("name", PAGES)
def test_modules_and_names_of_evalkit_on_a_page_exist(name):
    named = set(re.findall(r"\bevalkit(?:\.[a-zA-Z_]+)+", made()[name])) - {
        "evalkit.toml"
    }
    for path in sorted(named):
        assert pkgutil.resolve_name(path) is not None
