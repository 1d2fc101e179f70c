from . import hcc_counter, hcc_counter_session
