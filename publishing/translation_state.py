"""What waits to be translated, on the first page of the back office."""

from __future__ import annotations

from collections.abc import Iterator

from django.contrib.auth.models import User
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import ngettext

from . import languages, tasks
from .site_state import StateLine, StateSection, register_lines, register_main_work
from .tasks import Task
from .translated_texts import TranslationState
from .translation_lists import open_kinds, waiting_for


def _words(state: TranslationState, count: int, language: str) -> str:
    if state is TranslationState.MISSING:
        words = ngettext("text missing in %(language)s", "texts missing in %(language)s", count)
    else:
        words = ngettext("text behind its source in %(language)s", "texts behind their source in %(language)s", count)
    return words % {"language": languages.name(language)}


def translation_lines(user: User) -> Iterator[StateLine]:
    """What is missing and what is behind in each language, the reader's own first: one query."""
    for standing in sorted(waiting_for(user), key=lambda standing: standing.language != languages.current()):
        counts = {TranslationState.MISSING: standing.missing, TranslationState.STALE: standing.stale}
        for state, count in counts.items():
            if count:
                query = urlencode({"language": standing.language, "state": state})
                yield StateLine(_words(state, count, standing.language), f"{reverse('admin:translations')}?{query}", count)


def translates_alone(user: User) -> bool:
    """Whether somebody translates and edits nothing: translating is then what they come for."""
    kinds = [kind for found in open_kinds(user).values() for kind in found]
    return bool(kinds) and not any(Task.EDIT in tasks.held(user, kind.model) for kind in kinds)


def register() -> None:
    register_lines(StateSection.TRANSLATIONS, translation_lines)
    register_main_work(StateSection.TRANSLATIONS, translates_alone)
