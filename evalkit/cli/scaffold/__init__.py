"""New files to begin with: a plugin, a rubric, a program, or a folder to work in.

Right as they stand, and small enough to be read.

The rules that every rubric needs, such as the certainty of evidence and coverage, are copied from
the rubric that comes with evalkit when a file is made, so that they are written once.
"""

from __future__ import annotations

import json
import math
import re
import textwrap
from collections.abc import Mapping
from pathlib import Path
from string import Template
from typing import TYPE_CHECKING

from evalkit.engine.observe import rubric_measures
from evalkit.model.errors import InputError, NothingMatched
from evalkit.model.fields import PROGRAM_ID, Form
from evalkit.plugin import Measure, host
from evalkit.read.bundled import bundled
from evalkit.read.codec.schema import KINDS, json_schema
from evalkit.read.diagnostic import did_you_mean, shown
from evalkit.read.files import load_rubric
from evalkit.read.library import Library
from evalkit.read.rules.description import SKELETON_NAME

if TYPE_CHECKING:
    from evalkit.cli.commands.new import Kind
    from evalkit.model.rubric import Criterion

NAME = Form(
    r"[a-z][a-z0-9]*(-[a-z0-9]+)*",
    "small letters and digits, a letter first, in words joined by one hyphen, such as tool-lending",
)
"""The name of a plugin or a rubric: with an underscore for each hyphen it ends the name of a
module.
"""
PATTERN, EDITION = "hsieh", "0.1"
"""The rubric whose rules every new one has, and the edition that a new one begins with."""
SCHEMAS = ".evalkit"
"""The folder of the JSON Schemas that the first line of a file points its editor to."""
OBSERVATIONS = (
    "# observations:                        # what a source states: a word of amount"
    " (evalkit explain quantifiers), 78/190, a number,",
    "#                                      # a range such as {max: .3}, yes or no, or a"
    " kind (evalkit explain contact_of_agencies)",
)
"""The lines above the questions of a new program."""
_TEMPLATES = Path(__file__).parent / "templates"
_BLOCK = r"(?m)^(?:#.*\n)*{key}:.*\n(?:(?: .*)?\n)*"
"""A key at the top of YAML with the comment above it and all that is indented or blank below."""


def files(
    kind: Kind, name: str, schemas: str = SCHEMAS, like: str | None = None
) -> dict[Path, str]:
    """The files of a new `plugin`, `rubric` or `program` of some name, as texts by relative path.

    `schemas` is where an editor finds them.

    `like` is the id of an installed rubric, of which a new one becomes a copy; None makes a small
    one. Raises InputError for a name that cannot be one, or that is taken by what is installed, and
    NothingMatched for a `like` that is no rubric.
    """
    _refuse_name(kind, name)
    words = {
        "name": name,
        "module": name.replace("-", "_"),
        "code": name.upper(),
        "title": name.replace("-", " ").capitalize(),
    }
    if kind == "plugin":
        return _plugin(words)
    if kind == "program":
        words |= {"skeleton_name": SKELETON_NAME, "observations": _questions()}
        text = _filled("program.yaml", words)
    elif like is not None:
        text = _copy(name, like)
    else:
        text = _rubric(words, "rubric-", "{dimensions: 2}")
    return {Path(f"{name}.yaml"): _modeline(kind, schemas) + text}


def workplace(measures: Mapping[str, Measure]) -> dict[Path, str]:
    """The files of a folder to work in: an example, a rubric of one's own, and what an editor needs
    to check both.

    `measures` are those that a description may state.
    """
    settings = {
        "$schema": "vscode://schemas/settings/folder",
        "yaml.schemas": {
            f"{SCHEMAS}/program.schema.json": "programs/*.yaml",
            f"{SCHEMAS}/rubric.schema.json": "rubrics/*.yaml",
        },
    }
    above = f"../{SCHEMAS}"
    example = _modeline("program", above) + _filled("example.yaml", {})
    rubric = _modeline("rubric", above) + _copy("my-rubric", PATTERN)
    made = {
        Path("programs/example.yaml"): example,
        Path("rubrics/my-rubric.yaml"): rubric,
    }
    for kind in KINDS:
        schema = json_schema(kind, measures)
        text = json.dumps(schema, indent=1, ensure_ascii=False)
        made[Path(SCHEMAS, f"{kind}.schema.json")] = f"{text}\n"
    made[Path(".vscode/settings.json")] = json.dumps(settings, indent=2) + "\n"
    return made


def _plugin(words: Mapping[str, str]) -> dict[Path, str]:
    folder = Path(f"evalkit-{words['name']}")
    package = f"evalkit_{words['module']}"
    places = {
        "pyproject.toml": "pyproject.toml",
        "README.md": "README.md",
        "__init__.py": f"{package}/__init__.py",
        "method.md": f"{package}/method.md",
        "example.yaml": "example.yaml",
        "test.py": f"tests/test_{words['module']}.py",
    }
    made = {
        folder / place: _filled(f"plugin/{template}", words)
        for template, place in places.items()
    }
    rubric = folder / package / f"{words['name']}.yaml"
    made[rubric] = _rubric(words, "plugin/", "{dimensions: 1}")
    return made


def _rubric(words: Mapping[str, str], parts: str, needs: str) -> str:
    """A small rubric.

    The templates of its dimensions and measures have names that begin with `parts`.
    """
    shared = {
        key: _shared_rule(key)
        for key in ("scale", "bands", "evidence", "coverage", "measuring", "ranking")
    }
    own = {
        key: _filled(f"{parts}{key}.yaml", words).rstrip()
        for key in ("dimensions", "measures")
    }
    return _filled("rubric.yaml", {**words, **shared, **own, "needs": needs})


def _questions() -> str:
    """The questions of the main measures of the rubric that comes with evalkit, as comments, each
    with an answer to change.
    """
    rubric = load_rubric(bundled("rubrics") / f"{PATTERN}.yaml").rubric
    known: dict[str, Measure] = {}
    for evaluator in host.load(broken=True).evaluators().values():
        known |= {measure.id: measure for measure in evaluator.measures}
    known |= rubric_measures(rubric)
    lines = [*OBSERVATIONS]
    for name, criterion in rubric.criteria().items():
        if measure := _first_question(criterion, known):
            question = f"{name}: {measure.question}"
            lines += textwrap.wrap(
                question, 118, initial_indent="#   # ", subsequent_indent="#   # "
            )
            answer = f"{{value: {_answer(measure)}, evidence: e2}}"
            lines.append(f"#   {measure.id}: {answer}")
    return "\n".join(lines)


def _first_question(
    criterion: Criterion, known: Mapping[str, Measure]
) -> Measure | None:
    """The first main measure of a criterion that has a question, None without one."""
    for name, use in criterion.measures.items():
        measure = known.get(name)
        if use.role == "main" and measure and measure.question:
            return measure
    return None


def _answer(measure: Measure) -> str:
    """An answer that a measure takes."""
    if measure.answer == "share":
        return "few"
    if measure.answer == "yes_no":
        return "no"
    if measure.answer == "kinds" and measure.words:
        return measure.words[len(measure.words) // 2]
    low, high = measure.range
    return f"{low if math.isfinite(low) else min(high, 1):g}"


def _shared_rule(key: str) -> str:
    """A block of the rubric that comes with evalkit, with the comment above it."""
    block = re.search(_BLOCK.format(key=key), _pattern())
    assert block, f"the rubric that comes with evalkit has no {key}"
    return block[0].strip()


def _copy(name: str, like: str) -> str:
    """An installed rubric under a name and an edition of its own.

    Raises NothingMatched when there is none.
    """
    known = host.load(broken=True).rubrics()
    if like not in known:
        hint = did_you_mean(like, known, f"there are {', '.join(known)}")
        raise NothingMatched(f"there is no rubric {shown(like)!r}; {hint}")
    # as text and not as data, so that comments and order of the original stay
    text = known[like].read_text(encoding="utf-8-sig")
    # the copy has a line of its own, with another path
    text = re.sub(r"\A# yaml-language-server: .*\n", "", text)
    # codings for the original count for its copy, and for a copy of the copy
    named = name if re.search(r"(?m)^adapts: ", text) else f"{name}\nadapts: {like}"
    for key, value in (("id", named), ("edition", f'"{EDITION}"')):
        line = f"{key}: {value}"
        text, replacements = re.subn(f"(?m)^{key}: .*", line, text, count=1)
        if not replacements:
            raise InputError(
                f"{known[like]} has no line that begins with {key}: and cannot be copied"
            )
    return text


def _pattern() -> str:
    return (bundled("rubrics") / f"{PATTERN}.yaml").read_text(encoding="utf-8")


def _modeline(kind: str, schemas: str) -> str:
    return f"# yaml-language-server: $schema={schemas}/{kind}.schema.json\n"


def _filled(template: str, words: Mapping[str, str]) -> str:
    text = (_TEMPLATES / f"{template}.tmpl").read_text(encoding="utf-8")
    return Template(text).substitute(words)


def _refuse_name(kind: Kind, name: str) -> None:
    form = PROGRAM_ID if kind == "program" else NAME
    # null is no text in YAML
    if name == "null" or not re.fullmatch(form.pattern, name):
        raise InputError(f"{name!r} cannot be the name of a {kind}: write {form.words}")
    if kind != "program":
        _refuse_taken(kind, name)
    elif name in Library().ids():
        raise InputError(
            f"the library has a program {name!r} already: give yours another id"
        )


def _refuse_taken(kind: Kind, name: str) -> None:
    """Raise InputError where a plugin is called so, or brings something of this name."""
    # A new plugin brings an evaluator and a rubric of its own name.
    names = ("plugin", "evaluators", "rubrics") if kind == "plugin" else ("rubrics",)
    for plugin in host.survey():
        for part, taken in (("plugin", plugin.name), *plugin.brings()):
            if part in names and taken in (name, name.replace("-", "_")):
                by = "" if part == "plugin" else f", which plugin {plugin.name} brings"
                holder = f"{part.removesuffix('s')} {taken!r}"
                raise InputError(
                    f"there is a {holder} already{by}: choose another name"
                )
