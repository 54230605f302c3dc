"""Pictures without alternative text, and permissions that end, on the first page of the back office."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import ngettext

from . import languages
from .library_pictures import LibraryPicture
from .site_state import StateCheck, StateSection, Urgency, register

KEEPS = ("publishing.change_librarypicture",)
"""Translators find what their languages lack among the translations."""


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
        KEEPS,
        lambda _user: LibraryPicture.objects.without_alternative_text(language),
        words,
    )


def mute_logos(key: str, section: StateSection, model: type[models.Model]) -> StateCheck:
    """The records of a kind whose logo, a column of their own, says nothing in some language."""
    mute = Q(pk__in=())
    for alt in languages.columns("logo_alt"):
        mute |= Q(**{f"{alt}__isnull": True}) | Q(**{alt: ""})
    return StateCheck(
        key,
        section,
        model,
        (f"{model._meta.app_label}.change_{model._meta.model_name}",),
        lambda _user: model._default_manager.exclude(logo="").filter(mute),
        lambda n: ngettext(
            "logo without alternative text in some language", "logos without alternative text in some language", n
        ),
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
