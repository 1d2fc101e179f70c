from . import test_access_rights, test_isolation, test_record_scopes, test_related_fields
