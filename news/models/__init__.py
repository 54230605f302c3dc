"""Press releases and what they are made of, articles, events and press coverage."""

from .checks import FindingDecision, GlossaryPair, QuotationReading, ReleaseCheck
from .coverage import Coverage
from .editions import (
    Approval,
    Contribution,
    Edition,
    EditionContact,
    EditionDoor,
    EditionFile,
    EditionReference,
    SealedFile,
    Strike,
)
from .life import Correction, ReadingLink, ReadingOpening, StateChange
from .news import Article, Event
from .press import Attachment, Picture, PressRelease, Quote, ReleaseBoilerplate, ReleaseContact
from .reusable import Boilerplate, Logo, PressContact
from .sign_offs import SignOffAnswer, SignOffLink

__all__ = [
    "Approval",
    "Article",
    "Attachment",
    "Boilerplate",
    "Contribution",
    "Correction",
    "Coverage",
    "Edition",
    "EditionContact",
    "EditionDoor",
    "EditionFile",
    "EditionReference",
    "Event",
    "FindingDecision",
    "GlossaryPair",
    "Logo",
    "Picture",
    "PressContact",
    "PressRelease",
    "QuotationReading",
    "Quote",
    "ReadingLink",
    "ReadingOpening",
    "ReleaseBoilerplate",
    "ReleaseCheck",
    "ReleaseContact",
    "SealedFile",
    "SignOffAnswer",
    "SignOffLink",
    "StateChange",
    "Strike",
]
