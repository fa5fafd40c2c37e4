"""A plugin declares its settings as a class, and its measures get what is set, or the defaults."""

from typing import Literal

import attrs
import pytest
from attrs import frozen

from evalkit.model.errors import PluginError
from evalkit.plugin import (
    Context,
    Evaluator,
    Measurement,
    SettingsBlock,
    host,
    measure,
    number,
)
from evalkit.testing import evaluate
from tests.console import run


@frozen
class Own:
    """What can be set."""

    least: int = number(0, 10, default=2)
    kind: Literal["all", "some"] = "all"


@frozen
class Other:
    """What another plugin calls its settings."""

    least: int = 9


SETTINGS = SettingsBlock(Own)


@measure("least", unit="firms", needs=["budget"])
def least(program, context):
    """What is set."""
    return Measurement.exactly(float(SETTINGS.of(context).least))


EVALUATOR = Evaluator("own", [least])


@pytest.mark.parametrize(
    ("settings", "value"), [(None, 2.0), (Own(5), 5.0), (Own(0), 0.0), (Other(), 2.0)]
)
def test_a_measure_gets_what_is_set_for_its_plugin(settings, value):
    evaluator = attrs.evolve(EVALUATOR, settings=settings)
    assert evaluate(evaluator, {})["least"].value == (value, value)


def test_by_hand_a_context_holds_them():
    assert (
        SETTINGS.of(Context()) == Own()
        and SETTINGS.of(Context(settings=Own(7))).least == 7
    )


@pytest.mark.parametrize(
    ("field", "kind", "why"),
    [
        (attrs.field(), int, "has a default"),
        (attrs.field(default=None), object, "cannot be read"),
        (attrs.field(default=()), list[str], "cannot be read"),
    ],
)
def test_a_class_that_cannot_be_read_is_refused(field, kind, why):
    field.type = kind
    with pytest.raises(TypeError, match=why):
        SettingsBlock(attrs.make_class("Bad", {"low": field}))


def test_what_is_no_class_is_refused():
    with pytest.raises(TypeError, match="is not an attrs class"):
        SettingsBlock(dict)


def test_a_plugin_has_one_table_of_settings(tmp_path):
    path = tmp_path / "twice.py"
    path.write_text(
        "from attrs import frozen\nfrom evalkit.plugin import SettingsBlock, hookimpl\n"
        "@frozen\nclass Own:\n    low: int = 1\n"
        "@hookimpl\ndef evalkit_settings():\n"
        "    return [SettingsBlock(Own), SettingsBlock(Own)]\n"
    )
    with pytest.raises(PluginError, match="returns 'settings' twice"):
        host.load([path])


FORMATS = """
import sys
from attrs import frozen
from evalkit.plugin import Reader, SettingsBlock, Writer, hookimpl
@frozen
class Own:
    word: str = "usual"
SETTINGS = SettingsBlock(Own)
def cards(result, options):
    return f"written {SETTINGS.of(options).word}"
def descriptions(path, fields):
    raise ValueError(f"read {SETTINGS.of(fields).word}")
@hookimpl
def evalkit_settings():
    return [SETTINGS]
@hookimpl
def evalkit_writers():
    return [Writer("own", "evalkit_plugin_formats")]
@hookimpl
def evalkit_readers():
    return [Reader("own", "evalkit_plugin_formats", [".own"])]
"""


@pytest.mark.parametrize(
    ("table", "word"), [("", "usual"), ("[settings.formats]\nword='set'", "set")]
)
def test_a_report_format_and_a_reader_get_what_is_set(tmp_path, table, word):
    (tmp_path / "formats.py").write_text(FORMATS)
    (tmp_path / "evalkit.toml").write_text(f"plugins = ['formats.py']\n{table}")
    (tmp_path / "x.own").write_text("")
    assert (
        run("score", "kr-gsbc", "--format", "own", cwd=tmp_path).stdout.strip()
        == f"written {word}"
    )
    assert (
        run(
            "score", "kr-gsbc", "-o", "cards.json", "-o", "a.own", cwd=tmp_path
        ).returncode
        == 0
    )
    assert (tmp_path / "a.own").read_text() == f"written {word}"
    done = run("report", "cards.json", "--format", "own", cwd=tmp_path)
    assert done.stdout.strip() == f"written {word}"
    assert (
        f"read {word}" in run("convert", "x.own", "--to", "there", cwd=tmp_path).stderr
    )
