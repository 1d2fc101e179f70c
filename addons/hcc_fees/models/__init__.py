from . import hcc_sealed_mixin  # before the papers that inherit it

# isort: split
from . import (
    account_move,
    hcc_agency,
    hcc_agency_balance,
    hcc_dossier,
    hcc_due,
    hcc_fee,
    hcc_fee_item,
    hcc_fee_modifier,
    hcc_payment,
    hcc_policy,
    hcc_policy_deposit,
    hcc_readiness,
    hcc_receipt,
    hcc_receipt_book,
    hcc_receipt_void,
    hcc_remittance,
    hcc_remittance_deadline,
    hcc_remittance_line,
    hcc_remittance_treasury,
    hcc_shift,
    hcc_shift_count,
    ir_module_module,
    portal_mixin,
    res_company,
)
