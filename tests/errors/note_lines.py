# Notes follow the message, each on lines of its own.
try:
    raise ValueError("with notes")
except ValueError as e:
    e.add_note("first note")
    e.add_note("second note\nof two lines")
    e.add_note("")
    raise
