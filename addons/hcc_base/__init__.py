from . import controllers, models, tools, wizards
from . import controllers, error_answers, models, tools, wizards
