# Measures a byte-code interpreter written in Python: long if chains, match, and tuples as code.


def assemble():
    """Sum of i * i for i below the number in register 0."""
    return [
        ("set", 1, 0), ("set", 2, 0),
        ("less", 1, 0), ("jump_unless", 8, 0),
        ("move", 3, 1), ("mul", 3, 1),
        ("add", 2, 3), ("inc_jump", 1, 2),
        ("halt", 0, 0),
    ]


def with_chain(code, n):
    regs = [n, 0, 0, 0]
    pc = 0
    flag = False
    while True:
        op, a, b = code[pc]
        pc += 1
        if op == "set":
            regs[a] = b
        elif op == "move":
            regs[a] = regs[b]
        elif op == "add":
            regs[a] += regs[b]
        elif op == "mul":
            regs[a] *= regs[b]
        elif op == "less":
            flag = regs[a] < regs[b]
        elif op == "jump_unless":
            if not flag:
                pc = a
        elif op == "inc_jump":
            regs[a] += 1
            pc = b
        else:
            return regs[2]


def with_match(code, n):
    regs = [n, 0, 0, 0]
    pc = 0
    flag = False
    while True:
        step = code[pc]
        pc += 1
        match step:
            case ("set", a, b):
                regs[a] = b
            case ("move", a, b):
                regs[a] = regs[b]
            case ("add", a, b):
                regs[a] += regs[b]
            case ("mul", a, b):
                regs[a] *= regs[b]
            case ("less", a, b):
                flag = regs[a] < regs[b]
            case ("jump_unless", target, _):
                if not flag:
                    pc = target
            case ("inc_jump", a, target):
                regs[a] += 1
                pc = target
            case _:
                return regs[2]


code = assemble()
print(with_chain(code, 900_000))
print(with_match(code, 400_000))
