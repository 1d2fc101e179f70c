"""Pure parts: no Odoo, no database."""
