# A class body is a frame of its own.
class Config:
    size = 10
    name = "x"
    limit = size / (len(name) - 1)
