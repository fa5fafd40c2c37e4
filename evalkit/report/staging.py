"""Folders of a run: files are written in one beside their places, and put there when all of them
are whole.

Who writes holds the lock of that folder. One that nobody holds was left by a run that was killed:
the next run that writes beside it takes away what that run did not finish.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

try:
    import fcntl
except ImportError:  # a system without such locks: what is left there stays
    fcntl = None  # type: ignore[assignment]

PART, DONE = ".part", ".done"
"""Endings of the folder of a run: until all its files are in place, and after that."""
_LEFT = re.compile(rf"\.evalkit-[0-9a-f]{{32}}({re.escape(PART)}|{re.escape(DONE)})")


@contextmanager
def staging(folder: Path) -> Iterator[Path]:
    """A new folder within another one, for files that are to be put there; in the end it goes.

    When an error or a signal ends it early, what was put in place goes with it. Raises OSError.
    """
    with _staged(folder, 0o700) as staged:
        yield staged
        staged.rename(staged.with_suffix(DONE))


@contextmanager
def new_folder(folder: Path) -> Iterator[Path]:
    """A folder to fill, which in the end stands, with those above it that are missing, in a place
    where there is nothing yet.

    It is put there in one step, so that a run which is killed leaves none that is empty or half
    full. Raises OSError, also where something stands there by then.
    """
    top = _first_missing(folder)
    with _staged(top.parent, 0o777) as staged:
        inside = staged / folder.relative_to(top)
        inside.mkdir(parents=True, exist_ok=True)
        yield inside
        staged.rename(top)


def is_new(folder: Path) -> bool:
    """Whether a folder is not there, and can be put there in one step."""
    if os.path.lexists(folder):
        return False
    # a way through a folder that is missing, and back
    return ".." not in folder.relative_to(_first_missing(folder)).parts


def _first_missing(folder: Path) -> Path:
    """A folder that is missing, or the uppermost one above it that is."""
    while not os.path.lexists(folder.parent):
        folder = folder.parent
    return folder


@contextmanager
def new_folders(folders: Collection[Path]) -> Iterator[None]:
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


@contextmanager
def _staged(folder: Path, mode: int) -> Iterator[Path]:
    """A new folder within another one, by a name that nobody can guess, locked; in the end it goes
    with what it put in place, unless it was renamed.
    """
    clear(folder)
    own: list[Path] = []
    with ExitStack() as locks:
        try:
            yield _made(folder, mode, own, locks)
        finally:
            try:
                _remove(own, folder)
            finally:  # a signal may have cut that short
                _remove(own, folder)


def _made(folder: Path, mode: int, own: list[Path], locks: ExitStack) -> Path:
    """A new folder with a name that nobody can guess; the names are added to one's `own` first."""
    while True:
        own.append(folder / f".evalkit-{os.urandom(16).hex()}{PART}")
        own[-1].mkdir(mode)
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


def clear(folder: Path) -> None:
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
