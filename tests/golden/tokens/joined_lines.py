x = (1 +
     2,  # a comment within
  3)
y = [
]
z = {'a':

     1}
w = 1 + \
    2
if a and \
   b:
    pass
