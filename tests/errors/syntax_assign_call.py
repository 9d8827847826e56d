# Assigning to a call.
f(x) = 3
