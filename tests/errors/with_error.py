# Errors in with: the line of the with statement for __enter__ and __exit__.
class Door:
    def __enter__(self):
        return self

    def __exit__(self, *args):
        raise OSError("door is stuck")


with Door() as d:
    print("inside")
    value = 1
