# ruff: noqa: I001 - mixins come before the models that inherit them
from . import hcc_clock
from . import hcc_state_mixin
from . import hcc_journal_entry
from . import hcc_number_series
from . import hcc_request_key
from . import hcc_outbox_mixin
from . import hcc_outbox
from . import hcc_token
from . import hcc_calendar_day
from . import hcc_policy
from . import resource_calendar
from . import res_company

# Organisation and catalogue
from . import hcc_search_mixin
from . import hcc_agency
from . import hcc_login_failure
from . import res_users
from . import hcc_counter
from . import hcc_procedure_field
from . import hcc_procedure
from . import hcc_procedure_version
from . import hcc_version_part_mixin
from . import hcc_procedure_component
from . import hcc_procedure_step
from . import hcc_fee
from . import hcc_fee_item
from . import hcc_tariff
from . import hcc_applicant

# The platform's models, made stricter
from . import base
from . import ir_actions_report
from . import ir_attachment
from . import ir_attachment_store
from . import ir_http
from . import ir_rule
from . import ir_sequence
