# Numbers given out twice. Reading the last number and writing the next one are two steps, and two tickets get the same.
# explore: exception
import threading


class Office:
    def __init__(self):
        self.last = 0

    def ticket(self):
        self.last += 1
        return self.last


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
