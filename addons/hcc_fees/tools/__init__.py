from . import deposit, reductions
