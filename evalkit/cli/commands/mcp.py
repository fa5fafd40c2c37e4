"""`evalkit mcp`: tools for an agent over standard input and output (Model Context Protocol)."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any

import click

from evalkit.cli.options import PLUGINS, RUBRIC, Asked, add, gathered
from evalkit.cli.run import open_session

ABOUT = (
    "evalkit scores public programs against a rubric, with the evidence and the uncertainty behind"
    " every number. These tools read; propose_coding alone writes, into a file of proposals that no"
    " score reads until a person accepts them."
)


@click.command("mcp")
@RUBRIC
@add(PLUGINS)
@gathered(asked=Asked)
def command(asked: Asked) -> None:
    """Offer tools to an agent: programs, score, compare, check, explain, what_would_help, and
    propose_coding, which writes proposals that no score reads until a person accepts them.

    Needs the extra: pip install 'policy-evalkit[agents]'. Only files of this folder are read, and
    no network is used.
    """
    # sys.stdin is never None here: an Input of cli/streams.py stands for it
    if sys.__stdin__ is None:
        raise click.UsageError(
            "standard input is closed, and an agent asks its questions there"
        )
    try:
        from mcp.server import MCPServer
    except ImportError as error:
        remedy = "pip install 'policy-evalkit[agents]'"
        missing = f"evalkit mcp needs the package mcp: {remedy}"
        raise click.UsageError(missing) from error
    from evalkit.cli.commands.explain import explanation
    from evalkit.serve.agents import Agents

    session = open_session(asked)

    def explain(word: str) -> str:
        """Explain a criterion, a measure, a code or a word of a card."""
        return explanation(session, word)[1]

    server = MCPServer("evalkit", instructions=ABOUT, log_level="ERROR")
    for tool in (*Agents(session, Path()).tools(), explain):
        server.add_tool(_answering(tool), structured_output=False)
    sys.stdin = sys.__stdin__  # the protocol reads it by lines
    server.run("stdio")


def _answering(tool: Callable[..., str]) -> Callable[..., str]:
    """A tool whose error tells the agent what to do, with the place of every fault."""
    from mcp.server.mcpserver.exceptions import ToolError

    from evalkit.model.errors import EvalkitError
    from evalkit.serve.agents import explained

    @wraps(tool)
    def answer(*arguments: Any, **named: Any) -> str:
        try:
            return tool(*arguments, **named)
        except EvalkitError as error:
            raise ToolError(explained(error)) from error

    return answer
