# An exception at module level.
print("before")
x = {"a": 1}
x["b"]
