"""A folder is parsed once, and the kind of a file is the same whether it shows at sight or has
to be parsed."""

from collections import Counter

import pytest

import evalkit
from evalkit.read.kinds import coder_files, kind_of
from evalkit.read.syntax import parsed

PROGRAM = "id: {id}\nname: A program\ncountry: KR\nobject_type: program\n"
CODER = "codes: {id}\ncodings: {{}}\n"


@pytest.fixture
def folder(tmp_path):
    for id in ("a", "b", "a-b"):
        (tmp_path / f"{id}.yaml").write_text(PROGRAM.format(id=id), encoding="utf-8")
        (tmp_path / f"{id}.r1.yaml").write_text(CODER.format(id=id), encoding="utf-8")
    (tmp_path / "a.r2.yml").write_text(CODER.format(id="a"), encoding="utf-8")
    (tmp_path / "a.more.yaml").write_text("overlays: a\n", encoding="utf-8")
    (tmp_path / "nobody.r1.yaml").write_text(
        CODER.format(id="nobody"), encoding="utf-8"
    )
    return tmp_path


def test_every_file_of_a_folder_is_parsed_once(folder, monkeypatch):
    times_parsed = Counter()

    def counted(data, faults, *arguments, tree=parsed.tree):
        times_parsed[faults.path] += 1
        return tree(data, faults, *arguments)

    monkeypatch.setattr(parsed, "tree", counted)
    cards = evalkit.score(folder)
    assert [card.program.id for card in cards] == ["a-b", "a", "b"]
    here = {
        path: times
        for path, times in times_parsed.items()
        if path.startswith(str(folder))
    }
    assert here == {
        **{str(folder / f"{id}.yaml"): 1 for id in ("a", "b", "a-b")},
        **{str(folder / f"{id}.r1.yaml"): 1 for id in ("a", "b", "a-b")},
        str(folder / "a.r2.yml"): 1,
        str(folder / "a.more.yaml"): 1,
    }


def test_coders_belong_to_the_description_of_their_name(folder):
    names = {
        id: [path.name for path in coder_files(folder / f"{id}.yaml")]
        for id in ("a", "b", "a-b")
    }
    assert names == {
        "a": ["a.r1.yaml", "a.r2.yml"],
        "b": ["b.r1.yaml"],
        "a-b": ["a-b.r1.yaml"],
    }
    assert coder_files(folder / "nobody.yaml") == []


def test_a_coder_that_is_added_later_is_seen(folder):
    assert coder_files(folder / "b.yaml") == [folder / "b.r1.yaml"]
    (folder / "b.r2.yaml").write_text(CODER.format(id="b"), encoding="utf-8")
    assert coder_files(folder / "b.yaml") == [
        folder / "b.r1.yaml",
        folder / "b.r2.yaml",
    ]


@pytest.mark.parametrize(
    ("name", "text", "kind"),
    [
        ("p.yaml", "id: p\n", "program"),
        ("p.json", '{"id": "p"}', "program"),
        ("p.json", '{"$schema": "x", "id": "p"}', "other"),
        ("p.yaml", "id: p\nname: 'dimensions: of a program'\n", "program"),
        ("p.yaml", "name: p\nactors: {codes: {type: finance}}\n", "program"),
        ("p.yaml", "schema: program/2\nid: p\nobject_type: program\n", "program"),
        ("p.json", '{"$schema": "x", "id": "p", "object_type": "program"}', "program"),
        ("p.yaml", "id: p\nobject_type: program\ncontext: {}\n", "program"),
        ("p.json", '{"id": "p", "schema": "evalkit/unheard-of/7"}', "other"),
        ("p.yaml", "id: p\ndimensions: {}\n", "rubric"),
        ("p.yaml", "id: p\n'bands' : {}\n", "rubric"),
        ("p.yaml", "{id: p, context: {}}", "context"),
        ("p.r1.yaml", "codes: p\n", "coder"),
        ("p.r1.yaml", "codings: {}\ncodes: p\n", "coder"),
        ("p.yaml", "codes: p\n", "coder"),
        ("p.r1.yaml", "overlays: p\n", "overlay"),
        ("sources.yaml", "sources: {}\n", "sources"),
        ("p.yaml", "id: p\n  broken: [\n", "program"),
        ("p.yaml", "broken: [\n", "program"),
        ("p.yaml", "", "program"),
        ("none.yaml", None, "program"),
    ],
)
def test_kinds(tmp_path, name, text, kind):
    if text is not None:
        (tmp_path / name).write_text(text, encoding="utf-8")
    assert kind_of(tmp_path / name) == kind
