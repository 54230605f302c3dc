"""Pictures without alternative text, and permissions that end, on the first page of the back office."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import ngettext

from . import languages
from .library_pictures import LibraryPicture
from .site_state import StateCheck, StateSection, Urgency, register

SEES, KEEPS = ("publishing.view_librarypicture",), ("publishing.change_librarypicture",)


def _without_alternative_text(language: str) -> StateCheck:
    def words(number: int) -> str:
        said = ngettext(
            "picture of the library without alternative text (%(language)s)",
            "pictures of the library without alternative text (%(language)s)",
            number,
        )
        return said % {"language": languages.name(language)}

    return StateCheck(
        languages.column("publishing.pictures_without_alt", language),
        StateSection.CONTENT,
        LibraryPicture,
        SEES,
        lambda _user: LibraryPicture.objects.without_alternative_text(language),
        words,
    )


def mute_logos(key: str, section: StateSection, model: type[models.Model], language: str) -> StateCheck:
    """The records of a kind whose logo, a column of their own, says nothing in a language."""
    alt = languages.column("logo_alt", language)

    def words(number: int) -> str:
        said = ngettext("logo without alternative text (%(language)s)", "logos without alternative text (%(language)s)", number)
        return said % {"language": languages.name(language)}

    return StateCheck(
        languages.column(key, language),
        section,
        model,
        (f"{model._meta.app_label}.view_{model._meta.model_name}",),
        lambda _user: model._default_manager.exclude(logo="").filter(Q(**{f"{alt}__isnull": True}) | Q(**{alt: ""})),
        words,
    )


PERMISSIONS = (
    StateCheck(
        "publishing.pictures_ended",
        StateSection.CONTENT,
        LibraryPicture,
        KEEPS,
        lambda _user: LibraryPicture.objects.ended(),
        lambda n: ngettext(
            "picture of the library whose permission has ended", "pictures of the library whose permission has ended", n
        ),
        urgency=Urgency.NOW,
    ),
    StateCheck(
        "publishing.pictures_ending",
        StateSection.CONTENT,
        LibraryPicture,
        KEEPS,
        lambda _user: LibraryPicture.objects.ending(),
        lambda n: ngettext(
            "picture of the library whose permission ends within 60 days",
            "pictures of the library whose permission ends within 60 days",
            n,
        ),
    ),
)


def register_checks() -> None:
    register(*PERMISSIONS, *map(_without_alternative_text, languages.codes()))
