# Tests only; see tests/test_odoo_lint.py.
