# A dict display without a value.
d = {"a": 1, "b": }
