from . import hcc_demo
