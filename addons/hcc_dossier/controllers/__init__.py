from . import lookup, status
