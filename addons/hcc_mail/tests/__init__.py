from . import test_link_preview
