# The end of the file inside a bracket.
print("a"
x = (1,
     2
