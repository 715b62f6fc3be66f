"""Dataclasses write __init__, __repr__ and __eq__ from the annotations, and ordering
and hashing when asked."""

from dataclasses import asdict, dataclass, field, fields


@dataclass
class Basket:
    owner: str
    # Each basket needs a list of its own: the factory runs once per instance.
    items: list[str] = field(default_factory=list)
    note = "no annotation, so this is a class attribute and not a field"


@dataclass(order=True, frozen=True)
class Size:
    width: int  # fields are compared in this order, like tuples
    height: int


def main() -> None:
    basket = Basket("Anna")
    basket.items.append("bread")
    print(basket)  # the generated __repr__
    print("fields:", [part.name for part in fields(Basket)])
    print("as a dict:", asdict(basket))
    print("Ben's basket is empty:", Basket("Ben").items == [])

    print("equal by value:", basket == Basket("Anna", ["bread"]))
    print("the same object:", basket is Basket("Anna", ["bread"]))

    # eq without frozen sets __hash__ to None: a hash that could change would lose
    # the object in its own dictionary.
    try:
        hash(basket)
    except TypeError:
        print("a changeable basket is not hashable")
    print("a frozen size is:", {Size(2, 3): "postcard"}[Size(2, 3)])
    print("sorted:", sorted([Size(3, 1), Size(2, 9), Size(2, 3)]))

    # Annotations are not checked when the program runs.
    print("no type check:", Basket(owner=42))

    # A shared mutable default is refused while the class is being made.
    try:

        @dataclass
        class Shelf:
            books: list[str] = []
    except ValueError as error:
        print("mutable default:", type(error).__name__)


if __name__ == "__main__":
    main()
