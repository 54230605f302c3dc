"""What a text claims, held against what the portal knows at its date. Importing this registers the rules."""

from . import boilerplates, claims, leads, milestones, roles

__all__ = ["boilerplates", "claims", "leads", "milestones", "roles"]
