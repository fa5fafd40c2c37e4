"""A page that is watched: whatever it says and asks for is noted."""

from __future__ import annotations

from typing import Any

from attrs import Factory, frozen


@frozen
class Heard:
    """Messages, errors and dialogs of pages, and the addresses that they asked for."""

    said: list[str] = Factory(list)
    asked: list[str] = Factory(list)

    def forget(self) -> None:
        """Begin anew."""
        self.said.clear()
        self.asked.clear()

    def listen(self, page: Any) -> None:
        """Note what a page says and asks for from now on."""
        page.on(
            "console",
            lambda message: self.said.append(f"{message.type}: {message.text}"),
        )
        page.on("pageerror", lambda error: self.said.append(f"error: {error}"))
        page.on(
            "dialog",
            lambda dialog: (
                self.said.append(f"dialog: {dialog.message}"),
                dialog.dismiss(),
            ),
        )
        page.on("popup", lambda popup: self.said.append(f"popup: {popup.url}"))
        page.on("request", lambda request: self.asked.append(request.url))


def ready(page: Any) -> None:
    """Wait until the script of a page has unpacked and shown everything."""
    page.wait_for_selector(".scripted.tools:not([hidden])", state="attached")
    settled(page)


def settled(page: Any) -> None:
    """Wait until a page has answered what was done to it."""
    page.evaluate("() => new Promise((done) => setTimeout(done))")
