# A dict display without a colon.
d = {"a": 1, "b" 2}
