# os and os.path: plain file system work in a fresh directory, environment, path arithmetic.
# in-threads: changes the working directory
import os, os.path as p, errno, tempfile
d = tempfile.mkdtemp(); here = os.getcwd(); os.chdir(d); print(p.samefile(os.getcwd(), d), os.listdir(), os.sep, os.name, os.linesep == "\n", os.curdir, os.pardir, os.pathsep, os.extsep, os.devnull)
os.mkdir("a"); os.makedirs("b/c/d"); os.makedirs("b/c/d", exist_ok=True); open("f.txt", "w").write("12345"); print(sorted(os.listdir()), sorted(os.listdir("b")), p.exists("a"), p.exists("zz"), p.isfile("f.txt"), p.isdir("a"), p.isfile("a"), p.getsize("f.txt"), os.stat("f.txt").st_size, p.islink("f.txt"), os.access("f.txt", os.R_OK))
os.rename("f.txt", "g.txt"); os.replace("g.txt", "h.txt"); print([(r, sorted(ds), sorted(fs)) for r, ds, fs in sorted(os.walk("."))], sorted(e.name for e in os.scandir(".")), [(e.name, e.is_dir(), e.is_file()) for e in sorted(os.scandir("."), key=lambda e: e.name)])
for f in (lambda: os.mkdir("a"), lambda: os.makedirs("a"), lambda: os.rmdir("b"), lambda: os.remove("zz"), lambda: os.rmdir("zz"), lambda: os.listdir("zz"), lambda: os.chdir("zz"), lambda: os.stat("zz"), lambda: os.rename("zz", "q"), lambda: os.remove("a"), lambda: os.listdir("h.txt"), lambda: os.getenv(5), lambda: os.environ[5], lambda: os.environ["NO_SUCH_VARIABLE_HERE"], lambda: os.environ.__setitem__("a", 5), lambda: os.mkdir(5.5), lambda: p.join(1), lambda: p.getsize("zz"), lambda: os.close(9999), lambda: os.fspath(5), lambda: p.join("a", b"b")):
    try: print(f())
    except Exception as e: print(type(e).__name__, e, getattr(e, "errno", None) and errno.errorcode.get(e.errno))
os.remove("h.txt"); os.removedirs("b/c/d"); os.rmdir("a"); print(os.listdir()); os.chdir(here); os.rmdir(d)
os.environ["TERRARIUM_TEST"] = "v"; print(os.environ["TERRARIUM_TEST"], os.getenv("TERRARIUM_TEST"), os.getenv("NOPE_NOPE"), os.getenv("NOPE_NOPE", "d"), "TERRARIUM_TEST" in os.environ, os.environ.pop("TERRARIUM_TEST"), os.environ.get("TERRARIUM_TEST"), os.getpid() > 0, type(os.times()).__name__ != "", os.cpu_count() > 0, len(os.urandom(5)))
for x in ("a/b/c.txt", "/a/b/", "", "/", "a", "../x", ".hidden", "a.tar.gz", "a//b", "//x", ".", "..", "a/", "a/.b.c", "/a/../b/./c", "a/b/../../.."):
    print(repr(x), p.split(x), p.splitext(x), p.basename(x), p.dirname(x), p.normpath(x), p.isabs(x), p.join("base", x), p.join(x, "t"), p.splitdrive(x))
print(p.join("a", "b", "c"), p.join("a", "/b"), p.join("a/", "b"), p.join("a", ""), p.join(""), p.commonprefix(["abc", "abd"]), p.commonpath(["/a/b", "/a/c"]), p.relpath("/a/b", "/a/c"), p.relpath("/a", "/a"), p.abspath("/a/../b"), p.expanduser("x"), p.normcase("A"), p.commonprefix([]), p.basename(b"a/b"), os.fspath("x"), p.expandvars("$NOPE_NOPE-x"), p.realpath("/") )
class P:
    def __fspath__(self): return "from/fspath"
print(os.fspath(P()), p.join(P(), "x"), p.exists(P()), p.basename(P()))
r, w = os.pipe(); print(os.write(w, b"through"), os.read(r, 100)); os.close(r); os.close(w); print(os.strerror(2), errno.ENOENT, errno.errorcode[2], errno.EACCES, errno.EEXIST, errno.EINTR)
