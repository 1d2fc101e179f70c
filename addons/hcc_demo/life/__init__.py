"""The life of the demonstration centre, acted out through the product's own verbs."""

from .runner import Life
