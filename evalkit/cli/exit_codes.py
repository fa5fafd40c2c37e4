"""What the exit codes mean; part of the interface."""

from enum import IntEnum


class ExitCode(IntEnum):
    """The most serious one wins: FAILED, then BAD_INPUT, then USAGE, then FAULTS.

    A reader of a pipe that goes away, and standard error that cannot be written, change none. A
    signal such as SIGTERM ends the command as it ends any other, after what is half written is
    cleared away.
    """

    DONE = 0
    """What was asked for is done."""
    FAULTS = 1
    """`check`, `convert` or `plugins test` found faults, or a program does not pass a gate."""
    USAGE = 2
    """The command was called in an unknown way, or may not write where it should, such as over a
    file that it reads.
    """
    FAILED = 3
    """evalkit failed, a plugin failed while it scored, wrote or read, or an output could not be
    written whole.
    """
    BAD_INPUT = 4
    """A file or folder that is named is not there, or cannot be read or used: a program, rubric,
    table, saved result, settings file or plugin; or programs may not be compared.
    """
    NOTHING_MATCHED = 5
    """Nothing has this id, name or word, or a folder or table holds no program. A text with a slash
    or an ending such as .yaml is no id: it names a file.
    """
    INTERRUPTED = 130
    """Somebody stopped it (Ctrl-C)."""


def worst(*codes: ExitCode) -> ExitCode:
    """The most serious of several exit codes."""
    # 4 is above 3 as a number, but evalkit or a plugin that failed is more serious than a file.
    order = [
        ExitCode.DONE,
        ExitCode.FAULTS,
        ExitCode.USAGE,
        ExitCode.BAD_INPUT,
        ExitCode.FAILED,
    ]
    return max(codes, default=ExitCode.DONE, key=order.index)
