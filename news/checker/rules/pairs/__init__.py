"""Two languages of one communiqué held against one another. Importing this registers the rules."""

from . import bodies, dates, figures, links, names, people, statements

__all__ = ["bodies", "dates", "figures", "links", "names", "people", "statements"]
