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
_TEMPLATES = Path(__file__).parent / "templates"
_BLOCK = r"(?m)^(?:#.*\n)*{key}:.*\n(?:(?: .*)?\n)*"


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
        text = _filled(
            "program.yaml",
            {**words, "skeleton_name": SKELETON_NAME, "observations": _questions()},
        )
    else:
        text = (
            _copy(name, like)
            if like is not None
            else _rubric(words, "rubric-", "{dimensions: 2}")
        )
    return {Path(f"{name}.yaml"): _modeline(kind, schemas) + text}


def workplace(measures: Mapping[str, Measure]) -> dict[Path, str]:
    """The files of a folder to work in: an example, a rubric of one's own, and what an editor needs
    to check both.

    `measures` are those that a description may state.
    """
    settings = {
        "$schema": "vscode://schemas/settings/folder",
        "yaml.schemas": {
            f"{SCHEMAS}/{kind}.schema.json": f"{kind}s/*.yaml"
            for kind in ("program", "rubric")
        },
    }
    schemas = {
        Path(SCHEMAS, f"{kind}.schema.json"): (
            json.dumps(json_schema(kind, measures), indent=1, ensure_ascii=False) + "\n"
        )
        for kind in KINDS
    }
    return {
        Path("programs/example.yaml"): _modeline("program", f"../{SCHEMAS}")
        + _filled("example.yaml", {}),
        Path("rubrics/my-rubric.yaml"): _modeline("rubric", f"../{SCHEMAS}")
        + _copy("my-rubric", PATTERN),
        **schemas,
        Path(".vscode/settings.json"): json.dumps(settings, indent=2) + "\n",
    }


def _plugin(words: Mapping[str, str]) -> dict[Path, str]:
    folder, package = Path(f"evalkit-{words['name']}"), f"evalkit_{words['module']}"
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
    return {
        **made,
        folder / package / f"{words['name']}.yaml": _rubric(
            words, "plugin/", "{dimensions: 1}"
        ),
    }


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
    loaded = host.load(broken=True)
    rubric = load_rubric(bundled("rubrics") / f"{PATTERN}.yaml").rubric
    known = {
        measure.id: measure
        for evaluator in loaded.evaluators().values()
        for measure in evaluator.measures
    } | rubric_measures(rubric)
    lines = [
        (
            "# observations:                        # what a source states: a word of amount"
            " (evalkit explain quantifiers), 78/190, a number,"
        ),
        (
            "#                                      # a range such as {max: .3}, yes or no, or a"
            " kind (evalkit explain contact_of_agencies)"
        ),
    ]
    for criterion_id, criterion in rubric.criteria().items():
        mains = [
            known[name]
            for name, use in criterion.measures.items()
            if use.role == "main" and name in known
        ]
        for measure in [measure for measure in mains if measure.question][:1]:
            lines += textwrap.wrap(
                f"{criterion_id}: {measure.question}",
                118,
                initial_indent="#   # ",
                subsequent_indent="#   # ",
            )
            lines.append(
                f"#   {measure.id}: {{value: {_answer(measure)}, evidence: e2}}"
            )
    return "\n".join(lines)


def _answer(measure: Measure) -> str:
    """An answer that a measure takes."""
    middle = measure.words[len(measure.words) // 2] if measure.words else ""
    low, high = measure.range
    return {"share": "few", "yes_no": "no", "kinds": middle}.get(
        measure.answer
    ) or f"{low if math.isfinite(low) else min(high, 1):g}"


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
        raise NothingMatched(
            f"there is no rubric {shown(like)!r};"
            f" {did_you_mean(like, known, 'there are ' + ', '.join(known))}"
        )
    text = re.sub(
        r"\A# yaml-language-server: .*\n",
        "",
        known[like].read_text(encoding="utf-8-sig"),
    )
    # codings for the original count for its copy, and for a copy of the copy
    named = name if re.search(r"(?m)^adapts: ", text) else f"{name}\nadapts: {like}"
    for key, value in (("id", named), ("edition", f'"{EDITION}"')):
        text, replacements = re.subn(
            f"(?m)^{key}: .*", f"{key}: {value}", text, count=1
        )
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
    return Template(
        (_TEMPLATES / f"{template}.tmpl").read_text(encoding="utf-8")
    ).substitute(words)


def _refuse_name(kind: Kind, name: str) -> None:
    form = PROGRAM_ID if kind == "program" else NAME
    if name == "null" or not re.fullmatch(
        form.pattern, name
    ):  # null is no text in YAML
        raise InputError(f"{name!r} cannot be the name of a {kind}: write {form.words}")
    if kind == "program":
        if name in Library().ids():
            raise InputError(
                f"the library has a program {name!r} already: give yours another id"
            )
        return
    names = {"plugin": ("plugin", "evaluators", "rubrics"), "rubric": ("rubrics",)}[
        kind
    ]
    for plugin in host.survey():
        for what, taken in (("plugin", plugin.name), *plugin.brings()):
            if what in names and taken in (name, name.replace("-", "_")):
                by = "" if what == "plugin" else f", which plugin {plugin.name} brings"
                raise InputError(
                    f"there is a {what.removesuffix('s')} {taken!r} already{by}: choose another"
                    " name"
                )
