from . import controllers, error_answers, models, tools, wizards
from . import models, tools, wizards
