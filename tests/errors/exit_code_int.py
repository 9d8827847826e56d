# SystemExit with a number is the exit code and prints nothing.
print("leaving")
raise SystemExit(7)
