# Numbers given out twice, repaired: next() of itertools.count() is one step.
import itertools
import threading


class Office:
    def __init__(self):
        self.numbers = itertools.count(1)

    def ticket(self):
        return next(self.numbers)


office = Office()
tickets = []


def visit():
    number = office.ticket()
    assert number not in tickets, f'ticket {number} twice'
    tickets.append(number)


threads = [threading.Thread(target=visit) for _ in range(2)]
for t in threads:
    t.start()
for t in threads:
    t.join()
print(len(tickets))
