"""Dataclasses with checks, computed fields, inheritance, slots and frozen instances
(frozen is shallow), and replace() for a changed copy."""

from dataclasses import FrozenInstanceError, InitVar, dataclass, field, replace


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    name: str
    beds: int = 1
    # Left out of == and hash, since a list could not be hashed.
    notes: list[str] = field(default_factory=list, compare=False)

    def __post_init__(self) -> None:
        if self.beds < 1:
            raise ValueError(f"{self.name} needs a bed")


@dataclass(frozen=True, slots=True, kw_only=True)
class Suite(Room):
    # kw_only lets a field without a default follow inherited ones that have one.
    base_price: int
    discount: InitVar[int] = 0  # handed to __post_init__ and not stored as a field
    price: int = field(init=False)

    def __post_init__(self, discount: int) -> None:
        # Not super(): slots=True makes the class a second time, and before 3.14 a
        # bare super() still looked for the first one.
        Room.__post_init__(self)
        # Frozen blocks self.price = ...; this is the customary way round it.
        object.__setattr__(self, "price", self.base_price - discount)


suite = Suite(name="Sea view", beds=2, base_price=100, discount=15)
print(suite)
print("has a __dict__:", hasattr(suite, "__dict__"))
try:
    Room(name="Attic", beds=0)
except ValueError as error:
    print("check:", error)
try:
    suite.price = 1
except FrozenInstanceError:
    print("frozen: the field cannot be set again")
suite.notes.append("new carpet")
print("but frozen is shallow:", suite.notes)

# replace() runs __init__ and __post_init__ again: checks hold, computed fields are
# fresh, an InitVar falls back to its default, and other values are shared.
larger = replace(suite, beds=3)
print("original:", suite.beds, "beds for", suite.price)
print("copy:", larger.beds, "beds for", larger.price)
print("one list for both:", larger.notes is suite.notes)

# eq and frozen together give a __hash__ made of the fields that compare.
twin = replace(suite, notes=[], discount=15)
print("equal, with the same hash:", twin == suite and hash(twin) == hash(suite))
