import a.b.c as d, e
from .f import g as h
from i import *
