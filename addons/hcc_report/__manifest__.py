{
    "name": "One-stop Centre: Reports",
    "summary": "The official 14-column table for any period and centre, balanced, with its records",
    "version": "19.0.1.0.0",
    "category": "Services/Public Service Centre",
    "author": "HCC Suite contributors",
    "license": "AGPL-3",
    "depends": ["hcc_dossier", "hcc_fees"],
    "external_dependencies": {"python": ["xlsxwriter"]},
    "data": [
        "security/ir.model.access.csv",
        "security/hcc_report_rules.xml",
        "report/hcc_report_agency_table_templates.xml",
        "views/hcc_report_agency_line_views.xml",
        "views/hcc_report_agency_table_views.xml",
        "views/hcc_report_record_views.xml",
        "views/hcc_report_menus.xml",
    ],
    "assets": {
        "web.assets_backend": ["hcc_report/static/src/agency_table/*"],
    },
}
