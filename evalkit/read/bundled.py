"""The data folders of the distribution."""

import os
import re
from functools import cache
from pathlib import Path

_CODE = re.compile(r"\\u(dc[89a-f][0-9a-f])")
"""The code of a byte that is no UTF-8."""
_PACKAGE = Path(__file__).parent.parent
FOLDERS = ("rubrics", "programs")
"""The data folders, which printed paths begin with as well."""


def bundled(name: str) -> Path:
    """The folder `rubrics` or `programs`: inside the package once installed, beside it in a
    checkout.
    """
    return _folder(_PACKAGE, name)


@cache
def _folder(package: Path, name: str) -> Path:
    # a wheel has the data inside of the package, a checkout beside it
    installed = package / name
    return installed if installed.is_dir() else package.parent / name


def is_bundled(path: Path) -> bool:
    """Whether a file came with the distribution, as a rubric or a program."""
    return any(bundled(name) in path.parents for name in FOLDERS)


def label(path: Path) -> str:
    """A path as it is printed: files of the distribution by their place in it, wherever that is
    installed; the others as they were given.
    """
    for name in FOLDERS:
        folder = bundled(name)
        if folder in path.parents:
            return f"{name}/{path.relative_to(folder).as_posix()}"
    # Bytes that are no UTF-8 in a name stand as their codes: no file and no JSON takes them.
    return path.as_posix().encode("utf-8", "backslashreplace").decode()


def unlabeled(printed: str) -> str:
    """A printed path with bytes in the place of their codes, as names that are no UTF-8 have
    them.
    """
    return _CODE.sub(lambda code: chr(int(code[1], 16)), printed)


def shared(path: str) -> str:
    """A printed path as others may see it: from the folder of the run, and outside of that the name
    alone, which the digest beside it makes certain.
    """
    given, here = Path(path), Path.cwd()
    if not given.is_absolute() and os.pardir not in given.parts:
        return path
    # The working directory is known without links, so the folder is compared without them; a link
    # to a file keeps its own name.
    place = Path(os.path.realpath(given.parent), given.name)
    if here not in place.parents:
        return given.name
    return place.relative_to(here).as_posix()
