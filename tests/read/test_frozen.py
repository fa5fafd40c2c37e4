"""Values behave as those of attrs do, although comparing, hashing and printing are shared."""

import pickle

import attrs
import pytest

from evalkit.model.frozen import frozen
from evalkit.model.quantity import Missing, Quantity
from evalkit.read.diagnostic import Place


@frozen
class Named(Quantity):
    """A quantity with one field more."""

    name: str = ""


def test_values_are_equal_by_their_fields_and_their_class():
    assert Quantity(1.0, 2.0) == Quantity(1.0, 2.0)
    assert Quantity(1.0, 2.0) != Quantity(1.0, 3.0)
    assert Named(1.0, 2.0) != Quantity(1.0, 2.0)
    assert Quantity(1.0, 2.0) != (1.0, 2.0, "", None, False)


def test_equal_values_have_one_hash():
    assert len({Quantity(1.0, 2.0), Quantity(1.0, 2.0), Named(1.0, 2.0)}) == 2


def test_values_print_their_fields():
    assert repr(Missing("absent", ("e1",))) == "Missing(state='absent', evidence=('e1',), why='')"
    assert repr(Named(1.0, 1.0)) == (
        "Named(low=1.0, high=1.0, unit='', year=None, about=False, name='')"
    )


def test_values_cannot_be_changed():
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        Missing().state = "absent"


def test_values_survive_pickling_and_evolving():
    assert pickle.loads(pickle.dumps(Quantity(1.0, 2.0, "KRW"))) == Quantity(1.0, 2.0, "KRW")
    assert attrs.evolve(Quantity(1.0, 2.0), high=3.0) == Quantity(1.0, 3.0)


def test_only_what_is_declared_with_an_order_is_sorted():
    assert sorted([Place(2, 1), Place(1, 9), Place(1, 2)]) == [
        Place(1, 2),
        Place(1, 9),
        Place(2, 1),
    ]
    with pytest.raises(TypeError):
        sorted([Quantity(1.0, 2.0), Quantity(1.0, 1.0)])
