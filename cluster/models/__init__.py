"""The consortium: who it is, who speaks for it, what it counts, and the national network it belongs to."""

from .figures import KeyFigure
from .institutions import Institution
from .national import NationalCluster
from .pages import Page
from .people import Person, Role
from .themes import Pillar, Theme
from .timeline import Milestone

__all__ = ["Institution", "KeyFigure", "Milestone", "NationalCluster", "Page", "Person", "Pillar", "Role", "Theme"]
