if a:
    b
    if c:
        d
    else:
            e
f
if tabs:
	if more:
		g
class G:

    # a comment between

    def h(self):
        return 1

    i = 2
