from . import test_odoo_lint
