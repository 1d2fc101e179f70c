"""Device agent: the program on site between the server and the hardware. Imports no Odoo."""

__version__ = "1.0.0"
