# When does an object die? At the moment the last reference to it goes away.
#
# __del__ runs right then. Watch the order of the lines.


class Noisy:
    def __init__(self, name):
        self.name = name
        print("  born:", name)

    def __del__(self):
        print("  dies:", self.name)


def use():
    local = Noisy("local of use()")
    print("  in use()")


print("1. a local dies when its function returns")
use()

print("2. a name that is bound again drops what it held")
x = Noisy("first")
x = Noisy("second")

print("3. two names, one object: only the last del frees it")
y = x
del x
print("  one name left")
del y

print("4. a list holds its items")
items = [Noisy("item 0"), Noisy("item 1")]
items.clear()

print("5. a temporary dies at the end of its expression")
Noisy("temporary")

print("6. what is left dies when the program ends")
last = Noisy("global")
print("end of the script")
