"""The weakref module: look at an object without keeping it alive, and be told when
it dies."""

import gc
import weakref


class Lamp:
    def __init__(self, room: str) -> None:
        self.room = room

    def switch_off(self) -> None:
        print(f"  {self.room} lamp off")


def main() -> None:
    # A weak reference is called to get the object, or None once it is dead.
    lamp = Lamp("kitchen")
    link = weakref.ref(lamp, lambda dead: print("  callback: the lamp has died"))
    print("alive:", link() is lamp)
    del lamp
    gc.collect()  # CPython has freed it already; other interpreters may wait
    print("afterwards:", link())

    # A proxy is used like the object itself, so its death comes as an exception.
    lamp = Lamp("hall")
    proxy = weakref.proxy(lamp)
    print("through the proxy:", proxy.room)
    del lamp
    gc.collect()
    try:
        print(proxy.room)
    except ReferenceError:
        print("the proxy's object is gone")

    # Observers: the switch must not be the reason why a lamp lives on.
    listeners: weakref.WeakSet[Lamp] = weakref.WeakSet()
    porch, attic = Lamp("porch"), Lamp("attic")
    listeners.update([porch, attic])
    del attic
    gc.collect()
    print("lamps still listening:", [lamp.room for lamp in listeners])

    # A bound method is a new object each time: a plain weak reference to it is
    # dead at once, and WeakMethod follows the instance instead.
    gc.collect()
    plain, method = weakref.ref(porch.switch_off), weakref.WeakMethod(porch.switch_off)
    print("plain reference to a bound method:", plain())
    method()()

    # finalize is surer than __del__: it runs once, at the latest at exit. Its
    # arguments must not refer to the object, or the object would never die.
    finalizer = weakref.finalize(porch, print, "  finalize: porch lamp cleared away")
    del porch
    gc.collect()
    print("finalizer still waiting:", finalizer.alive)


if __name__ == "__main__":
    main()
