# A SyntaxError behind a correct part: nothing of the file runs.
print("never printed")
for i in range(3):
    print(i)
  print("bad dedent")
