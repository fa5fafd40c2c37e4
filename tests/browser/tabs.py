"""The tabs of a browser, each used by one test after another.

To open a tab takes longer than to load a page of a few programs into it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

from attrs import Factory, frozen
from watched import Heard, ready

WIDE, HEIGHT = 1280, 800
PATIENCE = 10_000
"""Milliseconds after which a test fails that waits for something in a page."""


@frozen
class Tab:
    """An empty page, what it says from now on, and the options that it was opened with."""

    page: Any
    options: dict[str, Any]
    heard: Heard = Factory(Heard)

    def empty(self) -> None:
        """Let it be as it was opened: without a page, a pointer over it or a medium.

        What the page says until it is gone is heard.
        """
        self.page.goto("about:blank")
        self.page.mouse.move(-1, -1)
        theme = self.options.get("color_scheme", "light")
        self.page.emulate_media(media="null", color_scheme=theme)


@frozen
class Tabs:
    """The tabs of a browser that no test uses, by their options."""

    browser: Any
    idle: dict[tuple[Any, ...], list[Tab]] = Factory(lambda: defaultdict(list))

    def take(self, width: int, **options: Any) -> Tab:
        """An empty tab of a width, in a context of its own with further options."""
        options["viewport"] = (width, HEIGHT)
        idle = self.idle[_key(options)]
        tab = idle.pop() if idle else self._opened(options)
        tab.heard.forget()
        return tab

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


@frozen
class Visit:
    """Opens pages from the disk in tabs, and notes what they say and ask for beside themselves."""

    tabs: Tabs
    file_of: Callable[[str, str], Path]
    """The file of a page by its name and its language."""
    used: list[Tab] = Factory(list)
    own: set[str] = Factory(set)
    heard: Heard = Factory(Heard)

    def __call__(
        self,
        name: str | Path,
        address: str = "",
        lang: str = "en",
        width: int = WIDE,
        **options: Any,
    ) -> Any:
        """A page, by its name or as a file, when its script has shown everything."""
        file = name if isinstance(name, Path) else self.file_of(name, lang)
        tab = self.tabs.take(width, **options)
        self.used.append(tab)
        self.own.add(file.as_uri())
        tab.page.goto(file.as_uri() + address)
        if options.get("java_script_enabled", True):
            ready(tab.page)
        return tab.page

    def leave(self, page: Any) -> None:
        """Give the tab of a page back, also for what is opened next."""
        (tab,) = (tab for tab in self.used if tab.page is page)
        self.used.remove(tab)
        self.tabs.give_back(tab)
        self.heard.said.extend(tab.heard.said)
        self.heard.asked.extend(tab.heard.asked)

    def end(self) -> None:
        """Leave all pages."""
        for tab in [*self.used]:
            self.leave(tab.page)
