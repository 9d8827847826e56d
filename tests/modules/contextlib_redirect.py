# contextlib: redirect_stdout and redirect_stderr, one inside another, after an error, used twice.
# in-threads: redirects sys.stdout
import contextlib, io, sys
before = sys.stdout
out = io.StringIO()
with contextlib.redirect_stdout(out) as target: print("captured", target is out)
print(repr(out.getvalue()), sys.stdout is before)
again = contextlib.redirect_stdout(out)
with again:
    print("twice")
    with again: print("nested")
print(repr(out.getvalue()))
inner, err = io.StringIO(), io.StringIO()
with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
    print("to err", file=sys.stderr)
    with contextlib.redirect_stdout(inner): print("inner")
    print("outer again")
print(repr(inner.getvalue()), repr(err.getvalue()), repr(out.getvalue()[-12:]))
try:
    with contextlib.redirect_stdout(out): raise KeyError("k")
except KeyError as e: print("KeyError", e, sys.stdout is before)
