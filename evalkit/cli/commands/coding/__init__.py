"""`evalkit coding`: a round of blind coding, from the package to what was agreed on."""

from __future__ import annotations

import click

from evalkit.cli.commands.coding.agreement import agreement
from evalkit.cli.commands.coding.answers import answers
from evalkit.cli.commands.coding.pack import pack
from evalkit.cli.commands.coding.record import accept, adjudicate
from evalkit.cli.commands.coding.seal import seal


@click.group("coding")
def command() -> None:
    """Code programs blind with several coders, and measure how far they agree.

    pack makes what a coder needs, seal fixes what she answered, agreement measures and lists what
    differs, adjudicate and accept record what is settled. No command changes a coder's file.

    docs/howto/coding-round.md takes two people through a round.
    """


for subcommand in (pack, seal, agreement, answers, adjudicate, accept):
    command.add_command(subcommand)
