# An error inside a property and __getattr__.
class Lazy:
    @property
    def value(self):
        return self.missing_part

    def __getattr__(self, name):
        return self.__dict__["cache"][name]


print(Lazy().value)
