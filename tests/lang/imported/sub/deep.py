# Two levels down.
from .. import beta
from ..beta import NAME as name
from . import up_one
from .. import VALUE as top
