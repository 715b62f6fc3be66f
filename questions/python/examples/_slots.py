"""__slots__: fixed attributes without a __dict__, what that saves, and what it takes
away (and what it does not: slots are not immutable)."""

import tracemalloc
import weakref
from collections.abc import Callable


class LoosePoint:
    def __init__(self, x: int, y: int) -> None:
        self.x, self.y = x, y


class SlottedPoint:
    __slots__ = ("x", "y")

    def __init__(self, x: int, y: int) -> None:
        self.x, self.y = x, y


class LabelledPoint(SlottedPoint):
    """No __slots__ of its own, so instances get a __dict__ again."""


class WatchedPoint(SlottedPoint):
    __slots__ = ("__weakref__",)  # weak references need a slot of their own


def memory_for(make_point: Callable[[int, int], object]) -> int:
    tracemalloc.start()
    points = [make_point(1, 2) for _ in range(5_000)]
    used, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return used if points else 0


def attempt(what: str, action: Callable[[], object]) -> None:
    try:
        action()
        print(f"{what}: works")
    except (AttributeError, TypeError, ValueError) as error:
        print(f"{what}: {type(error).__name__}")


point = SlottedPoint(1, 2)
print("loose point has a __dict__:", hasattr(LoosePoint(1, 2), "__dict__"))
print("slotted point has a __dict__:", hasattr(point, "__dict__"))
print("slots smaller than dict:", memory_for(SlottedPoint) < memory_for(LoosePoint))

attempt("change a slot", lambda: setattr(point, "x", 10))
attempt("add an attribute", lambda: setattr(point, "colour", "red"))
attempt("add one to the subclass", lambda: setattr(LabelledPoint(1, 2), "z", 3))
attempt("weak reference", lambda: weakref.ref(point))
attempt("weak reference with a slot for it", lambda: weakref.ref(WatchedPoint(1, 2)))
# A slot is a descriptor on the class, so a class-level default has no place left.
attempt("slot with a default", lambda: type("Dot", (), {"__slots__": ("x",), "x": 0}))
print("a slot lives on the class:", type(SlottedPoint.x).__name__)
