# Check, then act, repaired: the lock is held from the check to the end of the act.
import threading

balance = 100
lock = threading.Lock()


def withdraw(amount):
    global balance
    with lock:
        if balance >= amount:
            balance -= amount
            assert balance >= 0, f'overdrawn: {balance}'


threads = [threading.Thread(target=withdraw, args=(70,)) for _ in range(2)]
for t in threads:
    t.start()
for t in threads:
    t.join()
print(balance)
