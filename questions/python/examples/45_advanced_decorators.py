"""Decorators that keep state, take arguments, guard access, wrap a class and stack:
each is only a function applied to what stands below it."""

from collections.abc import Callable
from functools import cache, wraps
from typing import ParamSpec, TypeVar

P = ParamSpec("P")  # stands for all parameters, so a wrapper keeps the signature
R = TypeVar("R")
menu: list[str] = []


def counted(function: Callable[P, R]) -> Callable[P, R]:
    @wraps(function)  # keeps name and docstring, and sets __wrapped__
    def wrapper(*args: P.args, **kwargs: P.kwargs) -> R:
        wrapper.calls += 1  # state lives on the function that callers see
        return function(*args, **kwargs)

    wrapper.calls = 0
    return wrapper


def only_for(role: str) -> Callable:  # its result is the decorator: one more layer
    def decorator(function: Callable[..., R]) -> Callable[..., R]:
        @wraps(function)
        def wrapper(user: str, *args: object) -> R:
            if user != role:
                raise PermissionError(f"{function.__name__} is for the {role}")
            return function(user, *args)

        return wrapper

    return decorator


def on_the_menu(dish: type) -> type:
    menu.append(dish.__name__)  # a class decorator may return the same class
    return dish


@cache  # outermost, applied last: it answers repeated questions by itself ...
@counted  # ... so this counts only what the cache lets through
@only_for("chef")  # innermost, applied first
def cook(user: str, dish: str) -> str:
    return f"{dish} is ready"


@on_the_menu
class Soup:
    pass


print(cook("chef", "soup"), "-", cook("chef", "soup"), "-", cook("chef", "stew"))
try:
    cook("waiter", "soup")  # the counter stands outside the guard: this counts
except PermissionError as error:
    print("refused:", error)
print("asked 4 times, counted:", cook.__wrapped__.calls)
print("still called:", cook.__name__)
print("menu:", menu)
