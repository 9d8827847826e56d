# A subclass of types.GenericAlias keeps its class; isinstance() asks a union's members in order.
import collections.abc
import types


class Alias(types.GenericAlias):
    def __repr__(self):
        return "Alias of " + super().__repr__()


print(Alias(list, (int,)), Alias(list, int).__args__, list[int])
print(collections.abc.Callable[[int, str], bool], collections.abc.Callable[..., int])
for check in (lambda: isinstance(1, list[int] | int), lambda: isinstance(1, int | list[int]), lambda: isinstance("", int | list[int]),
              lambda: issubclass(int, int | list[int]), lambda: issubclass(int, list[int] | int)):
    try:
        print(check())
    except TypeError as e:
        print(e)
