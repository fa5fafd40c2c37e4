"""Seals on coders' files: written once, and compared with the files as they are."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from evalkit.model.agreement import Seals
from evalkit.model.errors import InputError
from evalkit.read.bundled import label
from evalkit.read.diagnostic import Diagnostic, Place
from evalkit.read.kinds import coder_files, kind_of
from evalkit.read.parsed import raise_faults, read_file
from evalkit.read.seals import seal_of, seal_text, sealed
from evalkit.report.save import save_new


def seal_files(files: Sequence[Path]) -> list[Path]:
    """Seal coders' files, all or none, and return the paths of the seals.

    Raises InputError for a file that is no coder's file, cannot be read or is sealed already.
    """
    texts: dict[Path, dict[Path, str]] = {}
    for path in dict.fromkeys(files):
        read = read_file(path)
        raise_faults(path, read.faults.found)
        if kind_of(path) != "coder":
            what = "this is no coder's file, and only these are sealed"
            fault = Diagnostic(label(path), Place(1), "EK240", what, "name <id>.<coder>.yaml")
            raise InputError(f"{label(path)}: {what}", (fault,))
        if sealed(path) is not None:
            raise InputError(f"{label(path)} is sealed already: {label(seal_of(path))}")
        seal = {Path(seal_of(path).name): seal_text(path, read.sha256)}
        texts[path.parent] = texts.get(path.parent, {}) | seal
    return [made for folder, seals in texts.items() for made in save_new(seals, folder)]


def seals(paths: Iterable[Path]) -> Seals:
    """How many coders' files beside some descriptions are sealed, and which have changed."""
    files = [file for path in paths for file in coder_files(path)]
    digests = {file: sealed(file) for file in files}
    changed = [
        label(file)
        for file, digest in digests.items()
        if digest is not None and digest != read_file(file).sha256
    ]
    return Seals(len(files), sum(digest is not None for digest in digests.values()), tuple(changed))
