"""What is read of every element of an activity, and what keeps one from being a description."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from xml.etree.ElementTree import Element

from evalkit.model.frozen import frozen
from evalkit.read.tables.grid import clean


@frozen
class Fault:
    """What keeps an activity from being a description: the element, what stands in it, what is
    wrong and what to do.
    """

    element: str
    text: str
    message: str
    help: str = ""


def text_of(element: Element | None) -> str:
    """The text of an element, empty where there is none."""
    return "" if element is None else clean("".join(element.itertext()))


def attribute_of(within: Element, name: str, attribute: str) -> str:
    """An attribute of the first element of a name, empty where there is none."""
    element = within.find(name)
    return "" if element is None else element.get(attribute, "")


def amount_of(text: str) -> Decimal | None:
    """A number as the standard writes it, None where it is none."""
    try:
        amount = Decimal(text)
    except InvalidOperation:
        return None
    return amount if amount.is_finite() and abs(amount) < Decimal("1e18") else None
