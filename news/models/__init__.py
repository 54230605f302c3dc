"""Press releases and what they are made of, articles, events and press coverage."""

from .coverage import Coverage
from .news import Article, Event
from .press import (
    Attachment,
    Boilerplate,
    Picture,
    PressContact,
    PressRelease,
    Quote,
    ReleaseBoilerplate,
    ReleaseContact,
)

__all__ = [
    "Article",
    "Attachment",
    "Boilerplate",
    "Coverage",
    "Event",
    "Picture",
    "PressContact",
    "PressRelease",
    "Quote",
    "ReleaseBoilerplate",
    "ReleaseContact",
]
