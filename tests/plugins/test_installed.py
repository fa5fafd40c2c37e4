"""Entry points are found where `importlib.metadata` finds them, and are the same."""

import sys
from importlib import metadata

import pytest

from evalkit.plugin import installed
from evalkit.plugin.installed import EntryPoint, entry_points


def same_as_the_standard_library(group):
    return {
        EntryPoint(
            point.name,
            point.value,
            point.dist.name,
            point.dist.version,
            tuple(point.dist.requires or ()),
        )
        for point in metadata.entry_points(group=group)
    }


def distribution(folder, name, entry_points, file="METADATA"):
    info = folder / name
    info.mkdir(parents=True)
    title, _, version = name.rpartition(".")[0].partition("-")
    info.joinpath(file).write_text(
        f"Metadata-Version: 2.1\nName: {title}\nVersion: {version}\n"
        "Requires-Dist: attrs>=23\nRequires-Dist: click\n\nName: of the text\n",
        encoding="utf-8",
    )
    info.joinpath("entry_points.txt").write_text(entry_points, encoding="utf-8")


@pytest.fixture
def site(tmp_path, monkeypatch):
    first, second = tmp_path / "first", tmp_path / "second"
    distribution(
        first,
        "one_two-2.0.dist-info",
        "[other]\na = os\n\n[visitors]\n# b = nothing\nc = json\nd = json.decoder : JSONDecoder"
        " [fast]\n\n[last]\ne = os\n",
    )
    distribution(second, "one.two-1.0.dist-info", "[visitors]\nhidden = os\n")
    distribution(second, "old.egg-info", "[visitors]\nold = os.path:join\n", "PKG-INFO")
    (second / "none-1.0.dist-info").mkdir()
    monkeypatch.setattr(
        sys, "path", [*sys.path, str(first), str(second), str(tmp_path / "gone")]
    )
    return tmp_path


@pytest.mark.parametrize(
    "group", ["evalkit", "console_scripts", "pytest11", "visitors", "none"]
)
def test_they_are_those_of_the_standard_library(site, group):
    points = entry_points(group)
    assert set(points) == same_as_the_standard_library(group)
    assert len(points) == len(set(points))


def test_what_stands_earlier_on_the_path_hides_what_has_its_name(site):
    assert {point.name for point in entry_points("visitors")} == {"c", "d", "old"}


def test_an_archive_on_the_path_is_left_to_the_standard_library(site, monkeypatch):
    archive = site / "archive.zip"
    archive.write_bytes(b"")
    monkeypatch.setattr(sys, "path", [str(archive), *sys.path])
    monkeypatch.setattr(
        installed, "_from_metadata", lambda group: (EntryPoint(group, "asked"),)
    )
    assert entry_points("visitors") == (EntryPoint("visitors", "asked"),)


def test_modules_and_objects_are_loaded():
    from json.decoder import JSONDecoder

    assert EntryPoint("d", "json.decoder : JSONDecoder [fast]").load() is JSONDecoder
    assert EntryPoint("c", "json").load().__name__ == "json"
    with pytest.raises(ModuleNotFoundError):
        EntryPoint("n", "no_such_module_of_anybody").load()
