from . import test_reception, test_scan
