# A small program: accounts, exceptions, a log.
class InsufficientFunds(Exception):
    def __init__(self, need, have):
        super().__init__(f"need {need}, have {have}")
        self.missing = need - have
class Account:
    count = 0
    def __init__(self, owner, balance=0):
        self.owner, self.balance = owner, balance
        self.log = []
        Account.count += 1
    def deposit(self, n):
        if n <= 0: raise ValueError(f"bad amount: {n!r}")
        self.balance += n; self.log.append(("+", n)); return self
    def withdraw(self, n):
        if n > self.balance: raise InsufficientFunds(n, self.balance)
        self.balance -= n; self.log.append(("-", n)); return self
    def __repr__(self): return f"<{self.owner}: {self.balance}>"
def transfer(a, b, n):
    try: a.withdraw(n)
    except InsufficientFunds as e: print("refused:", e, e.missing); return False
    else: b.deposit(n); return True
    finally: print("transfer", n, a, b)
a, b = Account("ann", 100), Account("bob")
print(transfer(a, b, 30), transfer(a, b, 100), a.deposit(5).withdraw(1), Account.count, a.log)
try: a.deposit(-5)
except ValueError as e: print(e)
