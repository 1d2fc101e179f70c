from . import clamd, scan_file

"""Pure parts: no Odoo, no database."""
