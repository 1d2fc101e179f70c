from . import hcc_appointment_cancel, hcc_appointment_entry, hcc_appointment_plan
