# Frames of lambdas and of comprehensions.
make = lambda x: [1 / y for y in x]
print([make(k) for k in ([1], [0])])
