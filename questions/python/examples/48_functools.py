"""functools: honest wrappers, remembered results, filled-in arguments, folded lists,
a choice by type and complete comparisons."""

import functools
from dataclasses import dataclass


def polite(function):
    @functools.wraps(function)  # or the name, docstring and signature are lost
    def wrapper(*args, **kwargs):
        return function(*args, **kwargs) + ", please"

    return wrapper


@polite
def order(dish: str, size: str) -> str:
    """Ask for a dish."""
    return f"one {size} {dish}"


@functools.lru_cache(maxsize=100)  # bounded, so it cannot grow for ever
def stairs(steps: int) -> int:
    return 1 if steps < 2 else stairs(steps - 1) + stairs(steps - 2)


@functools.singledispatch  # chooses by the type of the first argument
def describe(thing: object) -> str:
    return "something"


describe.register(int, lambda number: f"the number {number}")  # or as a decorator


@functools.total_ordering  # works out <=, > and >= from < and the dataclass's ==
@dataclass
class Parcel:
    grams: int

    def __lt__(self, other: "Parcel") -> bool:
        return self.grams < other.grams

    @functools.cached_property  # worked out once, then an ordinary attribute
    def label(self) -> str:
        print("  printing a label")
        return f"{self.grams} g"


print(order.__name__, "-", order.__doc__, "-", order.__wrapped__("tea", "large"))
print("partial:", functools.partial(order, size="small")("coffee"))
print("ways up 50 stairs:", stairs(50), stairs.cache_info())
try:
    stairs([50])
except TypeError:
    print("a list is not hashable, so it cannot be a cache key")
print("reduce:", functools.reduce(lambda total, grams: total + grams, [250, 500], 0))
print("by type:", describe(7), "-", describe("a cup"))
parcel = Parcel(250)
print("at least as heavy:", parcel >= Parcel(200))
print(parcel.label, "-", parcel.label)
