from . import (
    test_access_rights,
    test_common_records,
    test_derived_fields,
    test_isolation,
    test_public_methods,
    test_record_scopes,
    test_related_fields,
    world_catalogue,
    world_common,
    world_processing,
)
