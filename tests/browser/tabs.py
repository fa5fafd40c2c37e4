"""The tabs of a browser, each used by one test after another.

To open a tab takes longer than to load a page of a few programs into it.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from attrs import Factory, frozen
from watched import Heard

HEIGHT = 800
PATIENCE = 10_000
"""Milliseconds after which a test fails that waits for something in a page."""


@frozen
class Tab:
    """An empty page, what it says from now on, and the options that it was opened with."""

    page: Any
    options: dict[str, Any]
    heard: Heard = Factory(Heard)

    def empty(self) -> None:
        """Let it be as it was opened: without a page, a pointer over it, a medium or a word."""
        self.page.goto("about:blank")
        self.page.mouse.move(-1, -1)
        theme = self.options.get("color_scheme", "light")
        self.page.emulate_media(media="null", color_scheme=theme)
        self.heard.forget()


@frozen
class Tabs:
    """The tabs of a browser that no test uses, by their options."""

    browser: Any
    idle: dict[tuple[Any, ...], list[Tab]] = Factory(lambda: defaultdict(list))

    def take(self, width: int, **options: Any) -> Tab:
        """An empty tab of a width, in a context of its own with further options."""
        options["viewport"] = (width, HEIGHT)
        idle = self.idle[_key(options)]
        return idle.pop() if idle else self._opened(options)

    def give_back(self, tab: Tab) -> None:
        """Empty a tab that a test has used, for the next test."""
        tab.empty()
        self.idle[_key(tab.options)].append(tab)

    def _opened(self, options: dict[str, Any]) -> Tab:
        width, height = options["viewport"]
        viewport = {"width": width, "height": height}
        context = self.browser.new_context(**{**options, "viewport": viewport})
        context.set_default_timeout(PATIENCE)
        tab = Tab(context.new_page(), options)
        tab.heard.listen(tab.page)
        return tab


def _key(options: dict[str, Any]) -> tuple[Any, ...]:
    return tuple(sorted(options.items()))
