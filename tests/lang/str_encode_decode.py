# encode and decode: codecs, error handlers, messages, attributes of the errors.
s = "aé€😀"
for enc in ("utf-8", "utf8", "UTF_8", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "unicode_escape", "raw_unicode_escape"):
    b = s.encode(enc); print(enc, b, b.decode(enc) == s)
for enc in ("ascii", "latin-1", "iso8859-1"):
    for err in ("ignore", "replace", "xmlcharrefreplace", "backslashreplace", "namereplace"):
        print(enc, err, s.encode(enc, err))
    try: s.encode(enc)
    except UnicodeEncodeError as e: print(e, e.encoding, e.object == s, e.start, e.end, e.reason)
for b in (b"a\xffb", b"\xc3", b"\xe2\x82", b"\xed\xa0\x80", b"\xf8\x88", b"\x80", b"\xc0\x80", b"\xf0\x9f\x98", b"a\xe2\x28\xa1", b"\xf4\x90\x80\x80", b"\xe2\x82\xffz", b"\xc3\x28"):
    print(b, *(ascii(b.decode("utf-8", e)) for e in ("ignore", "replace", "backslashreplace", "surrogateescape")))
    try: b.decode()
    except UnicodeDecodeError as e: print("  ", e, e.start, e.end)
    try: b.decode("ascii")
    except UnicodeDecodeError as e: print("  ", e)
print("\udcff".encode("utf-8", "surrogateescape"), b"\xff\xfe".decode("utf-8", "surrogateescape").encode("utf-8", "surrogateescape"), "\ud800".encode("utf-8", "surrogatepass"), b"\xed\xa0\x80".decode("utf-8", "surrogatepass") == "\ud800", "\ud800x".encode("utf-8", "replace"), "\ud800".encode("utf-8", "backslashreplace"))
try: "\ud800".encode()
except UnicodeEncodeError as e: print(e)
try: "a\ud800\ud801b".encode("utf-8")
except UnicodeEncodeError as e: print(e)
print(b"\xe9".decode("latin-1"), bytes(range(256)).decode("latin-1").encode("latin-1") == bytes(range(256)), b"\xff\xfea\x00".decode("utf-16"), b"\xfe\xff\x00a".decode("utf-16"), "".encode(), b"".decode(), "é".encode(encoding="utf-8", errors="strict"), "é".encode().decode(encoding="utf-8"), b"\xef\xbb\xbfa".decode("utf-8-sig"), "a".encode("utf-8-sig"), bytes("é", "utf-8"), bytearray("é", "latin-1"), str(b"\xe9", "latin-1"), r"\u00e9\n".encode().decode("unicode_escape"))
for t in ("'a'.encode('nope')", "b'a'.decode('nope')", "'é'.encode('ascii', 'nope')", "b'\\xff'.decode('utf-8', 'nope')", "'a'.encode(5)", "'a'.encode('utf-8', 5)", "b'a'.decode(5)", "bytes('a')", "bytes('a', 'ascii', 'x')", "str(b'a', 'ascii', 5)", "b'a'.encode()", "'a'.decode()", "b'\\x00'.decode('utf-16')", "b'abc'.decode('utf-16-le')", "'ééé'.encode('ascii')", "'aé'.encode('ascii')", "'\\u0100'.encode('latin-1')", "bytes('é', 'ascii')", "b'a'.decode(errors=None)"):
    try: print(t, "=", eval(t))
    except Exception as e: print(t, "->", type(e).__name__, e)
