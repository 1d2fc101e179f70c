"""Rules without the database: words of public pages, files, signatures."""
