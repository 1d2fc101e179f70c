{
    "name": "Lint of the centre's addons",
    "summary": "Odoo's own lint tests, pointed at the addons of this repository",
    "version": "19.0.1.0.0",
    "category": "Hidden/Tests",
    "author": "HCC",
    "license": "AGPL-3",
    "depends": ["base"],
}
