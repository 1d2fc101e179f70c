"""What the pages of a hall show."""

# The order matters: a model is extended after it is defined.
# ruff: noqa: I001
from . import (
    hcc_hall,
    hcc_hall_kiosk,
    hcc_hall_zone,
    hcc_hall_notice,
    hcc_hall_choice,
    hcc_hall_scan,
    hcc_device_kiosk,
    hcc_hall_board,
    hcc_hall_counter_board,
    hcc_hall_voice,
    hcc_hall_visitor,
    hcc_hall_panel,
    hcc_device,
    hcc_readiness,
    hcc_hall_waiting,
    hcc_hall_manager,
    hcc_hall_advice,
)
