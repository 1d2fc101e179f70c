from . import hcc_demo, hcc_demo_life
