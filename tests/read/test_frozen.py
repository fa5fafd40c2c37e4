"""Values behave as those of attrs do, although comparing, hashing and printing are shared."""

import inspect
import pickle
from concurrent.futures import ThreadPoolExecutor
from typing import ClassVar

import attrs
import pytest

from evalkit.model.frozen import SELDOM, evolve, frozen, with_equals
from evalkit.model.message import Ref
from evalkit.model.quantity import Missing, Quantity
from evalkit.read.diagnostic import Diagnostic, Place


@frozen
class Named(Quantity):
    """A quantity with one field more."""

    name: str = ""


@frozen
class Fresh:
    """A class that only the next test uses."""

    name: str = attrs.field(metadata={"of": "a test"})
    years: tuple[int, ...] = attrs.field(factory=tuple, converter=tuple)


def test_a_value_from_a_pickle_is_frozen_before_attrs_has_finished_its_class():
    value = Fresh.__new__(Fresh)
    vars(value).update(name="new", years=(1,))  # as a pickle does
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        value.name = "other"
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        del value.name
    assert "name" not in inspect.signature(Fresh).parameters
    assert value == Fresh("new", [1])
    assert list(inspect.signature(Fresh).parameters) == ["name", "years"]
    assert attrs.fields(Fresh).name.metadata == {"of": "a test"}
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        value.other = 1


@frozen
class Seldom:
    """A class of which most runs make a few values."""

    name: str
    years: tuple[int, ...] = ()
    note: str | None = None


def test_attrs_is_not_asked_for_the_first_values_of_names_and_defaults():
    first = Seldom("new", note="seen")
    assert vars(first) == {"name": "new", "years": (), "note": "seen"}
    assert evolve(first, years=(1,)) == Seldom("new", (1,), "seen")
    assert with_equals(first, {"name": "new"}) == first
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        first.name = "other"
    assert first.__replace__(note=None) == Seldom("new")
    assert "name" not in inspect.signature(Seldom).parameters
    values = [Seldom(str(number)) for number in range(SELDOM)]
    assert list(inspect.signature(Seldom).parameters) == ["name", "years", "note"]
    assert values[0] == Seldom("0")
    assert values[-1] == Seldom(str(SELDOM - 1))
    assert evolve(first, note=None) == Seldom("new")


@pytest.mark.parametrize(
    ("args", "named", "fault"),
    [
        ((), {}, "name"),
        (("a",), {"name": "b"}, "name"),
        (("a",), {"year": 1}, "year"),
        (("a", (), None, 1), {}, "5 were given"),
    ],
)
def test_what_fits_no_field_is_refused_from_the_first_value_on(args, named, fault):
    @frozen
    class Unused:
        name: str
        years: tuple[int, ...] = ()
        note: str | None = None

    with pytest.raises(TypeError, match=fault):
        Unused(*args, **named)


def test_a_value_is_matched_by_position_from_the_first_one_on():
    @frozen
    class Unused:
        name: str
        year: int = 1

    match Unused("a"):
        case Unused(name, year):
            assert (name, year) == ("a", 1)
        case _:
            pytest.fail("it is not matched")


def test_a_field_that_is_given_by_its_name_has_no_position():
    @frozen(kw_only=True)
    class Unused:
        name: str = ""

    assert Unused.__match_args__ == ()
    assert Unused().name == ""


def test_a_constant_of_a_class_is_no_field():
    @frozen
    class Unused:
        WORDS: ClassVar[tuple[str, ...]] = ("a", "b")
        name: str = ""

    assert Unused("c") == Unused(name="c")
    assert Unused("c").WORDS == ("a", "b")


def test_a_class_is_finished_once_by_many_threads():
    for _ in range(20):
        kind = frozen(
            type("Kind", (Named,), {"__annotations__": {"more": "int"}, "more": 1})
        )
        with ThreadPoolExecutor(8) as threads:
            made = list(
                threads.map(lambda low, kind=kind: kind(low, low, more=2), range(8))
            )
        assert [value.low for value in made] == list(range(8))
        assert {value.more for value in made} == {2}


def test_a_class_without_the_decorator_is_made_as_its_base_is():
    class Plain(frozen(type("Base", (), {"__annotations__": {"more": "int"}}))):
        pass

    assert Plain(3).more == 3


def test_values_are_equal_by_their_fields_and_their_class():
    assert Quantity(1.0, 2.0) == Quantity(1.0, 2.0)
    assert Quantity(1.0, 2.0) != Quantity(1.0, 3.0)
    assert Named(1.0, 2.0) != Quantity(1.0, 2.0)
    assert Quantity(1.0, 2.0) != (1.0, 2.0, "", None, False)


def test_equal_values_have_one_hash():
    assert len({Quantity(1.0, 2.0), Quantity(1.0, 2.0), Named(1.0, 2.0)}) == 2


def test_values_print_their_fields():
    assert (
        repr(Missing("absent", ("e1",)))
        == "Missing(state='absent', evidence=('e1',), why='')"
    )
    assert repr(Named(1.0, 1.0)) == (
        "Named(low=1.0, high=1.0, unit='', year=None, about=False, name='')"
    )


def test_values_cannot_be_changed():
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        Missing().state = "absent"


def test_values_survive_pickling_and_evolving():
    assert pickle.loads(pickle.dumps(Quantity(1.0, 2.0, "KRW"))) == Quantity(
        1.0, 2.0, "KRW"
    )
    assert attrs.evolve(Quantity(1.0, 2.0), high=3.0) == Quantity(1.0, 3.0)


def test_a_copy_converts_what_is_new_and_checks_what_its_class_checks():
    fresh = Fresh("new", [1])
    assert evolve(fresh, years=[2, 3]) == Fresh("new", (2, 3))
    assert evolve(fresh, years=[2, 3]).years == (2, 3)
    with pytest.raises(TypeError, match="'year'"):
        evolve(fresh, year=1)
    with pytest.raises(TypeError):  # a parameter of a message has a validator
        evolve(Ref("COO-1"), id=1)


def test_only_what_is_declared_with_an_order_is_sorted():
    first, second, third = (
        Diagnostic("a", Place(line, column), "EK100", "x")
        for line, column in ((1, 2), (1, 9), (2, 1))
    )
    assert sorted([third, first, second]) == [first, second, third]
    with pytest.raises(TypeError):
        sorted([Quantity(1.0, 2.0), Quantity(1.0, 1.0)])
