# add_note and __notes__.
e = ValueError("v")
print(hasattr(e, "__notes__"))
e.add_note("first"); e.add_note("second\nline")
print(e.__notes__, e, repr(e))
try: e.add_note(5)
except TypeError as x: print(x)
try: e.add_note()
except TypeError as x: print(x)
e.__notes__ = "not a list"
try: e.add_note("x")
except TypeError as x: print(x)
del e.__notes__
e.add_note("new"); print(e.__notes__)
try:
    try: raise KeyError("k")
    except KeyError as k: k.add_note("while testing"); raise
except KeyError as k: print(k.__notes__)
