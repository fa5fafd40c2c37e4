"""What a run has written so far, so that it can be stopped at any moment and goes on later.

Beside each output stands a folder that holds it as far as it is; that of the first one holds the
journal as well, a line for each partition that is written, with the sizes of all outputs behind it.
What was written after the last whole line is cut off before a run goes on, so that nothing stands
twice. Whoever writes holds the lock of the first folder, and no other run takes it away.
"""

from __future__ import annotations

import io
import json
import os
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from types import ModuleType
from typing import Any

from evalkit.model.errors import InputError, OutputError
from evalkit.model.frozen import frozen
from evalkit.read.inputs import is_input
from evalkit.report.save import naming, put_in_place, save, standing
from evalkit.report.staging import locked
from evalkit.report.whole import write_all

STARTED, JOURNAL, CONTENT, WHOLE = "run.json", "journal", "content", "whole"
"""Files in the folder of an output: what the run was started with, what is written, the output as
far as it is, and one that is made of that in the end."""
END = b'"end"\n'
"""The last line of a journal: all is written, and only has to be put in place."""


@frozen
class Output:
    """A file that is asked for, and the module that writes it."""

    path: Path
    module: ModuleType

    @property
    def folder(self) -> Path:
        """Where it grows: beside the place that a link of its name leads to."""
        place = Path(os.path.realpath(self.path))
        # Beside what is no file, such as a device, no folder can be made.
        if place.exists() and not place.is_file():
            place = self.path
        return place.with_name(f".{place.name}.evalkit")

    @property
    def content(self) -> Path:
        """The output as far as it is."""
        return self.folder / CONTENT


@contextmanager
def opened(
    outputs: Sequence[Output], started: Mapping[str, str], resume: bool
) -> Iterator[Part]:
    """The outputs of a run, new ones or, to `resume` it, those of one that was stopped.

    `started` is what the run is started with, by what a message calls it. What holds at least one
    partition stays when the run is stopped. Raises InputError where a stopped run would be lost, or
    was started with something else, and OutputError for what cannot be written.
    """
    first = outputs[0]
    if len({output.folder for output in outputs}) < len(outputs):
        names = " and ".join(str(output.path) for output in outputs)
        raise InputError(f"{names}: two of these are one file; name it once")
    with naming(first.path):
        for output in outputs:
            standing(output.path)
        is_new = _make(first)
    with ExitStack() as stack:
        try:
            stack.enter_context(locked(first.folder))
        # the second where it was done, and its folder gone, just before
        except (BlockingIOError, FileNotFoundError):
            busy = f"{first.path}: another run is writing this file"
            raise InputError(busy) from None
        # only now: who holds the lock has not been stopped
        if not is_new and not resume:
            raise InputError(
                f"{first.path}: a run that was to write this file was stopped; go on with"
                f" --resume, or remove {first.folder} to begin anew"
            )
        part = _begun(outputs, started) if is_new else _resumed(outputs, started)
        try:
            yield part
        finally:
            if part.is_over or part.is_empty:
                _remove(outputs)


def _make(first: Output) -> bool:
    """Make the folder of the first output, unless a stopped run is there; tells whether it did."""
    folder = first.folder
    if not os.path.lexists(folder):
        # The next run has to find the folder, so that others can guess its name, too.
        folder.mkdir(mode=0o700)
        return True
    if folder.is_symlink() or not _is_ours(folder):
        raise InputError(f"{folder} belongs to somebody else: write to another folder")
    # without it the run was killed before anything was written
    return not (folder / STARTED).is_file()


def _is_ours(folder: Path) -> bool:
    """Whether a folder belongs to whoever runs this; everywhere where folders have no owners."""
    if not hasattr(os, "getuid"):
        return True
    return folder.stat().st_uid == os.getuid()


def _begun(outputs: Sequence[Output], started: Mapping[str, str]) -> Part:
    for output in outputs:
        with naming(output.path):
            output.folder.mkdir(mode=0o700, exist_ok=True)
            output.content.write_bytes(b"")
    first = outputs[0].folder
    with naming(outputs[0].path):
        (first / JOURNAL).write_bytes(b"")
    save({first / STARTED: json.dumps(dict(started), indent=1)})
    return Part(outputs)


def _resumed(outputs: Sequence[Output], started: Mapping[str, str]) -> Part:
    """The outputs of a stopped run; raises InputError where it was started with something else, or
    what it left is not whole.
    """
    folder, part = outputs[0].folder, Part(outputs)
    cannot = f"{outputs[0].path}: the run that was stopped cannot go on"
    try:
        before = dict(json.loads((folder / STARTED).read_text(encoding="utf-8")))
        # first: of another output, say, there is nothing to be lost
        differing = _differing(before, started)
        if differing:
            raise InputError(
                f"{cannot}, for this is not what it was started with:"
                f" {', '.join(differing)}; start it as before, or remove {folder} to begin"
                " anew"
            )
        part.count_written()
    except (ValueError, KeyError, TypeError, FileNotFoundError):
        raise InputError(
            f"{cannot}, for something of what it left is lost; remove {folder} to begin"
            " anew"
        ) from None
    part.cut()
    return part


def _differing(before: Mapping[str, str], started: Mapping[str, str]) -> list[str]:
    """The names of what a run was started with otherwise."""
    names = dict.fromkeys([*before, *started])
    return [name for name in names if before.get(name) != started.get(name)]


def _remove(outputs: Sequence[Output]) -> None:
    # The first one goes last: it tells that there is something to go on with.
    for output in reversed(outputs):
        shutil.rmtree(output.folder, ignore_errors=True)


class Part:
    """The outputs of a run while it goes on; `count` is the number of partitions in them.

    A run that `is_over` leaves nothing to go on with.
    """

    def __init__(self, outputs: Sequence[Output]) -> None:
        self._outputs = outputs
        self._journal = outputs[0].folder / JOURNAL
        self._sizes = [0 for _ in outputs]
        self._is_whole = False
        self._noted = 0
        self.count = 0
        self.is_over = False

    @property
    def is_empty(self) -> bool:
        """Whether no partition is noted. The file tells: a signal may come before it is counted."""
        return not self._journal.exists() or not self._journal.stat().st_size

    def count_written(self) -> None:
        """Count what a stopped run has noted; raises ValueError, KeyError, TypeError or
        FileNotFoundError where that is not there.
        """
        with self._journal.open("rb") as journal:
            for line in journal:
                if not line.endswith(b"\n"):
                    break
                self._noted += len(line)
                if line == END:
                    self._is_whole = True
                else:
                    self._sizes = json.loads(line)["sizes"]
                    self.count += 1
        if not self._is_whole:
            for output, size in zip(self._outputs, self._sizes, strict=True):
                if output.content.stat().st_size < size:
                    raise ValueError(output.content)

    def cut(self) -> None:
        """Cut off what a stopped run has written and not noted."""
        if not self._is_whole:
            os.truncate(self._journal, self._noted)
            for output, size in zip(self._outputs, self._sizes, strict=True):
                os.truncate(output.content, size)

    def summaries(self) -> Iterator[Any]:
        """The summary of each partition that is written."""
        with self._journal.open("rb") as journal:
            for line in journal:
                if line != END:
                    yield json.loads(line)["summary"]

    def add(self, contents: Sequence[bytes], summary: Any) -> None:
        """Write a partition: its content for each output, and its summary, which a run that goes on
        tells again; raises OutputError.
        """
        pairs = zip(self._outputs, contents, strict=True)
        for place, (output, content) in enumerate(pairs):
            if self._sizes[place]:
                content = _without_header(content, output.module)
            _append(output.content, output.path, content)
            self._sizes[place] += len(content)
        # Behind the contents: what is written and not noted when the run is killed is cut off.
        entry = {"sizes": self._sizes, "summary": summary}
        line = json.dumps(entry, ensure_ascii=False) + "\n"
        _append(self._journal, self._outputs[0].path, line.encode())
        self.count += 1

    def put_in_place(self) -> None:
        """Make the files of what is written, and end the run; raises OutputError, and the run can
        then be gone on with.
        """
        self.is_over = False
        if not self._is_whole:
            _append(self._journal, self._outputs[0].path, END)
            self._is_whole = True
        for output in self._outputs:
            # It was put in place already, before a run was stopped.
            if not output.content.exists():
                continue
            with naming(output.path):
                _refuse_input(output.path)
                put_in_place(_whole(output), output.path)
                output.content.unlink(missing_ok=True)
        self.is_over = True


def _refuse_input(path: Path) -> None:
    # What a plugin has read is known only now.
    if is_input(path):
        raise OutputError(
            f"{path} was read in this run, and would be lost: write to another file"
        )


def _without_header(content: bytes, module: ModuleType) -> bytes:
    for _ in range(getattr(module, "HEADER", 0)):
        content = content.partition(b"\n")[2]
    return content


def _append(file: Path, output: Path, content: bytes) -> None:
    with naming(output), io.FileIO(file, "a") as stream:
        write_all(stream, content)


def _whole(output: Output) -> Path:
    """The file that is to be put in place: what was written, or what its format makes of that."""
    if not hasattr(output.module, "whole"):
        return output.content
    place = output.folder / WHOLE
    place.unlink(missing_ok=True)
    output.module.whole(output.content, place)
    return place
