"""Rubrics by id or path, each read once: several sessions ask for the same ones, and descriptions
carry codings for several.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from evalkit.locale import add, of_rubric
from evalkit.model.errors import InputError, NothingMatched
from evalkit.model.rubric import Rubric
from evalkit.read.finished import Finished
from evalkit.read.kinds import looks_like_path
from evalkit.read.loaded import LoadedRubric


class Rubrics:
    """The rubrics that plugins bring, by id, and any file of one by its path.

    `left_out` are the plugins that were left out, which may bring the one that is missing.
    """

    def __init__(
        self,
        installed: Mapping[str, Path],
        left_out: Sequence[str] = (),
        finished: Finished | None = None,
    ) -> None:
        self._installed = installed
        self._left_out = left_out
        self._finished = finished
        self._read: dict[str, LoadedRubric] = {}

    def get(self, name: str) -> LoadedRubric:
        """A rubric by id or path.

        Raises NothingMatched for an id that none has, and InputError for a file that is broken or
        not there.
        """
        if name not in self._read:
            self._read[name] = self._load(name)
        return self._read[name]

    def others(self, than: Rubric, beside: Iterable[str] = ()) -> Iterator[Rubric]:
        """Those `beside`, by id or path, then all that are installed.

        A broken one is of no use here, and `evalkit rubrics` tells of it.
        """
        installed = [name for name in self._installed if name != than.id]
        for name in (*beside, *installed):
            with contextlib.suppress(InputError):
                yield self.get(name).rubric

    def _load(self, name: str) -> LoadedRubric:
        # An installed rubric comes before a file of the same name; `./name` is always the file.
        path = self._installed.get(name) or Path(name)
        if not path.is_file() and not looks_like_path(name):
            raise NothingMatched(self._no_rubric(name))
        finished = self._finished.get(path, "rubric") if self._finished else None
        loaded: LoadedRubric = finished or _parsed(path)
        rubric_id = loaded.rubric.id
        add(path.parent / "locale", of_rubric(rubric_id))
        if name in self._installed and rubric_id != name:
            raise InputError(
                f"{loaded.path} holds the rubric {rubric_id!r}: its file must be called"
                f" {rubric_id}.yaml"
            )
        return loaded

    def _no_rubric(self, name: str) -> str:
        """That there is no rubric of a name, and what may be meant."""
        for file in (f"{name}.yaml", f"{name}.yml"):
            if Path(file).is_file():
                return f"there is no rubric {name!r}; did you mean --rubric {file}?"
        there_are = ", ".join(self._installed) or "none"
        if self._left_out:
            there_are += f" ({', '.join(self._left_out)} left out)"
        return f"there is no rubric {name!r}; there are {there_are}, or give the path of a file"


def _parsed(path: Path) -> LoadedRubric:
    from evalkit.read.files import load_rubric  # what is finished needs no parser

    return load_rubric(path)
