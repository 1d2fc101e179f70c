{
    "name": "One-stop Centre: Devices",
    "summary": "Device registry, device agents and print jobs with an honest result",
    "version": "19.0.1.0.0",
    "category": "Services/Public Service Centre",
    "author": "HCC Suite contributors",
    "license": "AGPL-3",
    "depends": ["hcc_base", "bus"],
    "external_dependencies": {"python": ["pillow", "qrcode"]},
    "data": [
        "security/ir.model.access.csv",
        "security/hcc_device_rules.xml",
        "data/ir_cron_data.xml",
        "views/hcc_device_views.xml",
        "views/hcc_device_fault_views.xml",
        "views/hcc_device_job_views.xml",
        "views/hcc_device_menus.xml",
    ],
}
