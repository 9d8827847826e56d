# An exception while another is handled.
def load(table, key):
    try:
        return table[key]
    except KeyError:
        return int(key)


load({}, "seven")
