"""What stands in the way of uninstalling the demonstration."""


def uninstall_hook(env):
    """The centre works on with Odoo's own hours: those of the demonstration go."""
    hours = env.ref("hcc_demo.working_hours")
    companies = env["res.company"].search([("resource_calendar_id", "=", hours.id)])
    companies.resource_calendar_id = env.ref("resource.resource_calendar_std")
