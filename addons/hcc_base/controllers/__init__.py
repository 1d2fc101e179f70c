from . import brand, catalogue, export, report
