"""Press releases and what they are made of, articles, events and press coverage."""

from .checks import FindingDecision, GlossaryPair, ReleaseCheck
from .coverage import Coverage
from .life import Correction, ReadingLink, ReadingOpening, StateChange
from .mailing import Delivery, ErasedAddress, Mailing, Subscriber
from .news import Article, Event
from .press import Attachment, Picture, PressRelease, Quote, ReleaseBoilerplate, ReleaseContact
from .stock import Boilerplate, Logo, PressContact

__all__ = [
    "Article",
    "Attachment",
    "Boilerplate",
    "Correction",
    "Coverage",
    "Delivery",
    "ErasedAddress",
    "Event",
    "FindingDecision",
    "GlossaryPair",
    "Logo",
    "Mailing",
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
    "Subscriber",
]
