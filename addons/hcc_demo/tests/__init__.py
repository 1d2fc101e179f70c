from . import test_demo, test_life, test_story
