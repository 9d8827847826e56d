import a
import a.b.c as d, e
from a import b
from a.b import (c as d, e,)
from . import a
from .. import a
from ....a import *
from __future__ import annotations
