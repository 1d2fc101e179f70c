from . import paper, status
from . import lookup, status
