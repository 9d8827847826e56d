# Q7: one list and its reference count, step by step.
# getrefcount() sees one more than there are: its own argument.
from sys import getrefcount


def look(when):
    print(getrefcount(things) - 1, when)


def use(argument):
    look("while a function has it as its argument")


things = ["pen"]
look("one name")
other = things
look("a second name for the same list")
pair = (things, things)
look("a tuple that holds it twice")
use(things)
look("the function has returned")
del pair
look("the tuple went and took its two along")
other = None
look("the second name means something else now")
