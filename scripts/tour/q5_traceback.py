# Q5: what a reused frame costs. Four calls lead to the error; the
# traceback names those whose frames are still there.


def divide(a, b):
    return a / b  # the error: b is 0


def average(numbers):
    return divide(sum(numbers), len(numbers))  # a tail call


def report(numbers):
    text = f"average: {average(numbers)}"  # not one: work is left
    return text


def main():
    return report([])  # a tail call


main()
