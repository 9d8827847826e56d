# while: else, break, continue, nested, constant conditions.
n = 0
while n < 3:
    n += 1
    if n == 2:
        continue
    print(n)
else:
    print("else", n)
while True:
    n -= 1
    if n == 0:
        break
else:
    print("never")
print(n)
while 0:
    print("never")
else:
    print("else of while 0")
i = 0
while i < 3:
    j = 0
    while True:
        j += 1
        if j > i:
            break
    i += 1
    print(i, j)
def f():
    while 1:
        try:
            return "returned"
        finally:
            print("finally")
print(f())
k = 5
while k:
    k -= 1
    try:
        if k == 3:
            continue
        if k == 1:
            break
        print("body", k)
    finally:
        print("fin", k)
while (m := k + 1) < 4:
    k = m
print(k, m)
