# An error in a metaclass and in __init_subclass__.
class Checked:
    def __init_subclass__(cls, **kwargs):
        if not hasattr(cls, "name"):
            raise TypeError(f"{cls.__name__} needs a name")


class Good(Checked):
    name = "good"


class Bad(Checked):
    pass
