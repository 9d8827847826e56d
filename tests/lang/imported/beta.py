# Imported by alpha.
NAME = "beta"
