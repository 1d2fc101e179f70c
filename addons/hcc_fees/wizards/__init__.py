from . import hcc_fee_reason
