"""What the press room shows beside the releases."""

from __future__ import annotations

from django.db.models import QuerySet

from cluster.models import Person
from publishing.prepared_queries import prepared

from .models import Boilerplate, Coverage, Logo, PressContact


@prepared
def contacts() -> QuerySet:
    return PressContact.objects.in_press_room().for_list()


@prepared
def boilerplates(language: str) -> QuerySet:
    return Boilerplate.objects.in_public_use(language).for_list()


@prepared
def experts(language: str) -> QuerySet:
    """The key of one, if anybody answers journalists."""
    return Person.objects.public(language).answering_press().order_by().values_list("pk", flat=True)[:1]


@prepared
def logos(language: str) -> QuerySet:
    return Logo.objects.public(language).for_list()


@prepared
def coverage(language: str) -> QuerySet:
    return Coverage.objects.public(language).for_list()[:3]
