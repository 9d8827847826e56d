# io: StringIO and BytesIO, all methods, newlines, errors.
import io
s = io.StringIO("one\ntwo\nthree"); print(s.read(3), s.readline(), s.readline(), s.read(), repr(s.read()), s.tell(), s.seek(0), s.readlines(), s.seek(4), list(s), s.getvalue(), s.seekable(), s.readable(), s.writable(), s.closed, s.isatty())
s = io.StringIO(); print(s.write("abc"), s.write("é😀"), s.tell(), s.getvalue(), s.seek(1), s.write("Z"), s.getvalue(), s.seek(10), s.write("end"), repr(s.getvalue()), s.truncate(4), repr(s.getvalue()), s.seek(0, 2), s.tell()); s.writelines(["x", "y"]); print(repr(s.getvalue()), s.line_buffering, s.encoding, s.errors, s.newlines); print("to io", 1, sep="-", file=s); print(repr(s.getvalue()))
print(repr(io.StringIO("a\r\nb\rc\n").read()), repr(io.StringIO("a\r\nb\rc", newline=None).read()), io.StringIO("a\r\nb\rc", newline="").readlines(), repr(io.StringIO(newline="\r\n").write("a\n")), io.StringIO("ab").readline(1), io.StringIO("a\nb\nc").readlines(2), io.StringIO(None).read() == "", io.StringIO("x" * 10).read(-1) == "x" * 10)
w = io.StringIO(newline="\r\n"); w.write("a\nb"); print(repr(w.getvalue()))
b = io.BytesIO(b"one\ntwo"); print(b.read(2), b.readline(), b.read1(2), b.read(), b.seek(0), b.readlines(), b.seek(-3, 2), b.read(), b.seek(1), b.seek(1, 1), b.tell(), b.getvalue(), b.getbuffer().nbytes, b.readinto(bytearray(2)), b.seekable()); x = bytearray(3); b.seek(0); print(b.readinto(x), x); b = io.BytesIO(); print(b.write(b"abc"), b.write(bytearray(b"d")), b.write(memoryview(b"e")), b.seek(10), b.write(b"z"), b.getvalue(), b.truncate(2), b.getvalue(), b.seek(0, 2)); b.writelines([b"x", b"y"]); print(b.getvalue(), [l for l in io.BytesIO(b"a\nb")])
with io.StringIO("ctx") as c: print(c.read())
for t in ("c.read()", "c.write('a')", "c.getvalue()", "s.write(b'a')", "s.write(5)", "s.seek(-1)", "s.seek(1, 1)", "s.seek(-1, 2)", "s.seek(0, 5)", "s.truncate(-1)", "b.write('a')", "b.seek(-1)", "b.seek(0, 9)", "io.StringIO(5)", "io.StringIO(b'a')", "io.BytesIO('a')", "io.BytesIO(5)", "s.read('a')", "s.fileno()", "b.readinto(5)", "b.readinto(b'x')", "io.StringIO(newline='x')", "s.writelines(5)", "s.readlines('a')", "s.nothing", "b.truncate(-1)", "s.detach()", "s.read(1, 2)"):
    try: print(t, "=", eval(t))
    except Exception as e: print(t, "->", type(e).__name__, e)
v = b.getbuffer()
try: b.write(b"more text that grows the buffer")
except BufferError as e: print(e)
v.release(); print(b.write(b"ok")); s.close(); s.close(); print(s.closed, isinstance(s, io.TextIOBase), isinstance(b, io.BufferedIOBase), io.SEEK_SET, io.SEEK_END, io.DEFAULT_BUFFER_SIZE, issubclass(io.UnsupportedOperation, (OSError, ValueError)))
class Up(io.StringIO):
    def write(self, t): return super().write(t.upper())
u = Up(); print("hi", file=u); print(u.getvalue())
