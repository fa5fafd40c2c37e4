"""Finishes the rubrics, and the programs of the library with their list and their report cards,
when the wheel is built.

What comes of it is read by `evalkit/read/finished.py`. An editable installation does without.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent


def finish(folder: Path) -> None:
    """Write all rubrics, and the programs with their cards and their list by the usual rubric,
    into a folder.
    """
    from evalkit.read.finished import Finished
    from evalkit.read.rubrics import Rubrics
    from evalkit.session import Session
    from evalkit.session.settings import Settings

    session = Session(Settings())
    rubrics = session.host.rubrics()
    usual = session.settings.rubric
    made: list[tuple[Any, ...]] = [
        (Rubrics(rubrics).get(name), path, "rubric") for name, path in rubrics.items()
    ]
    for path in session.library.targets([]):
        made.append((session.read(path).loaded, path, "program", usual))
        for draws in (True, False):
            card = session.card(path, draws)
            made.append((card, path, "card", usual, str(draws)))
    made.append((session.listed()[0], rubrics[usual], "listed"))
    finished = Finished(session.host, folder)
    finished.note_modules()
    for value, path, *made_with in made:
        finished.put(value, path, *made_with)


def finish_apart(folder: Path) -> None:
    """Do so in a process that sees this code, its entry points, and no other plugin of evalkit."""
    with tempfile.TemporaryDirectory() as site:
        _write_metadata(Path(site, "policy_evalkit-0.dist-info"))
        # an isolated build has a path of its own
        paths = (site, ROOT, ROOT / "plugins", *sys.path)
        path = os.pathsep.join(map(str, paths))
        environment = {**os.environ, "PYTHONPATH": path, "EVALKIT_DISABLE_PLUGINS": "1"}
        subprocess.run([sys.executable, __file__, folder], check=True, env=environment)


def _write_metadata(info: Path) -> None:
    """Write the metadata of an installation, as far as evalkit reads it."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    project = settings["project"]
    points = ["[evalkit]"]
    for name, value in project["entry-points"]["evalkit"].items():
        points.append(f"{name} = {value}")
    head = [
        "Metadata-Version: 2.1",
        f"Name: {project['name']}",
        f"Version: {_version()}",
    ]
    info.mkdir()
    for name, lines in (("entry_points.txt", points), ("METADATA", head)):
        (info / name).write_text("\n".join([*lines, "", ""]), encoding="utf-8")


def _version() -> str:
    """The version that the wheel gets, which cards name."""
    text = (ROOT / "evalkit" / "__init__.py").read_text(encoding="utf-8")
    _, _, rest = text.partition('__version__ = "')
    return rest.partition('"')[0]


if __name__ == "__main__":
    finish(Path(sys.argv[1]))
else:
    from hatchling.builders.hooks.plugin.interface import BuildHookInterface

    class FinishingHook(BuildHookInterface):
        """Puts what is finished into the wheel."""

        PLUGIN_NAME = "custom"

        def initialize(self, version: str, build_data: dict[str, Any]) -> None:
            """Finish, unless the installation is editable."""
            if version == "editable":
                return
            self._made = tempfile.TemporaryDirectory()
            finish_apart(Path(self._made.name))
            build_data["force_include"][self._made.name] = "evalkit/finished"

        def finalize(
            self, version: str, build_data: dict[str, Any], artifact_path: str
        ) -> None:
            """Take away what the wheel holds now."""
            if version != "editable":
                self._made.cleanup()
