from . import mail_link_preview
