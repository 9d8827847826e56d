# terrarium.regions() once said that no byte of the stack is in use, however deep the calls.
import terrarium


def used(n):
    found = used(n - 1) if n else terrarium.regions()["stack"]["used"]
    return found


one = used(1)
ten = used(10)
hundred = used(100)
again = used(1)
print(0 < one < ten < hundred <= terrarium.regions()["stack"]["mapped"])
print((hundred - ten) == 10 * (ten - one), again == one)
# expect: True
# expect: True True
