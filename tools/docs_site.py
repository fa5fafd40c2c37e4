"""Builds the documentation as a site: `python tools/docs_site.py [FOLDER]`, which needs `.[docs]`.

The pages keep the places that they have in the repository, so that a link leads to the same page
on a code host and in the site: README.md is the start, and what the pages link to outside of
docs/ is copied with them. Navigation and theme stand in mkdocs.yml. A fault in a page, in a link
or in the navigation ends the build with exit code 1.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import sysconfig
import tempfile
from collections.abc import Iterator
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[1]
CONFIGURATION = ROOT / "mkdocs.yml"
SHOWN = (
    "README.md", "CONTRIBUTING.md", "CHANGELOG.md", "CITATION.cff", "LICENSE", "docs",
    "plugins/*/method.md", "programs", "rubrics",
)  # fmt: skip
"""What the site holds, as git names it."""
# A name above a block, as in ```yaml my.yaml, is no Markdown that the generator reads.
NAMED_FENCE = re.compile(r"^(`{3,})(\w+) +(\S+)$", re.MULTILINE)
COLOR = re.compile(r"\x1b\[[0-9;]*m")
"""The generator colors each letter of a fault, whoever reads it."""


def sources() -> list[Path]:
    """The files of the site that git knows, or that are new and not ignored."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", *SHOWN]
    listed = subprocess.check_output(command, cwd=ROOT, text=True)
    paths = [ROOT / name for name in listed.splitlines()]
    return [path for path in paths if path.is_file()]


def stage(folder: Path) -> None:
    """Copy the sources into a folder; the name of a file above a block becomes its title."""
    for path in sources():
        copy = folder / path.relative_to(ROOT)
        copy.parent.mkdir(parents=True, exist_ok=True)
        if path.suffix == ".md":
            text = NAMED_FENCE.sub(r'\1\2 title="\3"', path.read_text(encoding="utf-8"))
            copy.write_text(text, encoding="utf-8")
        else:
            shutil.copyfile(path, copy)


def navigation(entries: list[object]) -> Iterator[str]:
    """The pages that a navigation names, from all of its levels."""
    for entry in entries:
        if isinstance(entry, str):
            yield entry
        elif isinstance(entry, list):
            yield from navigation(entry)
        elif isinstance(entry, dict):
            yield from navigation([*entry.values()])


def lost(entries: list[object], pages: Path) -> list[str]:
    """Pages that a navigation names and that do not exist, and pages that it leaves out; the
    generator looks for neither.
    """
    named = {*navigation(entries)}
    there = {path.relative_to(pages).as_posix() for path in pages.rglob("*.md")}
    faults = [
        f"the navigation names {name}, which does not exist"
        for name in sorted(named - there)
    ]
    faults += [f"the navigation leaves out {name}" for name in sorted(there - named)]
    return faults


def generate(pages: Path, site: Path) -> list[str]:
    """Make a site of staged pages; the faults, none where it is whole."""
    # The generator takes the folder of its settings for the root, and writes beside them.
    settings = CONFIGURATION.read_text(encoding="utf-8")
    faults = lost(yaml.safe_load(settings)["nav"], pages)
    (pages.parent / CONFIGURATION.name).write_text(settings, encoding="utf-8")
    generator = Path(sysconfig.get_path("scripts")) / "zensical"
    command = [str(generator), "build", "--strict"]
    run = subprocess.run(command, cwd=pages.parent, capture_output=True, text=True)
    if run.returncode:
        faults.append(COLOR.sub("", run.stdout + run.stderr))
    else:
        # only where it is whole: a build that fails leaves the site before it
        shutil.rmtree(site, ignore_errors=True)
        shutil.move(pages.parent / "site", site)
    return faults


def main() -> int:
    """Build, and say what is wrong; 1 where something is."""
    site = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "build" / "site"
    with tempfile.TemporaryDirectory() as scratch:
        pages = Path(scratch) / "pages"
        stage(pages)
        faults = generate(pages, site)
    print(*faults or [f"wrote {site}"], sep="\n")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
