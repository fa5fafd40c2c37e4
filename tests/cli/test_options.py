"""Options reach a command as typed values."""

import inspect
from collections.abc import Iterator
from typing import Any, NamedTuple

import click
import pytest

from evalkit.cli import group
from evalkit.cli.options import gathered


class Size(NamedTuple):
    width: int = 0
    height: int = 0


def commands(group: click.Group, name: str = "") -> Iterator[tuple[str, Any]]:
    """Every command with the function behind it."""
    context = click.Context(group)
    for word in group.list_commands(context):
        command = group.get_command(context, word)
        assert command
        if isinstance(command, click.Group):
            yield from commands(command, f"{name} {word}")
        yield f"{name} {word}".strip(), command.callback


def takes_a_dict(function: Any) -> bool:
    parameters = inspect.signature(inspect.unwrap(function)).parameters.values()
    return any(parameter.kind is parameter.VAR_KEYWORD for parameter in parameters)


def test_no_command_takes_its_options_as_a_dict():
    functions = dict(commands(group))
    assert len(functions) > 20
    assert not [name for name in functions if takes_a_dict(functions[name])]


def test_options_that_are_fields_of_a_class_are_one_value_of_it():
    @gathered(size=Size)
    def command(color: str, size: Size) -> tuple[str, Size]:
        return color, size

    assert command(width=3, color="red") == ("red", Size(3))


def test_an_option_that_a_command_names_reaches_it_alone():
    @gathered(size=Size)
    def command(width: int, size: Size) -> tuple[int, Size]:
        return width, size

    assert command(width=3, height=2) == (3, Size(height=2))


def test_a_context_is_no_option_of_its_name():
    @gathered(size=Size)
    def command(width: str, /, size: Size) -> tuple[str, Size]:
        return width, size

    assert command("context", width=3) == ("context", Size(3))


def test_an_option_that_no_class_knows_is_refused():
    @gathered(size=Size)
    def command(size: Size) -> Size:
        return size

    with pytest.raises(TypeError, match="depth"):
        command(depth=1)
