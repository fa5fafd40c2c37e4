"""Distributions of somebody else, laid where pip lays them."""

import importlib
import sys
from pathlib import Path

import pytest


@pytest.fixture
def install(tmp_path, monkeypatch):
    """Installs `evalkit-stranger` 1.0 with an entry point of a name.

    `files` are texts by their path in the folder of packages, which it gives; the first one is the
    module of the entry point. `requires` are its requirements.
    """
    site = tmp_path / "site-packages"
    roots = set()

    def installed(name, files, requires=()):
        info = site / "evalkit_stranger-1.0.dist-info"
        info.mkdir(parents=True)
        head = ["Metadata-Version: 2.1", "Name: evalkit-stranger", "Version: 1.0"]
        head += [f"Requires-Dist: {line}" for line in requires]
        (info / "METADATA").write_text("\n".join([*head, "", "Text"]), encoding="utf-8")
        module = (
            next(iter(files))
            .removesuffix(".py")
            .removesuffix("/__init__")
            .replace("/", ".")
        )
        (info / "entry_points.txt").write_text(
            f"[evalkit]\n{name} = {module}\n", encoding="utf-8"
        )
        for path, text in files.items():
            (site / path).parent.mkdir(exist_ok=True, parents=True)
            (site / path).write_text(text, encoding="utf-8")
            roots.add(Path(path).parts[0].removesuffix(".py"))
        importlib.invalidate_caches()
        return site

    monkeypatch.syspath_prepend(site)
    yield installed
    for loaded in [key for key in sys.modules if key.partition(".")[0] in roots]:
        del sys.modules[loaded]
