from . import (
    test_booking,
    test_booking_at_once,
    test_booking_page,
    test_merging,
    test_offer,
    test_plan,
    test_visit,
)
