"""`evalkit mcp`, driven by the client of the SDK over standard input and output: it reads, it
proposes, and it changes no score."""

import asyncio
import hashlib
import json
import os
import sys
from pathlib import Path

import pytest
from console import run

from tests.cli.test_gates import described

ROOT = Path(__file__).parents[2]
QUOTED = "The offices refer firms to each other every week."
ANSWER = {
    "path": "hub.json",
    "criterion": "COO-1",
    "level": 2,
    "evidence": ["COO-1"],
    "why": "They refer firms.",
    "quotation": QUOTED,
    "source": "audit.txt",
    "model": "helper",
}


@pytest.fixture
def folder(tmp_path):
    described(tmp_path)
    (tmp_path / "audit.txt").write_text(
        "Page 4.\n" + QUOTED.replace(" firms", "\nfirms"), encoding="utf-8"
    )
    (tmp_path.parent / "outside.txt").write_text(QUOTED, encoding="utf-8")
    return tmp_path


def asked(folder, *calls):
    """The tools of a server in a folder, and what it answers: for each call whether it failed, and
    its text."""
    mcp = pytest.importorskip("mcp")
    server = mcp.StdioServerParameters(
        command=sys.executable,
        args=["-c", "from evalkit.__main__ import main; main()", "mcp"],
        cwd=str(folder),
        env={**os.environ, "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'plugins'}"},
    )

    async def talk():
        async with mcp.Client(server) as client:
            tools = [tool.name for tool in (await client.list_tools()).tools]
            answers = [await client.call_tool(name, given) for name, given in calls]
            return tools, [
                (answer.is_error, answer.content[0].text) for answer in answers
            ]

    return asyncio.run(asyncio.wait_for(talk(), 60))


def digests(folder):
    return {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.iterdir()
    }


def test_an_agent_reads_and_changes_nothing(folder):
    before = digests(folder)
    tools, answers = asked(
        folder,
        ("programs", {}),
        ("score", {"program": "hub.json"}),
        ("compare", {"programs": ["kr-gsbc", "tw-artc"]}),
        ("check", {"path": "hub.json"}),
        ("explain", {"word": "COO-1"}),
        ("what_would_help", {"program": "hub.json"}),
    )
    assert sorted(tools) == [
        *(
            "check",
            "compare",
            "explain",
            "programs",
            "propose_coding",
            "score",
            "what_would_help",
        )
    ]
    assert [failed for failed, _ in answers] == [False] * 6
    texts = [text for _, text in answers]
    for text, part in zip(
        texts,
        ("kr-gsbc", "COO-2", "# Comparison", "no faults", "COO-1", "RED-1"),
        strict=True,
    ):
        assert part in text, text
    assert digests(folder) == before


def test_a_proposal_is_written_and_no_score_reads_it(folder):
    def score():
        result = json.loads(
            run("score", "hub.json", "--format", "json", cwd=folder).stdout
        )
        return [dimension["score"] for dimension in result["cards"][0]["dimensions"]]

    before = score()
    _, ((failed, text),) = asked(folder, ("propose_coding", ANSWER))
    assert not failed and "proposed in hub.helper.yaml" in text, text
    written = (folder / "hub.helper.yaml").read_text(encoding="utf-8")
    assert "kind: model" in written and "every week" in written
    assert run("check", "hub.json", cwd=folder).returncode == 0
    assert score() == before


REFUSED = [
    (
        {"quotation": "The offices never refer firms at all."},
        "does not stand in audit.txt",
    ),
    ({"quotation": "week"}, "at least 12 characters"),
    ({"source": "../outside.txt"}, "there is no file '../outside.txt' in the folder"),
    ({"source": "gone.txt"}, "there is no file 'gone.txt'"),
    (
        {"source": "hub.json", "quotation": "Evaluation 2024"},
        "has the form of a description",
    ),
    ({"path": "/etc/hostname"}, "there is no file '/etc/hostname'"),
    ({"criterion": "COO-99"}, "COO-99"),
    ({"evidence": ["e99"]}, "e99"),
    ({"level": 9}, "9"),
    ({"model": "../hub"}, "is no name of a model"),
    ({"model": "r1"}, "use another name"),
    ({"model": "adjudicated"}, "use another name"),
]


def test_what_may_not_be_proposed_is_refused(folder):
    before = digests(folder)
    calls = [("propose_coding", {**ANSWER, **change}) for change, _ in REFUSED]
    _, answers = asked(folder, *calls)
    for (failed, text), (change, message) in zip(answers, REFUSED, strict=True):
        assert failed and message in text, (change, text)
    assert digests(folder) == before


def test_without_the_package_the_command_says_what_to_install(folder, monkeypatch):
    monkeypatch.setitem(sys.modules, "mcp.server", None)
    done = run("mcp", cwd=folder)
    assert done.returncode == 2 and "policy-evalkit[agents]" in done.stderr
