"""`evalkit report`: a saved result gives, byte for byte, every report that was made when it was
scored."""

import shutil
from pathlib import Path

import console
import made
import pytest

from evalkit.cli.exit_codes import ExitCode
from evalkit.plugin.host import load

ROOT = Path(__file__).parents[2]
MADE_UP = ROOT / "tests" / "library" / "synthetic"
WRITERS = [*load().writers()]
BROKEN = """from evalkit.plugin import Evaluator, Measurement, hookimpl, measure

@measure("coordination_coverage", unit="share", needs=["ties"])
def broken(program, context):
    raise ValueError("on purpose")

@measure("multiplexity", unit="ties", needs=["ties"], range=(0, float("inf")))
def endless(program, context):
    return Measurement((1 / 3, float("inf")), n=2, of=3, point=2 / 3, why="what is listed")

@hookimpl
def evalkit_evaluators():
    return [Evaluator("coordination", [broken, endless])]
"""
ODD = r"""id: odd
name: "Odd \u2028 and \x85 even \e[31m \uFEFF \x7F"
country: KR
object_type: program
part_of: kr-gyeonggi-system
assessed: {from: 2012}
actors: {a: {type: firm_sme, n: {min: 12}}, b: {type: agency_local}, c: {type: [expert, finance]}}
ties: [{from: a, to: b, kind: supply, evidence: e1}]
budget: {total: 40.25e9 KRW 2014, own: {about: .3}, evidence: e1}
units: {centers: {n: {2005: 7, 2007: {more_than: 12}}, evidence: e1}}
peers: {kr-gsbc: {overlap: some, evidence: [e1, e2]}}
sources:
  talk: {kind: interview, cite: "Talk <b>&amp; \"walk\"", holder: odd, read_in: book}
  book: {kind: peer_reviewed, cite: Book, author: b, places: {p.: 90}}
evidence:
  e1: {source: talk, at: p. 1, claim: behavior, direction: supports,
    says: "=1+1", reading: emended, facts: 2011}
  e2: {source: book, at: [p. 2, p. 3], claim: behavior, direction: contradicts, says: x,
    scope: family}
outcomes:
  sales: {value: {less_than: 3e12 KRW}, per: year, counts: sales, rivals: e2, evidence: e1}
reply: {says: It is not so., by: odd, "on": 2020-01-01}
codings:
  r1: {COO-1: {level: 2, evidence: e1, contradicted_by: e2, certainty: moderate,
    certainty_why: seen twice, why: x},
    COO-3: {level: {not_applicable: nobody joins}, evidence: e1}}
  r2: {COO-1: {level: 0, evidence: e2, why: y}, SPI-1: {absent: e1},
    RED-1: {level: 2, evidence: [e1, e2], why: z}}
"""
FIRST = """overlays: odd
ties: [{between: [a, b], kind: service, evidence: o1},
  {between: [a, c], kind: partner, evidence: o1}]
joint_projects: {p1: {members: [a, b], evidence: o1}}
exports: {machine tools: {top5: .7, evidence: o1}}
sources: {trade: {kind: statistics, cite: Customs 2011}}
evidence: {o1: {source: trade, at: table 1, claim: outcome, says: What was exported.}}
"""
SECOND = (
    FIRST.replace("o1", "x1")
    .replace("p1:", "p2:")
    .replace("machine tools", "pumps")
    .replace("trade", "tariffs")
)
CASES = {
    "the library": ["score"],
    "programs with every status": [
        "score",
        "low.yaml",
        "high.yaml",
        "agency.yaml",
        "part.yaml",
        "--overlay",
        "overlay.yaml",
    ],
    "results of every kind": [
        "compare",
        "low.yaml",
        "high.yaml",
        "agency.yaml",
        "part.yaml",
        "--by",
        "country",
    ],
    "an overlay": [
        "score",
        "tw-industry-rd-centers",
        "--overlay",
        ROOT / "docs" / "trade-2011.yaml",
    ],
    "two overlays and odd texts": [
        "score",
        "odd.yaml",
        "--overlay",
        "first.yaml",
        "--overlay",
        "second.yaml",
    ],
    "made-up programs and tables": [
        "score",
        MADE_UP,
        "--context",
        ROOT / "docs" / "context.yaml",
        "--seed",
        "7",
    ],
    "a plugin that fails": [
        "score",
        "agency.yaml",
        "high.yaml",
        "--overlay",
        "overlay.yaml",
        "--without",
        "coordination",
        "--plugin",
        "broken.py",
    ],
    "another language": ["score", "low.yaml", "part.yaml", "--lang", "ko"],
    "countries": ["compare", "--by", "country"],
    "two programs": ["compare", "kr-gsbc", "tw-artc"],
    "made-up beside real": [
        "compare",
        "kr-iccp",
        "tw-artc",
        MADE_UP,
        "--with-synthetic",
    ],
    "rubrics": [
        "compare",
        "kr-gsbc",
        "kr-kicox-global-leading",
        "--rubric",
        "rodrik",
        "--rubric",
        "hsieh",
        "--rubric",
        "dac",
    ],
}
KEPT = ("--lang", "--plugin", "--without")
"""Options of a run that its report needs as well."""


def run(*arguments):
    """What a command gives back, and what it prints."""
    done = console.run(*arguments)
    return done.returncode, done.output


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("files")
    made.write(folder)
    for name, text in {
        "broken.py": BROKEN,
        "odd.yaml": ODD,
        "first.yaml": FIRST,
        "second.yaml": SECOND,
    }.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


MANY_CARDS = (
    "the library",
    "countries",
    "made-up beside real",
    "made-up programs and tables",
)
SLOW = (".docx", ".xlsx")
"""Documents and workbooks of a few cards hold each of their parts; those of all take a minute."""
LARGE = (
    *MANY_CARDS,
    "rubrics",
    "results of every kind",
    "programs with every status",
    "a plugin that fails",
)
"""Cases that take long; the full run has them."""


@pytest.mark.parametrize(
    "case",
    [
        pytest.param(case, marks=pytest.mark.thorough) if case in LARGE else case
        for case in CASES
    ],
)
def test_a_saved_result_gives_every_report_again(case, folder, monkeypatch):
    """Also where nothing of what was read for it is there any more."""
    first, again = folder / case / "first", folder / case / "again"
    shutil.copytree(folder, first, ignore=shutil.ignore_patterns(*CASES))
    again.mkdir()
    monkeypatch.chdir(first)
    score = CASES[case]
    kind = (
        "cards"
        if score[0] == "score"
        else "perspectives"
        if score.count("--rubric") > 1
        else "comparison"
    )
    endings = [writer.endings[0] for writer in WRITERS if hasattr(writer.load(), kind)]
    if case in MANY_CARDS:
        endings = [ending for ending in endings if ending not in SLOW]
    assert {".txt", ".json", ".csv", ".md", ".html"} <= {*endings}

    def outputs(path):
        return [each for ending in endings for each in ("-o", path / f"result{ending}")]

    kept = [
        each for at, each in enumerate(score) if each in KEPT or score[at - 1] in KEPT
    ]
    described = [path.name for path in first.glob("*.yaml")]
    code, shown = run(*score, "-v", *outputs(first), "--format", "text")
    assert code == (ExitCode.FAILED if "broken.py" in score else ExitCode.DONE)
    for name in described:
        (first / name).unlink()
    assert run(
        "report",
        first / "result.json",
        *kept,
        "-v",
        *outputs(again),
        "--format",
        "text",
    ) == (ExitCode.DONE, shown)
    odd = [
        ending
        for ending in endings
        if (first / f"result{ending}").read_bytes()
        != (again / f"result{ending}").read_bytes()
    ]
    assert odd == []


def test_a_result_is_read_from_standard_input_and_may_be_reported_in_another_language(
    folder,
):
    _, saved = run("score", "kr-gsbc", "--format", "json")
    report = ("report", "-", "--format", "md", "--lang", "ko")
    done = console.process(*report, stdin=saved.decode("utf-8"))
    assert (done.returncode, done.stderr) == (ExitCode.DONE, "")
    assert (
        done.stdout.encode("utf-8")
        == run("score", "kr-gsbc", "--format", "md", "--lang", "ko")[1]
        != run("score", "kr-gsbc", "--format", "md")[1]
    )


def test_a_plugin_may_bring_the_writer(folder, monkeypatch):
    monkeypatch.chdir(folder)
    (folder / "ids.py").write_text(
        "def cards(cards, options):\n    return ' '.join(card.program.id for card in cards)\n",
        encoding="utf-8",
    )
    (folder / "brings.py").write_text(
        "from evalkit.plugin import Writer, hookimpl\n@hookimpl\ndef evalkit_writers():\n    return"
        " [Writer('ids', 'ids')]\n",
        encoding="utf-8",
    )
    monkeypatch.syspath_prepend(folder)
    run("score", "kr-gsbc", "tw-artc", "-o", "two.json")
    assert run("report", "two.json", "--plugin", "brings.py", "--format", "ids") == (
        ExitCode.DONE,
        b"kr-gsbc tw-artc",
    )
    run("compare", "kr-gsbc", "tw-artc", "-o", "pair.json")
    assert failed(
        "report", "pair.json", "--plugin", "brings.py", "--format", "ids"
    ) == (
        2,
        "Error: format 'ids' writes no comparison; these do: csv, docx, html, json, latex, md,"
        " text, xlsx",
    )


def test_a_saved_result_is_never_written_over(folder, monkeypatch):
    monkeypatch.chdir(folder)
    run("score", "kr-gsbc", "-o", "kept.json")
    before = (folder / "kept.json").read_bytes()
    assert failed("report", "kept.json", "-o", "kept.json")[0] == ExitCode.USAGE
    assert (folder / "kept.json").read_bytes() == before


def test_what_is_no_result_ends_with_its_own_exit_code(folder, monkeypatch):
    monkeypatch.chdir(folder)
    (folder / "none.json").write_text(
        '{\n "schema": "evalkit/programs/1"\n}\n', encoding="utf-8"
    )
    assert failed("report", "none.json", "-o", "none.md") == (
        ExitCode.BAD_INPUT,
        "error: none.json: 1 fault",
    )
    assert not (folder / "none.md").exists()
    assert failed("report", "absent.json")[0] == ExitCode.BAD_INPUT


def failed(*arguments):
    """The exit code of a command, and the last line on standard error."""
    done = console.run(*arguments)
    return done.returncode, done.stderr.splitlines()[-1]


def test_a_word_that_the_rubric_translates_otherwise_than_evalkit_is_said_as_it_was(
    tmp_path,
):
    """Nothing, where it says what varies, is no difference in Korean; elsewhere it is none."""
    (tmp_path / "same.yaml").write_text(
        "{id: same, name: Same, country: KR, object_type: program,"
        " observations: {what_varies: {value: nothing, evidence: e1}},"
        " sources: {s1: {kind: evaluation, cite: Synthetic, year: 2024}},"
        " evidence: {e1: {source: s1, at: p. 1, claim: behavior, says: Synthetic.}}}",
        encoding="utf-8",
    )
    console.run("score", "same.yaml", "-o", "r.json", "-o", "made.html", cwd=tmp_path)
    console.run("report", "r.json", "-o", "again.html", cwd=tmp_path)
    assert (tmp_path / "again.html").read_bytes() == (
        tmp_path / "made.html"
    ).read_bytes()
