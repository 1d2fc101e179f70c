"""Implementation of the `hcc` command: standard library only, one file per concern."""
