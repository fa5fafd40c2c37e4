"""Writing files: each appears whole or not at all, and what is there already is overwritten only
where somebody asked for it.

Files are written in a folder of their own beside their places, and put there when all of them are
whole. Who writes holds the lock of that folder. One that nobody holds was left by a run that was
killed: the next run that writes beside it takes away what that run did not finish.
"""

from __future__ import annotations

import errno
import io
import os
import re
import stat
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from evalkit.model.errors import InputError, OutputError
from evalkit.model.words import first_few
from evalkit.report.whole import write_all

try:
    import fcntl
except ImportError:  # a system without such locks: what is left there stays
    fcntl = None  # type: ignore[assignment]

PART, DONE = ".part", ".done"
"""Endings of the folder of a run: until all its files are in place, and after that."""
BLOCK = 1 << 20
"""Bytes that are copied at a time."""
_LEFT = re.compile(rf"\.evalkit-[0-9a-f]{{32}}({re.escape(PART)}|{re.escape(DONE)})")


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
    _clear(folder)  # what a killed run has put in place is not there to stay
    _refuse([place for place in places.values() if os.path.lexists(place)])
    with naming(folder), ExitStack() as stack:
        stack.enter_context(_new_folders({folder}))
        for place in places.values():
            with naming(place):
                stack.enter_context(_new_folders({place.parent}))
        if files:
            _put_all(files, folder, stack.enter_context(staging(folder)))
    return list(places.values())


def _put_all(files: Mapping[Path, str | bytes], folder: Path, staged: Path) -> None:
    for path, content in files.items():
        with naming(folder / path):
            (staged / path).parent.mkdir(parents=True, exist_ok=True)
            _write(staged / path, _bytes(content))
    os.utime(staged)  # what is newer than this was changed by somebody else
    for path in files:
        with naming(folder / path):
            _put(staged / path, folder / path)


def save_missing(
    files: Mapping[Path, str | bytes], folder: Path
) -> tuple[list[Path], list[Path]]:
    """Write those files that a folder lacks; returns the paths of what was written, and of what was
    left alone.
    """
    there = [path for path in files if os.path.lexists(folder / path)]
    missing = {path: text for path, text in files.items() if path not in there}
    return save_new(missing, folder), [folder / path for path in there]


@contextmanager
def staging(folder: Path) -> Iterator[Path]:
    """A new folder within another one, for files that are to be put there; in the end it goes.

    When an error or a signal ends it early, what was put in place goes with it. Raises OSError.
    """
    _clear(folder)
    own: list[Path] = []
    with ExitStack() as locks:
        try:
            yield _staged(folder, own, locks)
            own[-1].rename(own[-1].with_suffix(DONE))
        finally:
            try:
                _remove(own, folder)
            finally:  # a signal may have cut that short
                _remove(own, folder)


@contextmanager
def _new_folders(folders: Collection[Path]) -> Iterator[None]:
    """Make folders with those above them; the new ones go again where this ends early."""
    above = {path for folder in folders for path in (folder, *folder.parents)}
    new = [path for path in sorted(above, reverse=True) if not path.exists()]
    try:
        for folder in folders:
            folder.mkdir(parents=True, exist_ok=True)
        yield
    except BaseException:
        for path in new:
            _drop(path.rmdir)
        raise


def _staged(folder: Path, own: list[Path], locks: ExitStack) -> Path:
    """A new folder with a name that nobody can guess; the names are added to one's `own` first."""
    while True:
        own.append(folder / f".evalkit-{os.urandom(16).hex()}{PART}")
        own[-1].mkdir(mode=0o700)
        # another run that clears up may see it before it is locked
        with suppress(BlockingIOError, FileNotFoundError):
            locks.enter_context(locked(own[-1]))
            if own[-1].is_dir():
                return own[-1]


@contextmanager
def locked(folder: Path) -> Iterator[bool]:
    """Hold the lock of a folder; gives whether it is held, which not every disk allows.

    Raises BlockingIOError while another run holds it.
    """
    if not fcntl:
        yield False
        return
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    is_held = True
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise
        except OSError:
            is_held = False
        yield is_held
    finally:
        os.close(descriptor)


def _clear(folder: Path) -> None:
    """Take away what runs of this user left in a folder when they were killed."""
    with suppress(OSError), os.scandir(folder) as entries:
        left = [Path(entry) for entry in entries if _LEFT.fullmatch(entry.name)]
        for path in left:
            with suppress(OSError), locked(path) as is_held:
                if is_held and path.stat().st_uid == os.getuid():
                    _remove([path], folder)


def _remove(staged: Sequence[Path], folder: Path) -> None:
    """Take away folders of a run, and what each put in place unless it was done."""
    for path in staged:
        if path.suffix == PART:
            _take_back(path, folder)
            _remove([path.with_suffix(DONE)], folder)
        for root, folders, files in os.walk(path, topdown=False):
            for name in files:
                _drop(Path(root, name).unlink)
            for name in folders:
                _drop(Path(root, name).rmdir)
        _drop(path.rmdir)


def _drop(remove: Callable[[], None]) -> None:
    with suppress(OSError):  # what is in the way of that is left to the next run
        remove()


def _take_back(staged: Path, folder: Path) -> None:
    """Take away the files that were put in place, unless somebody has changed them since."""
    for root, _, names in os.walk(staged):
        for name in names:
            part = Path(root, name)
            place = folder / part.relative_to(staged)
            with suppress(OSError):
                status, ready = place.lstat(), staged.stat()
                is_own = os.path.samestat(status, part.lstat())
                if is_own and status.st_mtime_ns <= ready.st_mtime_ns:
                    place.unlink()


def _part(path: Path, content: bytes, stack: ExitStack) -> Path | None:
    """The content in a file that can take the place of a path, None where it is written there."""
    there = standing(path)
    if there and not stat.S_ISREG(there.st_mode):
        _pour(path, [content])
        return None
    target = Path(os.path.realpath(path))
    stack.enter_context(_new_folders({target.parent}))
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
