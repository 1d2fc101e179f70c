{
    "name": "One-stop Centre: Queue",
    "summary": "Lanes, tickets, counters, kiosk, hall board and satisfaction of a service hall",
    "version": "19.0.1.0.0",
    "category": "Services/Public Service Centre",
    "author": "HCC Suite contributors",
    "license": "AGPL-3",
    "depends": ["hcc_device", "bus"],
    "data": [
        "security/ir.model.access.csv",
        "security/hcc_queue_rules.xml",
        "data/hcc_satisfaction_level_data.xml",
        "data/ir_cron_data.xml",
        "views/hcc_lane_views.xml",
        "views/hcc_ticket_views.xml",
        "views/hcc_counter_session_views.xml",
        "views/hcc_satisfaction_views.xml",
        "views/hcc_waiting_views.xml",
        "views/hcc_queue_menus.xml",
        "views/page_templates.xml",
    ],
    "assets": {
        "hcc_queue.assets_kiosk": [
            "hcc_base/static/src/page/page.css",
            "hcc_queue/static/src/common/**/*",
            "hcc_queue/static/src/kiosk/**/*",
        ],
        "hcc_queue.assets_board": [
            "hcc_base/static/src/page/page.css",
            "hcc_queue/static/src/common/**/*",
            "hcc_queue/static/src/board/**/*",
        ],
        "hcc_queue.assets_panel": [
            "hcc_base/static/src/page/page.css",
            "hcc_queue/static/src/common/**/*",
            "hcc_queue/static/src/panel/**/*",
        ],
        "hcc_queue.assets_rating": [
            "hcc_base/static/src/page/page.css",
            "hcc_queue/static/src/common/**/*",
            "hcc_queue/static/src/rating/**/*",
        ],
        "hcc_queue.assets_ticket": [
            "hcc_base/static/src/page/page.css",
            "hcc_queue/static/src/common/**/*",
            "hcc_queue/static/src/ticket/**/*",
        ],
    },
}
