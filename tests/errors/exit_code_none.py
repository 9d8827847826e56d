# sys.exit() without a value: code 0, finally still runs.
import sys

try:
    sys.exit()
finally:
    print("finally runs")
