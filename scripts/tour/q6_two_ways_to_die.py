# Q6: an object goes when the last reference to it goes.
import gc  # the collector: only cycles need it


class Box:
    def __init__(self, name):
        self.name = name

    def __del__(self):  # runs when the object is freed
        print("    freed:", self.name)


gc.disable()  # what is freed from here on, its count frees

print("1. one name, and it goes")
box = Box("A")
del box

print("2. two holders: a name and a list")
box = Box("B")
shelf = [box]
del box  # the list still holds it
print("    the name is gone, the object is not")
shelf.clear()  # the last reference goes

print("3. a cycle: the object holds itself")
box = Box("C")
box.me = box
del box  # its count falls from 2 to 1, never to 0
print("    no name leads to it any more, and it is still there")
gc.collect()  # the tracing collector finds it
print("4. end of the program")
