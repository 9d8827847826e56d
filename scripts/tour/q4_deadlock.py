# Q4: two locks, taken in two orders.
import threading
import time

fork = threading.Lock()
knife = threading.Lock()


def ann():
    with fork:
        time.sleep(1)
        with knife:
            print("Ann eats")


def bob():
    with knife:
        time.sleep(1)
        with fork:
            print("Bob eats")


threading.Thread(target=ann, name="Ann").start()
threading.Thread(target=bob, name="Bob").start()
