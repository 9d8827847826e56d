# assert without and with a message.
def check(n):
    assert n > 0, f"n must be positive, not {n}"
    assert n < 10
    return n


try:
    check(-1)
except AssertionError as e:
    print(e)
check(50)
