# Has __all__.
__all__ = ["public", "also_listed"]
public = 1
also_listed = 2
hidden = 3
_private = 4
