"""Another process with other surroundings: what a plugin takes from them shows there.

Programs come in another order, sets of texts have another one, and the folder, the time zone, the
language, the date and the variables of the environment are others.
"""

from __future__ import annotations

import gc
import importlib
import json
import os
import random
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any

from evalkit.testing import clock
from evalkit.testing.limit import limited
from evalkit.testing.observed import observe
from evalkit.testing.scene import Scene
from evalkit.testing.target import Target, find
from evalkit.testing.writers import digested, written

Tree = dict[str, Any]
"""A scene as JSON takes it."""
Answers = dict[str, Sequence[str]]
"""What each part of an evaluator says, in full and in short."""
GARBAGE = 100_000
"""New containers after which the interpreter looks for garbage: many values are made, and kept."""
OTHERS = {
    "TZ": "Pacific/Kiritimati",
    "LANG": "C.UTF-8",
    "LC_ALL": "C.UTF-8",
    "LANGUAGE": "tr",
}
"""Variables of the environment that are others there."""
KEPT = (
    "PATH",
    "SYSTEMROOT",
    "TEMP",
    "TMP",
    "TMPDIR",
    "LD_LIBRARY_PATH",
    "DYLD_LIBRARY_PATH",
)
"""Variables without which libraries cannot be loaded; no other one is there."""
_CODE = """
import json, sys, sysconfig
library = sysconfig.get_path("stdlib")
# a file of the user called statistics.py is not that of the standard library
own = [path for path in sys.path if path.startswith(library) and "site-packages" not in path]
sys.path[:] = dict.fromkeys([*own, *json.loads(sys.argv.pop(1))])
from evalkit.testing.second import answer
answer()
"""


class SecondFailed(Exception):
    """The other process has ended before its time."""


class Second:
    """Asks the other process, which is started once and answers line by line."""

    def __init__(self, again: tuple[str, str]) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="evalkit-")
        # -P: the folder that it runs in is no place to import from
        command = [sys.executable, "-P", "-X", "utf8", "-c", _CODE]
        self._process = subprocess.Popen(
            [*command, json.dumps(_paths()), *again],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            # what plugins print was seen here already
            stderr=subprocess.DEVNULL,
            text=True,
            encoding="utf-8",
            env=_environment(os.environ),
            cwd=self._folder.name,
        )

    def __enter__(self) -> Second:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        with suppress(OSError, ValueError):
            self._process.kill() if kind else self._process.communicate()
        self._folder.cleanup()

    def begin(self, evaluator: str, scenes: Sequence[Scene]) -> None:
        """Let it go through programs in another order, while this process goes through them too.

        Raises SecondFailed.
        """
        self._put({"evaluator": evaluator, "scenes": [scene.tree for scene in scenes]})

    def end(self) -> list[Answers]:
        """What it says of each of these programs; raises SecondFailed."""
        answers: list[Answers] = self._take()
        return answers

    def observe(self, evaluator: str, scene: Scene) -> Answers:
        """What each part of an evaluator says of one program there; raises SecondFailed."""
        self.begin(evaluator, [scene])
        return self.end()[0]

    def written(self, writer: str) -> dict[str, str]:
        """What a writer writes there; raises SecondFailed."""
        self._put({"writer": writer})
        files: dict[str, str] = self._take()
        return files

    def _put(self, question: Mapping[str, Any]) -> None:
        assert self._process.stdin
        try:
            print(json.dumps(question), file=self._process.stdin, flush=True)
        except OSError as error:
            raise SecondFailed from error

    def _take(self) -> Any:
        assert self._process.stdout
        try:
            return json.loads(self._process.stdout.readline())
        except (OSError, ValueError) as error:
            raise SecondFailed from error


def answer() -> None:
    """Answer the questions on standard input, one on each line.

    What plugins print goes elsewhere.
    """
    answers, sys.stdout = sys.stdout, sys.stderr
    gc.set_threshold(GARBAGE)
    clock.set_forward()
    target = _target(*sys.argv[1:])
    for line in sys.stdin:
        answered = _answered(target, json.loads(line))
        print(json.dumps(answered), file=answers, flush=True)


def _target(kind: str, name: str) -> Target:
    """What is tested, by what `Target.again` says of it."""
    if kind == "module":
        return find(importlib.import_module(name))
    return find(Path(name) if kind == "file" else name)


def _answered(target: Target, question: dict[str, Any]) -> Any:
    if "writer" in question:
        return _files(target, question["writer"])
    return _answers(target, question["evaluator"], question["scenes"])


def _files(target: Target, name: str) -> dict[str, str]:
    """What a writer writes."""
    writers = {writer.name: writer for writer in target.plugin.writers}
    return digested(written(writers[name]))


def _answers(target: Target, name: str, trees: Sequence[Tree]) -> list[Answers]:
    """What an evaluator says of programs."""
    evaluator = limited(target.evaluator(name))
    questions = target.questions(evaluator)
    # in another order than here: an evaluator that remembers programs answers otherwise
    order = random.Random(2).sample(range(len(trees)), len(trees))
    answers: dict[int, Answers] = {}
    for number in order:
        scene = Scene(trees[number], target.facts)
        observed = observe(evaluator, questions, *scene.read())
        answers[number] = {
            part: (answer.text, answer.short) for part, answer in observed.items()
        }
    return [answers[number] for number in range(len(trees))]


def _paths() -> list[str]:
    """Where this process finds modules, wherever the other one runs."""
    return [os.path.abspath(path) for path in sys.path]  # noqa: PTH100  # an archive stays one


def _environment(ours: Mapping[str, str]) -> dict[str, str]:
    """The variables of the other process, given those of this one."""
    # anew and not changed: a plugin that reads a variable of ours finds none there
    environment = {name: ours[name] for name in KEPT if name in ours}
    for name, value in OTHERS.items():
        environment[name] = value if ours.get(name) != value else "C"
    # A seed of its own gives sets of texts another order than they have here.
    is_taken = ours.get("PYTHONHASHSEED") == "1"
    environment["PYTHONHASHSEED"] = "2" if is_taken else "1"
    return environment
