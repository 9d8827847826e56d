# A broken escape in a string.
path = "C:\Users\name"
