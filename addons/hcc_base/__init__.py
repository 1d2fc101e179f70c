from . import controllers, models, tools, wizards
from . import models, tools, wizards
