"""Settings of a plugin: what a user may set for it in a file, declared as an attrs class.

```python
from attrs import frozen
from evalkit.plugin import SettingsBlock, number


@frozen
class SurvivalSettings:
    \"\"\"How survival is measured.\"\"\"

    years: int = number(1, 10, default=3)


SETTINGS = SettingsBlock(SurvivalSettings)
```

A settings file sets it as `[settings.survival]`, where `survival` is the name of the plugin. What
is not set has its default. What differs from the default stands on the card, since it may change a
number.
"""

from __future__ import annotations

from typing import Any, Generic, TypeVar

import attrs
from attrs import field

from evalkit.model.context import Context
from evalkit.model.frozen import frozen
from evalkit.plugin.evaluator import Case
from evalkit.plugin.facts import check_class
from evalkit.plugin.reader import Fields
from evalkit.plugin.writer import Options

Kind = TypeVar("Kind")


def _settings_class(
    instance: SettingsBlock[Any], attribute: object, value: Any
) -> None:
    if not isinstance(value, type) or not attrs.has(value):
        raise TypeError(f"SettingsBlock: {value!r} is not an attrs class")
    check_class(f"SettingsBlock {value.__name__}", value)
    for setting in attrs.fields(value):
        if setting.default is attrs.NOTHING:
            where = f"SettingsBlock {value.__name__}.{setting.name}"
            raise TypeError(
                f"{where}: a setting has a default, for nobody has to set it"
            )


@frozen
class SettingsBlock(Generic[Kind]):
    """What may be set for a plugin: an attrs class, each field of which has a default.

    A measure gets the values with `of(context)`, a `rate` with `of(case)`, a report format with
    `of(options)` and a reader with `of(fields)`. The fields are texts, whole numbers, numbers, true
    or false, words of a `Literal`, classes, `tuple[X, ...]` and `dict[str, X]` of these. Raises
    TypeError for a field that cannot be read or has no default.
    """

    kind: type[Kind] = field(validator=_settings_class)

    def of(self, asked: Context | Case | Options | Fields) -> Kind:
        """What is set for the plugin, with the defaults where nobody set anything."""
        given = asked.settings
        # None where nobody set anything, and something else where a test hands it over
        return given if isinstance(given, self.kind) else self.kind()
