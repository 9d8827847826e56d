# -*- coding: latin-1 -*-
# A source file in another encoding than UTF-8 (this one stays in ASCII), and compile of bytes with cookies.
print("plain")
for src in (b"# coding: latin-1\nx = '\xe9'\n", b"# -*- coding: utf-8 -*-\nx = '\xc3\xa9'\n", b"\xef\xbb\xbfx = '\xc3\xa9'\n", b"#!/usr/bin/x\n# vim: set fileencoding=iso-8859-1 :\nx = '\xe9'\n", b"x = '\xc3\xa9'\n", b"x = 1\r\ny = 2\rz = 3\n", b"\n# coding=ascii\nx = 'a'"):
    ns = {}; exec(compile(src, "s", "exec"), ns); print({k: ascii(v) for k, v in ns.items() if k != "__builtins__"})
for src in (b"x = '\xe9'\n", b"# coding: nonsense\nx = 1\n", b"# coding: ascii\nx = '\xc3\xa9'\n", b"\xef\xbb\xbf# coding: latin-1\nx = 1", b"\n\n# coding: nonsense\nx = 1", b"x = 'a\x00b'"):
    try: exec(compile(src, "s", "exec"), {}); print("compiles")
    except (SyntaxError, ValueError) as e: print(type(e).__name__, str(e).split(" in file")[0].split(" (s")[0].split(" (unicode")[0][:60])
print(eval(b"'\xc3\xa9'"), eval("'\xe9'"), eval(bytearray(b"1 + 1")), eval(memoryview(b"2")))
