from . import brand, catalogue, export
