# assert: with and without message, values of messages, evaluation only on failure.
assert True
assert 1, "never shown"
for text in ("assert 0", "assert 0, 'why'", "assert [], (1, 2)", "assert None, None", "assert '' , {}"):
    try:
        exec(text)
    except AssertionError as e:
        print(text, "->", repr(e), e.args, str(e))
def msg():
    print("message made")
    return "m"
assert 1, msg()
try:
    assert 0, msg()
except AssertionError as e:
    print(e)
try:
    assert 1 > 2 > 3, f"{1 + 1}"
except AssertionError as e:
    print(repr(e))
print(__debug__)
class Falsy:
    def __bool__(self): print("asked"); return False
try:
    assert Falsy()
except AssertionError:
    print("failed")
