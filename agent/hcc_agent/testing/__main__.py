"""``python -m hcc_agent.testing --out DIR``: a fake printer as a process of its own."""

from .fake_printer import main

main()
