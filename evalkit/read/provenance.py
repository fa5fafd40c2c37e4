"""What a card was made from, so that somebody else can make it again, and nobody compares what was
made otherwise.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from evalkit import __version__
from evalkit.model.card import Provenance
from evalkit.plugin import Evaluator
from evalkit.plugin.host import Host
from evalkit.plugin.plugin import Plugin
from evalkit.read.loaded import LoadedRubric


def provenance(
    host: Host,
    evaluators: Mapping[str, Evaluator],
    rubric: LoadedRubric,
    *,
    asked: str,
    seed: int,
) -> Provenance:
    """The provenance of every card by a rubric that was `asked` for by this id or path, still
    without its other input files.

    `evaluators` are those that it asks for, by id. Of the plugins it names those that brought them
    or the rubric: what else is installed leaves no trace.
    """
    brought = host.rubrics().get(asked)
    used = []
    for plugin in host.plugins:
        brings = {evaluator.id for evaluator in plugin.evaluators}
        if brought in plugin.rubrics or not brings.isdisjoint(evaluators):
            used.append(plugin)
    versions = {name: evaluators[name].version for name in sorted(evaluators)}
    return Provenance(
        evalkit=__version__,
        plugins=tuple(
            (plugin.name, plugin.version, plugin.distribution) for plugin in used
        ),
        evaluators=tuple(versions.items()),
        without=host.left_out,
        inputs=((rubric.path, rubric.sha256),),
        seed=seed,
        settings=tuple(_settings(host, used)),
    )


def _settings(host: Host, used: Sequence[Plugin]) -> Iterator[tuple[str, str, str]]:
    """What is set for plugins, as far as it differs from the default."""
    set_for = [plugin for plugin in used if plugin.name in host.settings]
    if not set_for:
        return
    import json

    from evalkit.read.codec.encode import plain  # nothing is set in most runs

    for plugin in set_for:
        for key, value in plain(host.settings[plugin.name]).items():
            yield plugin.name, key, json.dumps(value, ensure_ascii=False)
