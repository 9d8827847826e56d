# A package in a package.
from ..alpha import double
up_one = double(21)
