"""Pictures of the library on pages and in the back office."""

from __future__ import annotations

from dataclasses import dataclass

from django import template
from django.db import models
from django.utils.translation import gettext as _

from publishing import languages, picture_crops
from publishing.library_pictures import LibraryPicture
from publishing.localized_text import LocalizedText, localized_text
from publishing.renditions import ShownPicture
from publishing.typography import typeset

register = template.Library()


@dataclass(frozen=True)
class Thumbnail:
    url: str
    srcset: str
    width: int
    height: int


@dataclass(frozen=True)
class PictureOnPage:
    """A picture that may be shown, with its words in the page's language or the one that they fall back to."""

    shown: ShownPicture
    alt: LocalizedText
    credit: LocalizedText

    @property
    def alt_words(self) -> str:
        return typeset(self.alt.words, self.alt.language)

    @property
    def alt_language(self) -> str:
        """Where it is not the page's."""
        return "" if self.alt.language == languages.current() or not self.alt else self.alt.language


@register.simple_tag
def thumbnail(picture: LibraryPicture) -> Thumbnail | None:
    """A picture small and square, for the back office; the whole while its cut is not made."""
    shown = picture.shown(picture_crops.SQUARE)
    if shown is None:
        return None
    lightest = shown.sources[-1].srcset if shown.sources else ""
    return Thumbnail(shown.url, lightest, shown.width, shown.height)


@register.simple_tag
def picture_of(thing: models.Model, field: str = "picture", *, square: bool = False) -> PictureOnPage | None:
    """The picture that a record names, if it may be shown and is not lost."""
    picture: LibraryPicture | None = getattr(thing, field)
    if picture is None or not picture.may_be_shown():
        return None
    shown = picture.shown(picture_crops.SQUARE if square else None)
    if shown is None:
        return None
    language = languages.current()
    alt = LocalizedText("", language) if picture.is_decorative else localized_text(picture, "alt", language)
    return PictureOnPage(shown, alt, localized_text(picture, "credit", language))


@register.inclusion_tag("components/picture.html")
def library_picture(*, found: PictureOnPage, sizes: str, name: str = "", first: bool = False) -> dict[str, object]:
    """The picture itself. The ``first`` of a page is not waited for: it may be in sight."""
    return {
        "shown": found.shown,
        "alt": found.alt_words,
        "alt_language": found.alt_language,
        "name": name,
        "sizes": sizes,
        "first": first,
    }


@dataclass(frozen=True)
class Cut:
    width: int
    height: int
    words: str


@dataclass(frozen=True)
class WholeAndCuts:
    """A picture as its form shows it, to choose the point to keep in sight, and the shapes that it is cut to."""

    url: str
    width: int
    height: int
    cuts: list[Cut]


@register.simple_tag
def whole_and_cuts(picture: LibraryPicture) -> WholeAndCuts | None:
    """Nothing of a picture that is lost, or that its licence forbids to cut."""
    shown = picture.shown()
    if shown is None or not picture.may_be_cut:
        return None
    words = {picture_crops.SQUARE: _("Square: portraits, lists"), picture_crops.CARD: _("Where a page is shared")}
    cuts = [Cut(crop.width, crop.height, words[crop]) for crop in picture_crops.CROPS]
    return WholeAndCuts(shown.url, shown.width, shown.height, cuts)
