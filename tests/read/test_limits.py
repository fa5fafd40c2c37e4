"""Limits hold at every door: nothing that is given costs more memory or time than its limit."""

import io
import sys
import tracemalloc

import pytest
from console import run

from evalkit.model.errors import InputError
from evalkit.read.diagnostic import MOST
from evalkit.read.programs import MOST_PARENTS
from evalkit.read.syntax import parsed
from evalkit.read.syntax.text import FILE
from evalkit.read.tables import descriptions
from evalkit.read.tables.grid import LIMIT
from evalkit.session import Session
from evalkit.session.settings import Settings

PROGRAM = "id: {id}\nname: A program\ncountry: KR\nobject_type: program\n"
HUGE = 200_000_000


class Endless(io.RawIOBase):
    """A stream that never ends."""

    def readable(self):
        return True

    def readinto(self, buffer):
        buffer[:] = b"a" * len(buffer)
        return len(buffer)


@pytest.fixture
def endless(monkeypatch):
    """Standard input that never ends."""
    stream = io.TextIOWrapper(io.BufferedReader(Endless()))
    monkeypatch.setattr(sys, "stdin", stream)
    parsed._stdin.cache_clear()
    yield
    parsed._stdin.cache_clear()


def test_standard_input_ends_at_the_limit(endless):
    (fault,) = Session(Settings()).check(parsed.STDIN)
    assert fault.code == "EK108"
    assert len(parsed._stdin()) == FILE.size + 1


@pytest.mark.parametrize("name", ["huge.yaml", "a.r1.yaml"])
def test_a_huge_neighbor_is_not_read(tmp_path, name):
    (tmp_path / "a.yaml").write_text(
        PROGRAM.format(id="a") + "part_of: b\n", encoding="utf-8"
    )
    with (tmp_path / name).open("wb") as file:
        file.truncate(HUGE)  # sparse: takes no space on the disk
    session = Session(Settings())
    tracemalloc.start()
    faults = session.check(tmp_path / "a.yaml")
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < HUGE / 4
    assert [fault.code for fault in faults] == (
        ["EK108"] if name == "a.r1.yaml" else []
    )


def test_a_huge_file_of_a_folder_costs_itself(tmp_path):
    (tmp_path / "a.yaml").write_text(PROGRAM.format(id="a"), encoding="utf-8")
    with (tmp_path / "huge.yaml").open("wb") as file:
        file.truncate(HUGE)
    done = run("score", tmp_path, "-q")
    assert done.returncode == 4
    assert "EK108" in done.stderr and done.stdout.count("A program") == 1


@pytest.mark.parametrize(
    ("keys", "told"), [(MOST, 0), (MOST + 1, 1), (5_000, 5_000 - MOST)]
)
def test_faults_end_at_a_hundred_with_a_count_of_the_rest(tmp_path, keys, told):
    path = tmp_path / "a.yaml"
    more = "".join(f"key{number}: 1\n" for number in range(keys))
    path.write_text(PROGRAM.format(id="a") + more, encoding="utf-8")
    with pytest.raises(InputError, match=f"{keys:,} faults") as caught:
        Session(Settings()).card(path)
    faults = caught.value.diagnostics
    assert len(faults) == MOST + (1 if told else 0)
    assert sum(fault.count for fault in faults) == keys
    if told:
        rest = faults[-1]
        assert (rest.code, rest.severity, rest.count) == ("EK113", "error", told)
        assert f"{told:,} more" in rest.message


def test_an_error_is_told_behind_a_hundred_warnings(tmp_path):
    path = tmp_path / "a.yaml"
    entries = "".join(
        f"  e{number}: {{source: s, claim: behavior, says: x}}\n"
        for number in range(300)
    )
    grounds = f"sources: {{s: {{kind: interview, cite: S}}}}\nevidence:\n{entries}"
    path.write_text(PROGRAM.format(id="a") + grounds + "wrong: 1\n", encoding="utf-8")
    faults = Session(Settings()).check(path)
    assert [fault.code for fault in faults if fault.severity == "error"] == ["EK201"]
    warnings = [fault for fault in faults if fault.severity == "warning"]
    assert len(warnings) == MOST + 1
    assert [fault.count for fault in warnings if fault.code == "EK113"] == [600 - MOST]


@pytest.mark.parametrize(
    "name", ["a.yaml", pytest.param("a.json", marks=pytest.mark.thorough)]
)
def test_the_values_of_a_file_are_bounded(tmp_path, name):
    path = tmp_path / name
    values = FILE.values + 10
    path.write_text('{"id": [' + "[]," * values + "[]]}", encoding="utf-8")
    assert path.stat().st_size < FILE.size / 5
    (fault,) = Session(Settings()).check(path)
    assert (fault.code, fault.place.line) == ("EK114", 1)


def chain(folder, length):
    """Programs `p000`, `p001` and so on, each a part of the next one."""
    for number in range(length):
        above = f"part_of: p{number + 1:03}\n" if number + 1 < length else ""
        text = PROGRAM.format(id=f"p{number:03}") + above
        (folder / f"p{number:03}.yaml").write_text(text, encoding="utf-8")


@pytest.mark.parametrize("order", [1, -1])
def test_a_long_chain_of_parents_is_a_fault_whichever_end_is_read_first(
    tmp_path, order
):
    length = 300
    chain(tmp_path, length)
    session = Session(Settings())
    paths = sorted(tmp_path.iterdir())
    refused = {
        path.stem
        for path in paths[::order]
        if [fault.code for fault in session.check(path)] == ["EK250"]
    }
    assert refused == {path.stem for path in paths[: length - 1 - MOST_PARENTS]}
    card = session.card(paths[length - 1 - MOST_PARENTS], draws=False)
    assert len(card.parents) == MOST_PARENTS


@pytest.mark.parametrize(
    "table",
    [
        pytest.param("name," * 1_000 + "name\nx\n", id="columns"),
        pytest.param("name\n" + "x," * 50_000 + "\n", id="cells of a row"),
        pytest.param(
            ",".join(map(str, range(1_000)))
            + ("\n" + ",".join("x" * 1_000)) * (LIMIT.values // 1_000),
            id="cells",
            marks=pytest.mark.thorough,
        ),
    ],
)
def test_columns_and_cells_of_a_table_are_bounded(tmp_path, table):
    path = tmp_path / "t.csv"
    path.write_text(table, encoding="utf-8")
    with pytest.raises(ValueError, match="at most 1,000 columns and 5,000,000 cells"):
        list(descriptions(path, {"name": "a"}))


def test_a_huge_table_is_not_read(tmp_path):
    path = tmp_path / "t.csv"
    with path.open("wb") as file:
        file.truncate(HUGE)
    with pytest.raises(
        ValueError, match="the file has 200,000,000 bytes; the limit is 100,000,000"
    ):
        list(descriptions(path, {}))
