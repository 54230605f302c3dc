"""The rules, by what they look at. Importing this registers them all."""

from . import contacts, dates, facts, language, names, pairs, portal, quotations, structure, typography

__all__ = ["contacts", "dates", "facts", "language", "names", "pairs", "portal", "quotations", "structure", "typography"]
