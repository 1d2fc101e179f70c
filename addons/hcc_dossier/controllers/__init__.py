from . import lookup, paper, status
