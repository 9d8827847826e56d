# typing: enough that annotated code runs.
from typing import *
import typing
T = TypeVar("T"); K = TypeVar("K", int, str); B = TypeVar("B", bound=int)
class Stack(Generic[T]):
    def __init__(self) -> None: self.items: List[T] = []
    def push(self, x: T) -> "Stack[T]": self.items.append(x); return self
s: Stack[int] = Stack[int](); print(s.push(1).items, Stack.__name__, T, K, B.__bound__, K.__constraints__, T.__name__)
def f(a: Optional[int], b: Union[int, str], c: Callable[[int], str] = str, *d: Any, e: Literal["x", "y"] = "x", g: Tuple[int, ...] = ()) -> Dict[str, List[int]]: return {}
print(sorted(f.__annotations__), f.__annotations__["return"], f.__annotations__["a"], f.__annotations__["b"], f.__annotations__["c"], f.__annotations__["e"], f.__annotations__["g"])
class P(NamedTuple):
    x: int
    y: str = "d"
    def both(self): return self.x, self.y
print(P(1), P(2, "z").both(), P._fields, P.__annotations__, P._field_defaults)
class TD(TypedDict, total=False): k: int
print(TD(k=1), TD.__total__, TD.__annotations__); N = NewType("N", int); print(N(5), N.__name__); print(cast(int, "s"), TYPE_CHECKING, Any, NoReturn, ClassVar[int], Final[int], Optional[int], Union[int], Union[int, None], Union[int, str, int], List[int], Dict[str, int], Callable[..., int], Type[int], Iterable[T], Literal[1, "a"], Annotated[int, "m"], Tuple[()])
@runtime_checkable
class Closeable(Protocol):
    def close(self) -> None: ...
class Has:
    def close(self): pass
print(isinstance(Has(), Closeable), isinstance(5, Closeable))
@overload
def o(x: int) -> int: ...
@overload
def o(x: str) -> str: ...
def o(x): return x
print(o(1)); print(get_type_hints(f)["a"], get_origin(List[int]), get_args(Dict[str, int]), get_origin(Union[int, str]), get_args(Callable[[int], str]))
@final
class Fin: pass
class Sub(Stack[str]): pass
print(Sub().push("a").items, Sub.__orig_bases__, Stack[int] == Stack[int], Stack[int].__args__, List[T][int], Sequence, AnyStr, no_type_check(f) is f, Iterator[int], Generator[int, None, str], Mapping, Set[int], FrozenSet[int], Self, ParamSpec("PS").__name__, reveal_type.__name__, assert_never.__name__)
for t in ("isinstance(1, List[int])", "Union[()]", "Optional[1, 2]", "List[int, str]", "Any()", "class_", "TypeVar('X', int)", "isinstance(1, Any)", "Generic[int]"):
    try: print(t, "=", eval(t))
    except Exception as e: print(t, "->", type(e).__name__)
