"""A list's box for words."""

from typing import Any

import django_filters
from django import forms
from django.utils.translation import gettext_lazy as _

from publishing.querysets import PublishedQuerySet

from . import find, spelling


class WordsFilter(django_filters.CharFilter):
    """Keeps what holds every word typed, read as the search reads it, the same on every database."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Words"))
        super().__init__(max_length=200, widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}), **kwargs)

    def filter(self, queryset: PublishedQuerySet, value: str) -> PublishedQuerySet:
        if not value:
            return queryset
        return queryset.filter(pk__in=find.matching(queryset.model, queryset.language, value))

    def instead(self, queryset: PublishedQuerySet, value: str) -> str:
        """The likely correction of words under which the list holds nothing; empty where there is none."""
        return spelling.respell_for(queryset, queryset.language, value)
