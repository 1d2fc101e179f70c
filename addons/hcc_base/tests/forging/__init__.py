"""What an owner of the journal's database could try, and what the verification must find."""

from .whole_chains import KINDS, Forger

__all__ = ["KINDS", "Forger"]
