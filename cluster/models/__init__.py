"""The consortium: who it is, who speaks for it, what it counts, and the national network it belongs to."""

from .figures import FigureValue, KeyFigure
from .institutions import Institution
from .national import NationalCluster
from .pages import Page
from .people import Person, Role
from .themes import Pillar, Theme
from .timeline import Milestone

__all__ = [
    "FigureValue",
    "Institution",
    "KeyFigure",
    "Milestone",
    "NationalCluster",
    "Page",
    "Person",
    "Pillar",
    "Role",
    "Theme",
]
