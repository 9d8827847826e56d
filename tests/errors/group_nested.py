# Groups in groups, with causes and notes.
inner = ExceptionGroup("inner", [TypeError("t"), OSError(2, "No such file or directory", "a.txt")])
inner.add_note("note on inner")
try:
    1 / 0
except ZeroDivisionError as e:
    raise ExceptionGroup("outer", [ValueError("v"), inner, IndexError()]) from e
