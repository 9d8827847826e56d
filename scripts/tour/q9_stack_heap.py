# Q9: three frames and some objects: what is on the stack, what elsewhere?


def inner(basket, n):
    n = n + 1  # a local, in inner's frame
    basket.append("fig")  # changes the one list that there is
    return n


def outer(basket):
    copy = list(basket)  # a second list; `copy` goes with the frame
    return inner(basket, len(copy))


fruit = ["apple"]
print(outer(fruit), fruit)
