"""WeakKeyDictionary and WeakValueDictionary: notes and caches that do not keep
their objects alive, and the ways in which that goes wrong."""

import gc
from dataclasses import dataclass
from weakref import WeakKeyDictionary, WeakValueDictionary


class Guest:
    """Somebody else's class: we cannot add attributes to it."""


class Photo:
    """Large, so worth sharing, but not worth keeping for ever."""


@dataclass
class Receipt:
    total: int


def main() -> None:
    # Metadata about objects that we do not own: the entry goes when its key goes.
    tables: WeakKeyDictionary[Guest, int] = WeakKeyDictionary()
    anna, ben = Guest(), Guest()
    tables[anna], tables[ben] = 4, 7
    print("guests with a table:", len(tables))
    del ben
    gc.collect()  # CPython has freed Ben already; other interpreters may wait
    print("after Ben has left:", len(tables), "- Anna's is", tables[anna])

    # list() holds every key while we loop, so no entry can vanish half-way.
    print("tables in use:", [table for _, table in list(tables.items())])

    # A cache: whoever uses a photo keeps it alive, the cache itself does not.
    album: WeakValueDictionary[str, Photo] = WeakValueDictionary()
    album["beach"] = on_screen = Photo()
    print("same photo from the cache:", album["beach"] is on_screen)
    del on_screen
    gc.collect()
    print("still cached once nobody shows it:", "beach" in album)

    # The classic leak: the value, held strongly, refers back to its own key.
    diaries: WeakKeyDictionary[Guest, dict[str, Guest]] = WeakKeyDictionary()
    carol = Guest()
    diaries[carol] = {"written by": carol}
    del carol
    gc.collect()
    print("Carol kept alive by her own entry:", len(diaries) == 1)

    # Keys must be weak-referenceable (a str is not) and hashable (a Receipt is not).
    for key in ("Dora", Receipt(12)):
        try:
            WeakKeyDictionary()[key] = "note"
        except TypeError as error:
            print(f"{type(key).__name__} as a key: {type(error).__name__}")


if __name__ == "__main__":
    main()
