from . import brand, catalogue
from . import export
