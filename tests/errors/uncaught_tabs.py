# Source lines with tabs and other blanks in front.
def f():
	if True:
		return	undefined_here + 1


f()
