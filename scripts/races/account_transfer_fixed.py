# Transfer between accounts, repaired: both locks are held until both accounts have changed. All take the locks in the
# order of the accounts' numbers, so that two transfers the other way round cannot block each other.
import threading


class Account:
    def __init__(self, number, balance):
        self.number = number
        self.balance = balance
        self.lock = threading.Lock()


savings, wages = Account(1, 100), Account(2, 0)


def transfer(source, target, amount):
    first, second = sorted((source, target), key=lambda account: account.number)
    with first.lock, second.lock:
        source.balance -= amount
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
