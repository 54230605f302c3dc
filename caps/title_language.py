"""The language of a publication's title, where nobody says it."""

from __future__ import annotations

from typing import Any

from django.db import models

from proofreading.title_language import language_of
from publishing import languages


def told_by(title: str) -> str:
    """The language of the portal that the words of a title are of; empty where they tell none."""
    return language_of(title, languages.codes())


class TitleLanguageField(models.CharField):
    """The language of the ``title`` beside it. Of a new record that comes without one, it is what the title tells.

    Here and not in a form: a file of entries that do not say their language is stored at once, and read by no form again. Empty
    means that it is not known, and the title is then marked as none.
    """

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        said = super().pre_save(model_instance, add)
        if add and not said:
            said = told_by(getattr(model_instance, "title", ""))
            setattr(model_instance, self.attname, said)
        return said
