# "Did you mean" for a global name.
important_value = 1
print(important_valeu)
