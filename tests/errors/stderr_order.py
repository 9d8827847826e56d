# Output to stdout and stderr, then a traceback.
import sys

print("out one")
print("err one", file=sys.stderr)
sys.stderr.write("err two\n")
raise Exception("the end")
