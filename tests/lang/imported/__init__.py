"""A package for the import tests."""
VALUE = "value"
counter = 0
