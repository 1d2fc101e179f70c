from odoo import http


def public_get(path, **routing):
    """Declare an address that anybody may read: it keeps no session, and a replica may answer."""
    return http.route(
        path,
        type="http",
        auth="public",
        methods=["GET"],
        readonly=True,
        save_session=False,
        **routing,
    )
