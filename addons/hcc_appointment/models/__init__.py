# The order matters: a model is extended after it is defined.
# ruff: noqa: I001
from . import (
    hcc_appointment_offer,
    hcc_appointment_offer_part,
    hcc_appointment,
    hcc_appointment_booking,
    hcc_appointment_visit,
    hcc_appointment_notice,
    hcc_appointment_page,
)
from . import hcc_code, hcc_lane, hcc_outbox, hcc_policy, hcc_readiness, hcc_sms, hcc_ticket
from . import ir_module_module, res_company
