# ExceptionGroup: construction, split, subgroup, derive, nesting, errors.
eg = ExceptionGroup("msg", [ValueError(1), TypeError(2), ExceptionGroup("inner", [KeyError(3), ValueError(4)])])
print(eg, repr(eg), eg.message, eg.exceptions, eg.args[0])
print(eg.subgroup(ValueError)); print(repr(eg.subgroup(ValueError))); print(eg.subgroup(OSError)); print(repr(eg.split((KeyError, TypeError)))); print(repr(eg.split(lambda e: isinstance(e, ValueError))))
print(eg.split(ExceptionGroup)[0] is eg, repr(eg.split(Exception)[1]), eg.subgroup(lambda e: True) is eg)
print(type(BaseExceptionGroup("m", [ValueError()])).__name__, type(BaseExceptionGroup("m", [KeyboardInterrupt()])).__name__, ExceptionGroup.__mro__)
for args in (("m", []), ("m", 5), (1, [ValueError()]), ("m",), ("m", [5]), ("m", [KeyboardInterrupt()]), ("m", [ValueError], 3), ("m", [ValueError])):
    try: ExceptionGroup(*args)
    except (TypeError, ValueError) as e: print(args, "->", type(e).__name__, e)
class MyGroup(ExceptionGroup):
    def derive(self, excs): return MyGroup("derived " + self.message, excs)
m = MyGroup("top", [ValueError(1), OSError(2)])
m.add_note("note"); m.__cause__ = KeyError("c")
a, b = m.split(ValueError)
print(repr(a), repr(b), a.__notes__, repr(b.__cause__))
try: eg.split(5)
except TypeError as e: print(e)
class Other(ExceptionGroup): pass
print(repr(Other("o", [ValueError(1), KeyError(2)]).subgroup(KeyError)))
print([str(e) for e in eg.exceptions], eg.exceptions[2].exceptions, ExceptionGroup("one", (ValueError(),)))
try: raise eg
except ExceptionGroup as e: print("caught", e is eg)
