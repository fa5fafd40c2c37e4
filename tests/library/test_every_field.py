"""docs/every-field.yaml shows every field of the form, it is a valid description, and a card
shows everything that it says."""

import re
from pathlib import Path

import attrs
import yaml
from model_classes import classes

from evalkit.model.context import Statistics
from evalkit.model.observation import Stated
from evalkit.model.program import Program
from evalkit.model.relations import Tie
from evalkit.plugin import Options
from evalkit.report.terminal.text import cards
from evalkit.session import Session
from evalkit.session.settings import Settings

PATH = Path(__file__).parents[2] / "docs" / "every-field.yaml"
CONTEXT = PATH.with_name("context.yaml")
ENGINE = Session(Settings())
TEXT = PATH.read_text(encoding="utf-8")


def test_the_example_of_tables_is_sound_and_shows_every_table():
    assert ENGINE.check(CONTEXT) == ()
    assert {field.name for field in attrs.fields(Statistics)} <= set(
        re.findall(r"^(\w+):", CONTEXT.read_text(encoding="utf-8"), re.M)
    )


def test_it_shows_every_field_of_the_form():
    kinds = {
        kind
        for kind in classes(Program)
        if kind.__module__ in (Program.__module__, Tie.__module__)
    } - {Stated}
    names = {
        field.name.removesuffix("_")
        for kind in kinds
        for field in attrs.fields(kind)
        if "entries" not in field.metadata
    }
    written = set(re.findall(r"([a-z_0-9]+):", TEXT))
    assert names - written == set()


def test_a_card_shows_everything_that_it_says():
    card = ENGINE.card(PATH)
    shown = " ".join(cards([card], Options(verbose=True)).split())
    described = yaml.load(TEXT, yaml.BaseLoader)
    for value in texts(
        {
            key: value
            for key, value in described.items()
            if key not in ("listed_in_full",)
        }
    ):
        number = re.match(r"[-+.\de]+", value)
        assert value in shown or (
            number and number.end() and known(number[0], shown)
        ), value


def texts(value):
    """Every scalar of a tree."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        for each in value:
            yield from texts(each)
    elif value not in ("true", "false", "unknown"):
        yield value


def known(text, shown):
    return f"{float(text):,.15g}" in shown or f"{float(text):.1f}" in shown
