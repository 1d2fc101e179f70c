from . import agency_table
