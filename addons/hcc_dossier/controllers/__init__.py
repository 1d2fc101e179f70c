from . import paper, status
