# sys: what a program may rely on.
# in-threads: the recursion limit
import sys
print(sys.version_info >= (3, 11), sys.version_info[:2], sys.version_info.major, sys.maxsize, sys.byteorder, sys.maxunicode, sys.argv[1:], sys.hash_info.width, sys.int_info.default_max_str_digits, sys.float_info.max, sys.float_info.epsilon, sys.float_info.dig, sys.platform, sys.getrecursionlimit(), sys.getdefaultencoding(), sys.getfilesystemencoding(), type(sys.path).__name__, type(sys.modules).__name__, "sys" in sys.modules, sys.modules["__main__"].__name__, sys.flags.optimize, sys.stdout.name, sys.stdin.fileno(), sys.stderr.fileno(), sys.hexversion >> 16 == 0x30b)
sys.setrecursionlimit(500); print(sys.getrecursionlimit())
for t in ("sys.setrecursionlimit(0)", "sys.setrecursionlimit(-5)", "sys.setrecursionlimit('a')", "sys.getrefcount()", "sys.intern(5)", "sys._getframe(9999)", "sys.exit(1, 2)", "sys.nothing", "sys.getsizeof()", "sys.set_int_max_str_digits(5)"):
    try: print(t, "=", eval(t))
    except Exception as e: print(t, "->", type(e).__name__, e)
print(sys.intern("abc") is sys.intern("abc"), sys.getsizeof([]) > 0, sys.getrefcount(object()) >= 1, sys.exc_info(), sys.is_finalizing(), sys.getswitchinterval() > 0, sys.gettrace(), callable(sys.displayhook), callable(sys.excepthook), sys.get_int_max_str_digits(), sys.copyright[:13] != "", sys.builtin_module_names.__class__.__name__, sys.implementation.__class__.__name__, sys.warnoptions, sys.dont_write_bytecode in (True, False))
def f(a, b=2):
    c = 3
    fr = sys._getframe()
    return fr.f_code.co_name, sorted(fr.f_locals), fr.f_lineno, fr.f_back.f_code.co_name, fr.f_globals is globals(), fr.f_builtins["len"] is len
print(f(1))
try: sys.exit("message")
except SystemExit as e: print(e.code, e.args)
sys.displayhook(5); sys.displayhook(None); sys.displayhook("s")
import builtins; print(builtins._); sys.stdout.write("direct\n"); print(sys.stdout.write("count"), file=sys.stdout); sys.stdout.flush()
import io; old, sys.stdout = sys.stdout, io.StringIO(); print("hidden"); got = sys.stdout.getvalue(); sys.stdout = old; print(repr(got), sys.__stdout__ is sys.stdout)
sys.modules["made"] = 42; import made; print(made); sys.modules["blocked"] = None
try: import blocked
except ModuleNotFoundError as e: print(e)
try: 1 / 0
except ZeroDivisionError: print(sys.exc_info()[0], sys.exc_info()[1], sys.exception(), sys.exc_info()[2].tb_lineno)
