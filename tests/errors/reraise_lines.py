# bare raise and raise e: which lines appear.
def fail():
    raise OSError("disk")


def again():
    try:
        fail()
    except OSError as e:
        print("seen", e)
        raise


def named():
    try:
        again()
    except OSError as e:
        raise e


named()
