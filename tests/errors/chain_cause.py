# raise ... from: the direct cause.
class ConfigError(Exception):
    pass


def read():
    try:
        1 / 0
    except ZeroDivisionError as e:
        raise ConfigError("cannot read", 5) from e


read()
