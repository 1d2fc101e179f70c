"""The exported heads of the journal's chains: one file a database, outside of it.

``heads-<database>.jsonl`` in ``$HCC_HEADS_DIR``, best a mount of another machine where the file
can only be appended to; else in Odoo's data folder. One line a day and centre.
"""

import json
import os
from collections import defaultdict
from pathlib import Path

from odoo.tools import config

from .tools.journal_chain import Head

ENVIRONMENT_VARIABLE = "HCC_HEADS_DIR"


def heads_path(database):
    folder = Path(os.environ.get(ENVIRONMENT_VARIABLE) or config["data_dir"])
    return folder / f"heads-{database}.jsonl"


def append_heads(database, lines):
    """Add the lines and wait until they are on the disk."""
    path = heads_path(database)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a", encoding="utf-8") as stream:
        stream.writelines(json.dumps(line) + "\n" for line in lines)
        stream.flush()
        os.fsync(stream.fileno())


def read_heads(database, path=None):
    """Every exported head by centre, and how many lines could not be read.

    :param path: another file than the database's own, e.g. the copy kept on another machine
    """
    heads, unread = defaultdict(list), 0
    if not path and not heads_path(database).exists():
        return heads, unread
    path = Path(path) if path else heads_path(database)
    with path.open(encoding="utf-8", errors="replace") as stream:
        for text in stream:
            try:
                line = json.loads(text)
                heads[line["company"]].append(Head(int(line["position"]), str(line["seal"])))
            except (KeyError, TypeError, ValueError):
                unread += 1
    return heads, unread
