# Q7: where counting fails. Every node refers to itself, so no count
# ever falls to 0.


class Node:
    def __init__(self):
        self.me = self


for i in range(60000):
    node = Node()  # the node before loses its name, not its count
print("made 60000 nodes; one name is left")
