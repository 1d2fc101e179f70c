from . import test_board, test_reception
from . import test_reception, test_scan
