"""What is finished is read only while everything that made it is as it was."""

import shutil
from pathlib import Path

import pytest

import evalkit
from evalkit.read import bundled as data
from evalkit.read import finished, library, programs
from evalkit.read.bundled import bundled, is_bundled
from evalkit.read.files import load_description, load_program
from evalkit.read.finished import Finished
from evalkit.read.folders import contents_of
from evalkit.session import Scored, Session
from evalkit.session.settings import Settings

PROGRAM = bundled("programs") / "kr" / "kr-gsbc.yaml"
MADE_WITH = ("card", "hsieh", "True")
IDLE = """
from evalkit.plugin import Evaluator, hookimpl
@hookimpl
def evalkit_evaluators():
    return [Evaluator("idle")]
"""


@pytest.fixture
def usual():
    return Session(Settings(installed=False))


@pytest.fixture
def forged(usual, tmp_path, monkeypatch):
    """A folder in which the card of a program is that of another one, to see when it is read."""
    monkeypatch.setattr(finished, "FOLDER", tmp_path / "finished")
    other = usual.card(bundled("programs") / "tw" / "tw-artc.yaml")
    beginning(usual).put(other, PROGRAM, *MADE_WITH)
    return other


def beginning(session):
    """What has noted the modules, and can be put into."""
    made = Finished(session.host)
    made.note_modules()
    return made


def scored(settings, targets=("kr-gsbc",), draws=True):
    (card,) = Session(settings).score(targets, draws).cards
    return card.program.id


def test_what_is_finished_is_read_as_it_was_put(forged):
    assert (
        Finished(Session(Settings(installed=False)).host).get(PROGRAM, *MADE_WITH)
        == forged
    )
    assert scored(Settings(installed=False)) == "tw-artc"


def test_nothing_is_read_where_nothing_was_finished(usual):
    assert Finished(usual.host).get(PROGRAM, *MADE_WITH) is None


def test_a_finished_list_is_read_instead_of_all_cards(usual, tmp_path, monkeypatch):
    monkeypatch.setattr(finished, "FOLDER", tmp_path / "finished")
    (first, *others), scored = usual.listed()
    assert len(scored.cards) == 1 + len(others)
    beginning(usual).put((first,), bundled("rubrics") / "hsieh.yaml", "listed")
    assert Session(Settings(installed=False)).listed() == ((first,), Scored(()))
    assert len(Session(Settings(installed=False, rubric="dac")).listed()[0]) == 1 + len(
        others
    )


def own_file(folder):
    """A component of a program of the library that has peers there: a copy under another id."""
    text = (bundled("programs") / "kr" / "kr-gstep-iicc.yaml").read_text(
        encoding="utf-8"
    )
    file = folder / "my-program.yaml"
    file.write_text(
        text.replace("id: kr-gstep-iicc", "id: my-program", 1), encoding="utf-8"
    )
    shutil.copy(bundled("programs") / "sources.yaml", folder)
    return file


def test_the_parent_and_the_peers_of_ones_own_program_are_not_read_again(
    usual, tmp_path, monkeypatch
):
    own = own_file(tmp_path)
    card, described = usual.card(own), usual.read(own)
    assert described.whole and described.peers
    monkeypatch.setattr(finished, "FOLDER", tmp_path / "finished")
    made = beginning(usual)
    for path in usual.library.targets([]):
        made.put(usual.read(path).loaded, path, "program", "hsieh")
        made.put(usual.card(path, draws=False), path, "card", "hsieh", "False")
    read = []

    def noted(path, criteria):
        read.append(path)
        return load_program(path, criteria)

    monkeypatch.setattr(programs, "load_program", noted)
    assert Session(Settings(installed=False)).card(own) == card
    assert read == [own]
    assert (
        Session(Settings(installed=False, rubric="dac")).read(own).peers
        == described.peers
    )
    assert len(read) > 2


def test_what_stands_beside_a_program_of_the_library_is_known_by_name(
    usual, tmp_path, monkeypatch
):
    looked_at = []

    def noted(files):
        given = [*files]
        looked_at.extend(given)
        return contents_of(given)

    monkeypatch.setattr(library, "contents_of", noted)
    described = usual.read(own_file(tmp_path))
    assert described.whole and described.peers
    assert tmp_path / "my-program.yaml" in looked_at
    assert not [path for path in looked_at if is_bundled(path)]


def test_files_of_the_library_are_named_by_the_ids_of_their_programs(usual):
    paths = usual.library.targets([])
    assert [load_description(path).id for path in paths] == [
        path.stem for path in paths
    ]


@pytest.mark.parametrize(
    "chosen", [{"seed": 2}, {"without": ["spillover"]}, {"rubric": "dac"}], ids=str
)
def test_other_settings_are_made_anew(forged, chosen):
    assert scored(Settings(installed=False, **chosen)) == "kr-gsbc"


def test_cards_without_draws_are_others(forged):
    assert scored(Settings(installed=False), draws=False) == "kr-gsbc"


def test_a_plugin_of_somebody_else_makes_all_anew(forged, tmp_path):
    plugin = tmp_path / "idle.py"
    plugin.write_text(IDLE, encoding="utf-8")
    assert scored(Settings(plugins=[plugin])) == "kr-gsbc"


def test_surroundings_make_all_anew(forged, tmp_path):
    (tmp_path / "beside").mkdir()
    shutil.copy(PROGRAM, tmp_path / "beside")
    assert scored(Settings(installed=False, context=[tmp_path / "beside"])) == "kr-gsbc"


def test_it_can_be_switched_off(forged, monkeypatch):
    monkeypatch.setenv("EVALKIT_DISABLE_FINISHED", "1")
    assert scored(Settings(installed=False)) == "kr-gsbc"


def test_a_file_of_the_same_name_elsewhere_is_read_itself(
    forged, tmp_path, monkeypatch
):
    shutil.copytree(bundled("programs"), tmp_path / "programs")
    monkeypatch.chdir(tmp_path)
    here = Path("programs", "kr", "kr-gsbc.yaml")
    assert scored(Settings(installed=False), [str(here)]) == "kr-gsbc"


@pytest.mark.parametrize(
    "changed", ["programs/sources.yaml", "rubrics/dac.yaml", "programs/new.yaml"]
)
def test_a_change_of_any_file_of_the_distribution_makes_all_anew(
    usual, forged, changed, tmp_path, monkeypatch
):
    package = tmp_path / "package"
    for name in ("programs", "rubrics"):
        shutil.copytree(bundled(name), package / name)
    monkeypatch.setattr(data, "_PACKAGE", package)
    program = package / "programs" / "kr" / "kr-gsbc.yaml"
    assert Finished(usual.host).get(program, *MADE_WITH) == forged
    with (package / changed).open("a", encoding="utf-8") as file:
        file.write("# a comment\n")
    assert Finished(usual.host).get(program, *MADE_WITH) is None


@pytest.mark.parametrize(
    ("changed", "is_read"),
    [("engine/judge.py", False), ("model/card.py", False), ("not_imported.py", True)],
)
def test_a_change_of_the_code_that_made_it_makes_all_anew(
    usual, forged, changed, is_read, tmp_path, monkeypatch
):
    package = tmp_path / "evalkit"
    only_code = shutil.ignore_patterns("__pycache__", "*.mo", "*.js")
    shutil.copytree(Path(evalkit.__file__).parent, package, ignore=only_code)
    monkeypatch.setattr("evalkit.__file__", str(package / "__init__.py"))
    assert Finished(usual.host).get(PROGRAM, *MADE_WITH) == forged
    with (package / changed).open("a", encoding="utf-8") as file:
        file.write("# a comment\n")
    assert (Finished(usual.host).get(PROGRAM, *MADE_WITH) == forged) is is_read


def test_code_that_is_gone_makes_all_anew(usual, forged, tmp_path, monkeypatch):
    monkeypatch.setattr("evalkit.__file__", str(tmp_path / "evalkit" / "__init__.py"))
    assert Finished(usual.host).get(PROGRAM, *MADE_WITH) is None
