"""Press releases and what they are made of, articles, events and press coverage."""

from .checks import FindingDecision, GlossaryPair, ReleaseCheck
from .coverage import Coverage
from .life import Correction, ReadingLink, ReadingOpening, StateChange
from .news import Article, Event
from .press import Attachment, Picture, PressRelease, Quote, ReleaseBoilerplate, ReleaseContact
from .reusable import Boilerplate, Logo, PressContact

__all__ = [
    "Article",
    "Attachment",
    "Boilerplate",
    "Correction",
    "Coverage",
    "Event",
    "FindingDecision",
    "GlossaryPair",
    "Logo",
    "Picture",
    "PressContact",
    "PressRelease",
    "Quote",
    "ReadingLink",
    "ReadingOpening",
    "ReleaseBoilerplate",
    "ReleaseCheck",
    "ReleaseContact",
    "StateChange",
]
