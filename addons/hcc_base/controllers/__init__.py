from . import brand, catalogue
