# An exception in finally keeps the first as context.
try:
    raise ValueError("first")
finally:
    print("cleaning up")
    [][0]
