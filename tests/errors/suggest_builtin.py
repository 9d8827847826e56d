# "Did you mean" for a builtin.
print(lne("abc"))
