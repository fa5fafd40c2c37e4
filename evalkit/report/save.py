"""Writing files: each appears whole or not at all, and what is there already is overwritten only
where somebody asked for it.
"""

from __future__ import annotations

import errno
import io
import os
import stat
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from evalkit.model.errors import InputError, OutputError
from evalkit.model.words import first_few
from evalkit.report.staging import clear, is_new, new_folder, new_folders, staging
from evalkit.report.whole import write_all

BLOCK = 1 << 20
"""Bytes that are copied at a time."""


def save(files: Mapping[Path, str | bytes]) -> list[Path]:
    """Write files, text as UTF-8, over what is there, and return their paths.

    A file that is there keeps its mode and a link its target; what is no file, such as a pipe, is
    written to. Raises OutputError with the path of a file that cannot be written; the first one is
    put in place when all are written.
    """
    with ExitStack() as stack:
        parts = {}
        for path, content in files.items():
            with naming(path):
                if part := _part(path, _bytes(content), stack):
                    parts[path] = part
        for path, part in parts.items():
            with naming(path):
                part.replace(os.path.realpath(path))
    return list(files)


def save_new(files: Mapping[Path, str | bytes], folder: Path) -> list[Path]:
    """Write files into a folder, all or none, and return their paths.

    Raises InputError with every one that is there, and OutputError for one that cannot be written.
    """
    places = {path: folder / path for path in files}
    clear(folder)  # what a killed run has put in place is not there to stay
    _refuse([place for place in places.values() if os.path.lexists(place)])
    with naming(folder):
        if not files or not is_new(folder) or not _put_folder(files, folder):
            _put_within(files, folder)
    return list(places.values())


def _put_folder(files: Mapping[Path, str | bytes], folder: Path) -> bool:
    """Put a new folder in place with its files; False where somebody made it meanwhile."""
    try:
        with new_folder(folder) as inside:
            _write_all(files, inside, folder)
    except OSError:
        if not folder.is_dir():
            raise
        return False
    return True


def _put_within(files: Mapping[Path, str | bytes], folder: Path) -> None:
    """Put new files into a folder that is there, all or none."""
    with ExitStack() as stack:
        stack.enter_context(new_folders({folder}))
        for place in [folder / path for path in files]:
            with naming(place):
                stack.enter_context(new_folders({place.parent}))
        if files:
            _put_all(files, folder, stack.enter_context(staging(folder)))


def _put_all(files: Mapping[Path, str | bytes], folder: Path, staged: Path) -> None:
    _write_all(files, staged, folder)
    os.utime(staged)  # what is newer than this was changed by somebody else
    for path in files:
        with naming(folder / path):
            _put(staged / path, folder / path)


def _write_all(files: Mapping[Path, str | bytes], staged: Path, folder: Path) -> None:
    """Write files that are to stand in a folder, whose paths a fault names."""
    for path, content in files.items():
        with naming(folder / path):
            (staged / path).parent.mkdir(parents=True, exist_ok=True)
            _write(staged / path, _bytes(content))


def save_missing(
    files: Mapping[Path, str | bytes], folder: Path
) -> tuple[list[Path], list[Path]]:
    """Write those files that a folder lacks; returns the paths of what was written, and of what was
    left alone.
    """
    there = [path for path in files if os.path.lexists(folder / path)]
    missing = {path: text for path, text in files.items() if path not in there}
    return save_new(missing, folder), [folder / path for path in there]


def _part(path: Path, content: bytes, stack: ExitStack) -> Path | None:
    """The content in a file that can take the place of a path, None where it is written there."""
    there = standing(path)
    if there and not stat.S_ISREG(there.st_mode):
        _pour(path, [content])
        return None
    target = Path(os.path.realpath(path))
    stack.enter_context(new_folders({target.parent}))
    part = stack.enter_context(staging(target.parent)) / target.name
    _write(part, content, there)
    return part


def standing(path: Path) -> os.stat_result | None:
    """What stands in a place that is to be written, None where nothing does.

    Raises PermissionError for a file that may not be written over.
    """
    try:
        there = path.stat()
    except FileNotFoundError:
        return None
    if stat.S_ISREG(there.st_mode) and not os.access(path, os.W_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
    return there


def put_in_place(part: Path, path: Path) -> None:
    """Put a whole file of the same disk over what is there, as `save` does; raises OutputError."""
    with naming(path):
        there = standing(path)
        if there and not stat.S_ISREG(there.st_mode):
            with part.open("rb") as file:
                _pour(path, iter(lambda: file.read(BLOCK), b""))
            return
        if there:
            _like(part, there)
        part.replace(os.path.realpath(path))


def _pour(path: Path, contents: Iterable[bytes]) -> None:
    """Write into a pipe or a device; a reader that goes away is no fault."""
    with suppress(BrokenPipeError), io.FileIO(os.open(path, os.O_WRONLY), "w") as file:
        for content in contents:
            write_all(file, content)


def _write(path: Path, content: bytes, like: os.stat_result | None = None) -> None:
    """Write a new file, which has the mode and, where that is allowed, the owner of another one."""
    with io.FileIO(path, "x") as file:
        if like:
            _like(path, like)
        write_all(file, content)


def _like(path: Path, other: os.stat_result) -> None:
    """Give a file the mode and, where that is allowed, the owner of another one."""
    # The second where files have no owner.
    with suppress(PermissionError, AttributeError):
        os.chown(path, other.st_uid, other.st_gid)
    path.chmod(stat.S_IMODE(other.st_mode))


def _put(part: Path, place: Path) -> None:
    """Put a file in a place; raises InputError where one is there."""
    try:
        try:
            os.link(part, place)  # unlike a renamed file it replaces none
        except FileExistsError:
            raise
        except OSError:  # a disk that knows no second name of a file
            _write(place, part.read_bytes())
    except FileExistsError:
        _refuse([place])


def _refuse(there: Sequence[Path]) -> None:
    """Raise InputError with the files that are there, if there are any."""
    if there:
        are = "is" if len(there) == 1 else "are"
        raise InputError(f"{first_few(there)} {are} there already; nothing was written")


@contextmanager
def naming(path: Path) -> Iterator[None]:
    """Raise what keeps a file from being written as OutputError with its path."""
    try:
        yield
    except OSError as error:
        why = error.strerror or error
        raise OutputError(f"{path} cannot be written: {why}") from error


def _bytes(content: str | bytes) -> bytes:
    return content.encode() if isinstance(content, str) else content
