"""A metaclass steps in while a class is made; __init_subclass__, __set_name__ or a
call of type() usually does the same job with less magic."""


class InstrumentMeta(type):
    known: list[str] = []

    def __new__(mcls, name: str, bases: tuple[type, ...], namespace: dict) -> type:
        # This runs once for each class statement, before there is any instance.
        if bases and "play" not in namespace:
            raise TypeError(f"{name} needs a play method")
        mcls.known.append(name)
        return super().__new__(mcls, name, bases, namespace)


class Instrument(metaclass=InstrumentMeta):
    pass


Violin = InstrumentMeta("Violin", (Instrument,), {"play": lambda self: "fiddle-dee"})
print("a class is an instance of its metaclass:", type(Violin).__name__)
try:

    class Brick(Instrument):
        pass
except TypeError as error:
    print("refused:", error)
print("known:", InstrumentMeta.known)


class NotEmpty:
    """A descriptor: __set_name__ tells it which attribute it has become."""

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    def __set__(self, instance: object, value: str) -> None:
        if not value:
            raise ValueError(f"{self.name} must not be empty")
        instance.__dict__[self.name] = value  # with no __get__, this is what is read


class Animal:
    nickname = NotEmpty()

    # The simpler way to see every subclass: no metaclass, so none to clash with.
    def __init_subclass__(cls, legs: int = 4, **kwargs: object) -> None:
        super().__init_subclass__(**kwargs)
        cls.legs = legs


# A class statement comes down to a call of type: name, bases, namespace, options.
Parrot = type("Parrot", (Animal,), {"speak": lambda self: "Hello!"}, legs=2)
polly = Parrot()
polly.nickname = "Polly"
print(polly.nickname, "has", polly.legs, "legs and says", polly.speak())
try:
    polly.nickname = ""
except ValueError as error:
    print("refused:", error)
