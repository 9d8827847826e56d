# Of an IndentationError only the first character is marked; a compiled text without a file is not quoted.
import traceback
for text in 'if 1:\nabc = 1\n', 'def f(): return\nreturn 1', '  abc':
    try: compile(text, '<somewhere>', 'exec')
    except SyntaxError as e: print(e.args); traceback.print_exc()
def f(): return True[::1], True[0:1, 2]
raise IndentationError('told', ('f', 1, 2, 'abc def', 1, 6))
