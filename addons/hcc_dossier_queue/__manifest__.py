{
    "name": "One-stop Centre: Dossiers and Queue",
    "summary": "Reception from the called ticket; ticket, dossier and satisfaction find each other",
    "version": "19.0.1.0.0",
    "category": "Services/Public Service Centre",
    "author": "HCC Suite contributors",
    "license": "AGPL-3",
    "depends": ["hcc_dossier", "hcc_queue"],
    "data": [
        "views/hcc_dossier_views.xml",
        "views/hcc_ticket_views.xml",
        "views/hcc_document_statistics_views.xml",
    ],
    "assets": {
        "hcc_queue.assets_panel": ["hcc_dossier_queue/static/src/panel/*"],
    },
    "auto_install": True,
}
