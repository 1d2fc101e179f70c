{
    "name": "One-stop Centre: Messages",
    "summary": "The server fetches no address that somebody wrote into a message",
    "version": "19.0.1.0.0",
    "category": "Services/Public Service Centre",
    "author": "HCC Suite contributors",
    "license": "AGPL-3",
    "depends": ["hcc_base", "mail"],
    "auto_install": True,
}
