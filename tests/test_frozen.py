"""Records behave as frozen dataclasses do, whatever they are made of."""

from __future__ import annotations

import copy
import pickle
from dataclasses import (
    FrozenInstanceError,
    asdict,
    astuple,
    dataclass,
    field,
    fields,
    is_dataclass,
    replace,
)

import pytest

from valuecheck.frozen import record
from valuecheck.records import Finding, Span


@record
class Parcel:
    """Something sent."""

    weight: float
    to: str = "nobody"
    stops: list[str] = field(default_factory=list)
    note: str = field(default="", repr=False)

    def label(self) -> str:
        return f"{self.to}, {self.weight} kg"


@dataclass(frozen=True, slots=True)
class Plain:
    """The same, by the standard library."""

    weight: float
    to: str = "nobody"
    stops: list[str] = field(default_factory=list)
    note: str = field(default="", repr=False)


@record
class Empty:
    """Nothing to say."""


ARGUMENTS = [
    ((1.5,), {}),
    ((1.5, "Ida"), {"note": "fragile"}),
    ((), {"weight": 2.0, "stops": ["Ulm", "Bonn"]}),
]


@pytest.mark.parametrize(("positional", "named"), ARGUMENTS)
def test_a_record_holds_shows_and_gives_back_what_a_dataclass_does(positional, named):
    parcel, plain = Parcel(*positional, **named), Plain(*positional, **named)
    assert astuple(parcel) == astuple(plain)
    assert asdict(parcel) == asdict(plain)
    assert repr(parcel) == repr(plain).replace("Plain", "Parcel")
    assert is_dataclass(Parcel)
    assert [one.name for one in fields(Parcel)] == [one.name for one in fields(Plain)]
    assert replace(parcel, to="Max").label().startswith("Max")


@pytest.mark.parametrize(
    ("positional", "named"),
    [((), {}), ((1, 2, 3, 4, 5), {}), ((1,), {"colour": "red"}), ((1,), {"weight": 2})],
)
def test_wrong_arguments_are_refused(positional, named):
    with pytest.raises(TypeError):
        Parcel(*positional, **named)


def test_each_record_has_a_list_of_its_own():
    Parcel(1.0).stops.append("Ulm")
    assert Parcel(1.0).stops == []


def test_records_are_equal_by_class_and_value():
    assert Parcel(1.0) == Parcel(1.0)
    assert Parcel(1.0) != Parcel(2.0)
    assert Parcel(1.0) != Plain(1.0)
    assert Empty() == Empty()
    assert len({Span(1, 2), Span(1, 2)}) == len({Empty(), Empty()}) == 1


def test_equal_records_hash_alike():
    def finding():
        return Finding(
            "hype", "words", "body", 0, 3, 1, 1, "wow", "Say what it does.", "warning", -1.5
        )

    assert finding() == finding()
    assert hash(finding()) == hash(finding())


@pytest.mark.parametrize("name", ["weight", "colour"])
def test_nothing_can_be_assigned_or_deleted(name):
    parcel = Parcel(1.0)
    with pytest.raises(FrozenInstanceError):
        setattr(parcel, name, 2.0)
    with pytest.raises(FrozenInstanceError):
        delattr(parcel, name)
    assert parcel.weight == 1.0
    assert not hasattr(parcel, "__dict__")


def test_records_survive_pickling_and_copying():
    parcel = Parcel(1.0, "Ida", ["Ulm"], "fragile")
    assert pickle.loads(pickle.dumps(parcel)) == parcel
    assert copy.deepcopy(parcel) == parcel
    assert copy.deepcopy(parcel).stops is not parcel.stops
