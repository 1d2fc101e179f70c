{
    "name": "One-stop Centre: Staffing and Queue",
    "summary": "Only the centre's staff, substitutes and active secondments open a counter",
    "version": "19.0.1.0.0",
    "category": "Services/Public Service Centre",
    "author": "HCC Suite contributors",
    "license": "AGPL-3",
    "depends": ["hcc_staffing", "hcc_queue"],
    "auto_install": True,
}
