{
    "name": "Access matrix of the centre's addons",
    "summary": "Rights of every role on every model, as docs/access-matrix says",
    "version": "19.0.1.0.0",
    "category": "Hidden/Tests",
    "author": "HCC Suite contributors",
    "license": "AGPL-3",
    "depends": ["hcc_appointment", "hcc_dossier_queue", "hcc_report", "hcc_staffing_queue"],
}
