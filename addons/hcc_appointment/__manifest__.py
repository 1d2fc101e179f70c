{
    "name": "One-stop Centre: Appointments",
    "summary": "Slots per lane, booking with a one-time code, check-in to a ticket",
    "version": "19.0.1.0.0",
    "category": "Services/Public Service Centre",
    "author": "HCC Suite contributors",
    "license": "AGPL-3",
    "depends": ["hcc_dossier", "hcc_queue"],
    "data": [
        "security/ir.model.access.csv",
        "security/hcc_appointment_rules.xml",
        "data/ir_cron_data.xml",
        "data/hcc_policy_data.xml",
        "views/hcc_appointment_offer_views.xml",
        "views/hcc_appointment_views.xml",
        "views/hcc_policy_views.xml",
        "views/res_company_views.xml",
        "views/hcc_ticket_views.xml",
        "views/hcc_appointment_menus.xml",
    ],
    "assets": {
        "hcc_queue.assets_booking": [
            "hcc_base/static/src/page/page.css",
            "hcc_queue/static/src/common/hcc_core.css",
            "hcc_queue/static/src/common/hcc_core.js",
            "hcc_appointment/static/src/booking/*",
        ],
    },
}
