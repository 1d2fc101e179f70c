from . import controllers, error_answers, models, tools, wizards
