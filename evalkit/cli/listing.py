"""Groups of commands that list what there is when they are called alone."""

from __future__ import annotations

from typing import Any

import click


class Listing(click.Group):
    """A group that lists when it stands alone; `hint` says which command takes a name.

    Its options are those of the list. The options of another command stand behind that, so that
    none is dropped.
    """

    def __init__(self, *, hint: str, **more: Any) -> None:
        super().__init__(invoke_without_command=True, **more)
        self.hint = hint

    def resolve_command(self, context: click.Context, args: list[str]) -> Any:
        """The command with its arguments.

        Fails for a name in its place, and for options before it.
        """
        name = args[0]
        if name not in self.commands:
            from evalkit.read.diagnostic import shown

            fault = f"there is no command {shown(name)!r}"
            context.fail(f"{fault}; {self.hint} {shown(name)}")
        # an option that has its value from a settings file was typed by nobody
        sources = map(context.get_parameter_source, context.params)
        if click.core.ParameterSource.COMMANDLINE in sources:
            behind = f"evalkit {self.name} {name} ..."
            context.fail(f"options go behind the command: {behind}")
        return super().resolve_command(context, args)
