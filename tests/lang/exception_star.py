# except*: splitting, several clauses, naked exceptions, re-raise, new raises, else and finally.
def t(e, clause=None):
    try:
        try: raise e
        except* ValueError as g: print("V", repr(g))
        except* (TypeError, KeyError) as g: print("TK", repr(g))
        else: print("else")
        finally: print("finally")
    except BaseException as r: print("left", repr(r))
t(ExceptionGroup("m", [ValueError(1), TypeError(2), KeyError(3)]))
t(ExceptionGroup("m", [ValueError(1), OSError(2)]))
t(ValueError("naked")); t(OSError("naked os"))
t(ExceptionGroup("m", [ExceptionGroup("n", [ValueError(1), OSError(2)]), KeyError(3)]))
t(BaseExceptionGroup("m", [KeyboardInterrupt(), ValueError()]))
try:
    try: pass
    except* ValueError: print("no")
    else: print("else runs")
finally: print("fin")
try:
    try: raise ExceptionGroup("m", [ValueError(1), TypeError(2)])
    except* ValueError: raise KeyError("new")
    except* TypeError: raise
except BaseException as e: print(repr(e), [repr(x.__context__) for x in e.exceptions])
try:
    try: raise ExceptionGroup("m", [ValueError(1), TypeError(2), OSError(3)])
    except* ValueError as g: raise g
    except* TypeError as g: pass
except BaseException as e: print(repr(e))
try:
    try: raise ExceptionGroup("m", [ValueError(1)])
    except* ExceptionGroup: pass
except TypeError as e: print(e)
try:
    try: raise ValueError
    except* 5: pass
except TypeError as e: print(e)
try:
    try: raise ValueError("x")
    except* ValueError: raise
except BaseException as e: print(repr(e))
try: g
except NameError as e: print(e)
try:
    try: raise ExceptionGroup("m", [ValueError(1)])
    except* ValueError: raise KeyError(2) from None
except BaseException as e: print(repr(e), type(e).__name__)
def loop():
    for i in range(2):
        try: raise ValueError(i)
        except* ValueError as g: print(g.exceptions)
loop()
for text in ("try: pass\nexcept* A: pass\nexcept B: pass", "try: pass\nexcept*: pass", "for x in y:\n try: pass\n except* A: break", "def f():\n try: pass\n except* A: return", "for x in y:\n try: pass\n except* A: continue"):
    try: compile(text, "s", "exec"); print("compiles")
    except SyntaxError as e: print(e.msg)
