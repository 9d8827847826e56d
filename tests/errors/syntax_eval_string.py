# A SyntaxError in eval.
eval("1 + (2 * 3")
