"""The subjects of the public programmes: their keywords, for whoever looks for a subject rather than a name."""

from __future__ import annotations

from django.db.models import Count

from publishing.languages import column
from publishing.sorting import sort_key

from .models import CAP, Keyword


def subjects(language: str, most: int) -> list[Keyword]:
    """The keywords that most public programmes bear, in the order of the alphabet."""
    name = column("name", language)
    borne = Keyword.objects.filter(caps__in=CAP.objects.public(language)).exclude(**{name: ""}).exclude(**{name: None})
    found = list(borne.annotate(borne=Count("caps")).order_by("-borne", "pk")[:most])
    return sorted(found, key=lambda word: sort_key(getattr(word, name)))
