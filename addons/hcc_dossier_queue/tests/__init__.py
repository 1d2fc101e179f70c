from . import test_board, test_reception, test_scan
