# Transfer between accounts. Each account is locked while it changes, but between the two changes the money is nowhere,
# and the auditor can see that.
# explore: exception
import threading


class Account:
    def __init__(self, balance):
        self.balance = balance
        self.lock = threading.Lock()


savings, wages = Account(100), Account(0)


def transfer(source, target, amount):
    with source.lock:
        source.balance -= amount
    with target.lock:
        target.balance += amount


def audit():
    with savings.lock, wages.lock:
        total = savings.balance + wages.balance
    assert total == 100, f'{total} in all'


threads = [threading.Thread(target=transfer, args=(savings, wages, 30)), threading.Thread(target=audit)]
for t in threads:
    t.start()
for t in threads:
    t.join()
print(savings.balance, wages.balance)
