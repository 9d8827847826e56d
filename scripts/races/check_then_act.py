# Check, then act. Two threads see that there is money enough, then both take it: what was checked is no longer true when
# it is acted upon.
# explore: exception
import threading

balance = 100


def withdraw(amount):
    global balance
    if balance >= amount:
        balance -= amount
        assert balance >= 0, f'overdrawn: {balance}'


threads = [threading.Thread(target=withdraw, args=(70,)) for _ in range(2)]
for t in threads:
    t.start()
for t in threads:
    t.join()
print(balance)
