# Missing arguments: the caret under the call.
class Account:
    def __init__(self, owner, balance):
        self.owner = owner


def open_all(names):
    return [Account(name) for name in names]


open_all(["ann"])
