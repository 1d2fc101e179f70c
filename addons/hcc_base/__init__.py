from . import controllers, error_answers, models, tools, wizards
from .uninstall import uninstall_hook
