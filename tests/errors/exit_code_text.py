# SystemExit with a text prints it to stderr and exits with 1.
import sys

sys.exit("fatal: no input")
