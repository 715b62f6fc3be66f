"""sys.getsizeof() is shallow: it weighs the box and not what is in it. A small helper
adds up the contents."""

from sys import getsizeof


def total_size(thing: object, seen: set[int] | None = None) -> int:
    """Add up a thing and all it holds (pympler's asizeof does this thoroughly)."""
    seen = set() if seen is None else seen
    if id(thing) in seen:  # shared or circular: every object is paid for once
        return 0
    seen.add(id(thing))
    size = getsizeof(thing)
    if isinstance(thing, dict):
        size += sum(total_size(part, seen) for pair in thing.items() for part in pair)
    elif isinstance(thing, (list, tuple, set, frozenset)):
        size += sum(total_size(part, seen) for part in thing)
    return size


class Warehouse:
    """Its stock lies outside Python's view, so it reports its own size."""

    def __sizeof__(self) -> int:
        return 100_000


haiku, novel = "rain on the roof", "call me Ishmael " * 10_000

# A list stores references, and all references are the same size.
print("list of a novel == list of a haiku:", getsizeof([novel]) == getsizeof([haiku]))
print("novel bigger than the list around it:", getsizeof(novel) > getsizeof([novel]))
print("total of the list includes the novel:", total_size([novel]) > getsizeof(novel))

# Two references to one novel cost one novel, so totals cannot simply be added.
print("two references, one novel:", total_size([novel, novel]) < 2 * getsizeof(novel))
shelf: list[object] = [haiku]
shelf.append(shelf)  # a list that holds itself must not trap the helper
print("a circular list has a finite total:", total_size(shelf) > 0)

# Comparing shapes is what getsizeof is good at.
print("tuple smaller than list:", getsizeof((1, 2, 3)) < getsizeof([1, 2, 3]))
print(
    "range(10) == range(100_000):",
    getsizeof(range(10)) == getsizeof(range(100_000)),
)
print(
    "list of the range is bigger:",
    getsizeof(list(range(100_000))) > getsizeof(range(100_000)),
)

# getsizeof asks __sizeof__ and adds the garbage collector's header, if there is one.
print(
    "int, not tracked by the collector, adds nothing:", getsizeof(7) == (7).__sizeof__()
)
print("list is at least its own __sizeof__:", getsizeof([]) >= [].__sizeof__())
print("__sizeof__ is believed:", getsizeof(Warehouse()) >= 100_000)
