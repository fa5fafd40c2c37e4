"""The notebook of the documentation, run cell by cell without Jupyter; and how results show
themselves in one."""

import ast
import contextlib
import io
import json
import os
import sysconfig
from pathlib import Path

import pytest
from markupsafe import escape

import evalkit

PAGE = Path(__file__).parents[2] / "docs" / "notebook.ipynb"
NOTEBOOK = json.loads(PAGE.read_text(encoding="utf-8"))


def last_value(source, names):
    """Run the code of a cell as a notebook does: the value of an expression at its end, None
    where there is none."""
    tree = ast.parse(source)
    last = (
        ast.Expression(tree.body.pop().value)
        if isinstance(tree.body[-1], ast.Expr)
        else None
    )
    exec(compile(tree, "cell", "exec"), names)
    return eval(compile(last, "cell", "eval"), names) if last else None


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    """The last value of each cell of code and what it printed, by its id."""
    names, found = {"__name__": "__main__"}, {}
    with (
        pytest.MonkeyPatch.context() as patch,
        contextlib.chdir(tmp_path_factory.mktemp("notebook")),
    ):
        patch.setenv(
            "PATH", os.pathsep.join([sysconfig.get_path("scripts"), os.environ["PATH"]])
        )
        for cell in NOTEBOOK["cells"]:
            if cell["cell_type"] == "code":
                with contextlib.redirect_stdout(io.StringIO()) as printed:
                    found[cell["id"]] = (
                        last_value("".join(cell["source"]), names),
                        printed.getvalue(),
                    )
    return found


def test_it_is_a_notebook_without_outputs():
    assert (NOTEBOOK["nbformat"], NOTEBOOK["nbformat_minor"]) == (4, 5)
    ids = [cell["id"] for cell in NOTEBOOK["cells"]]
    assert len(set(ids)) == len(ids)
    for cell in NOTEBOOK["cells"]:
        code = {"execution_count", "outputs"} if cell["cell_type"] == "code" else set()
        assert cell.keys() == {"cell_type", "id", "metadata", "source"} | code
        assert cell.get("outputs", []) == [] and cell.get("execution_count") is None


@pytest.mark.parametrize(
    ("id", "kind"),
    [
        ("card", evalkit.Card),
        ("frame", None),
        ("comparison", evalkit.Compared),
        ("weights", None),
    ],
    ids=str,
)
def test_a_result_stands_last_in_its_cell_and_shows_itself(run, id, kind):
    value, _ = run[id]
    assert (kind is None or type(value) is kind) and callable(value._repr_html_)


def test_another_weight_moves_the_score_of_who_differs_in_what_it_weighs(run):
    table, _ = run["weights"]
    ours, theirs = table.columns
    assert table[ours].notna().any() and not table[ours].equals(table[theirs])


def test_scores_by_two_rubrics_are_refused(run):
    assert "their numbers do not mean the same" in run["refusal"][1]


class Printer:
    """What IPython hands to a result that prints itself."""

    def __init__(self):
        self.said = ""

    def text(self, text):
        self.said += text


CARDS = evalkit.score("kr-gsbc", "tw-artc")
SHOWN = {
    "card": (CARDS[0], "has no overall score"),
    "cards": (CARDS, "tw-artc · "),
    "compared": (evalkit.compare(CARDS), "80% uncertainty interval"),
    "viewed": (
        evalkit.perspectives(
            [*CARDS, *evalkit.score("kr-gsbc", "tw-artc", rubric="dac")]
        ),
        "Evaluation criteria",
    ),
}
PARTS = {
    "card": [
        "Gyeonggi Small and Medium Business Center",
        f"rubric {CARDS[0].rubric.label}",
    ],
    "cards": ["kr-gsbc", "tw-artc"],
    "compared": [
        "kr-gsbc",
        "tw-artc",
        *(str(escape(warning)) for warning in SHOWN["compared"][0].warnings),
    ],
    "viewed": [
        "Gyeonggi Small and Medium Business Center",
        f"rubric {CARDS[0].rubric.label}",
        "rubric dac ",
    ],
}


@pytest.mark.parametrize("name", SHOWN)
def test_a_result_shows_itself_as_html_and_as_plain_text(name):
    result, words = SHOWN[name]
    shown = result._repr_html_()
    assert (
        all(part in shown for part in PARTS[name])
        and "<svg" in shown
        and "<html" not in shown
        and "<script" not in shown
    )
    printer = Printer()
    result._repr_pretty_(printer, False)
    assert (
        words in printer.said
        and "\x1b" not in printer.said
        and printer.said == printer.said.rstrip()
    )


def test_every_card_is_one_that_shows_itself():
    comparison, perspectives = SHOWN["compared"][0], SHOWN["viewed"][0]
    assert {
        type(card) for card in [*CARDS, *comparison.cards, *perspectives.cards]
    } == {evalkit.Card}
    assert repr(CARDS[0]).startswith("<report card of kr-gsbc: ")
