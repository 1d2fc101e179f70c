"""Words that printed papers and tests share; screens take theirs from the fields."""

from odoo import fields, models

#: hcc.fee kind → the word on Vietnamese papers (Law 97/2015/QH13: lệ phí and phí differ).
KIND_WORDS = {"fee": "Lệ phí", "charge": "Phí", "service": "Giá dịch vụ"}
METHOD_WORDS = {"cash": "Tiền mặt"}

#: Groups whose members look at the centre's money.
CASHIER = "hcc_base.group_cashier"
ACCOUNTANT = "hcc_base.group_accountant"
ADMINISTRATOR = "hcc_base.group_administrator"
DIRECTOR = "hcc_base.group_director"


def plain(value):
    """A field's value as canonical JSON takes it: ids, whole numbers, text, dates."""
    if value is False or value is None or value == "":
        return None
    if isinstance(value, float):
        return round(value)
    if isinstance(value, models.BaseModel):
        return value.id or None
    return value


def kind_field(**attrs):
    """The kind of what is paid, as ``hcc.fee`` names it."""
    return fields.Selection(
        [("fee", "Fee (lệ phí)"), ("charge", "Charge (phí)"), ("service", "Service price")],
        "Kind",
        **attrs,
    )
