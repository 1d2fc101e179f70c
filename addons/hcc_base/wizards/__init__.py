from . import hcc_centre_setup
