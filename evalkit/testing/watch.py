"""A measure that is watched while it is taken."""

from __future__ import annotations

from collections.abc import Mapping
from types import CodeType
from typing import Any

from attrs import define, evolve, field
from attrs.exceptions import FrozenError

from evalkit.engine.admissible import BLOCK, DeclaredBlocks
from evalkit.model.context import Context
from evalkit.model.errors import UndeclaredNeed
from evalkit.model.fixed import Fixed
from evalkit.plugin import Measure
from evalkit.testing.limit import TookTooLong


@define
class Watch:
    """A measure that is watched: which declared and undeclared fields it read, what it raised, or
    what it returned.
    """

    measure: Measure
    read: set[str] = field(factory=set)
    undeclared: set[str] = field(factory=set)
    raised: BaseException | None = None
    has_returned: bool = False
    returned: Any = None

    def watched(self) -> Measure:
        """The measure as the engine takes it, seen by this watch."""
        return evolve(self.measure, function=self._take)

    @property
    def changed_its_inputs(self) -> bool:
        """Whether it raised because it tried to change what it was given."""
        if isinstance(self.raised, FrozenError):
            return True
        # a map raises TypeError, as much else does
        return _raised_by(self.raised) is Fixed._refuse.__code__

    @property
    def gave_number(self) -> bool:
        """Whether it returned a measurement with a value."""
        return getattr(self.returned, "value", None) is not None

    def _take(self, program: Any, context: Context) -> Any:
        # as it is each time: one watch may see its measure taken again
        self.undeclared.clear()
        self.raised = self.returned = None
        self.has_returned = False
        others: dict[str, Any] = {
            "peers": self._all_watched(context.peers),
            "neighbors": self._all_watched(context.neighbors),
        }
        # which is to take what it asks for a program
        function: Any = self.measure.function
        try:
            watched = _Watched(program, self)
            self.returned = function(watched, evolve(context, **others))
        # Ctrl-C alone is none of its doing
        except (Exception, SystemExit, TookTooLong) as error:
            self.raised = error
            raise
        self.has_returned = True
        return self.returned

    def _all_watched(self, programs: Mapping[str, Any]) -> dict[str, _Watched]:
        return {name: _Watched(program, self) for name, program in programs.items()}


class _Watched:
    """A program, or its facts of plugins, of which a watch notes what is read, whether the measure
    makes something of the refusal or not.
    """

    __slots__ = ("_inside", "_view", "_watch")

    def __init__(self, view: Any, watch: Watch, inside: str = "") -> None:
        self._view = view
        self._watch = watch
        self._inside = inside

    def __getattr__(self, name: str) -> Any:
        need = self._inside + name
        try:
            value = getattr(self._view, name)
        except UndeclaredNeed:
            self._watch.undeclared.add(need)
            raise
        if isinstance(value, DeclaredBlocks):
            return _Watched(value, self._watch, BLOCK)
        self._watch.read.add(need)
        return value


def _raised_by(error: BaseException | None) -> CodeType | None:
    """The code that raised an error."""
    trace = error.__traceback__ if error else None
    while trace and trace.tb_next:
        trace = trace.tb_next
    return trace.tb_frame.f_code if trace else None
