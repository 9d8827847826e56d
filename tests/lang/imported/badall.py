# __all__ names something that is not there.
__all__ = ["missing"]
