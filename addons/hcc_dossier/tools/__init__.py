from . import clamd, scan_file
