"""What the consortium keeps of a person who is to be erased."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from publishing.erasing import Erasure, advise, is_record_of_a_person, register

from .models import Person, Role


def _erase(erasure: Erasure) -> None:
    if erasure.subject.person is None:
        return
    erasure.delete(Role.objects.filter(person=erasure.subject.person))
    erasure.delete(Person.objects.filter(pk=erasure.subject.person))


def connect() -> None:
    is_record_of_a_person(Person)
    register("cluster", _erase)
    advise(Person, _("A record of its own: if it is the same person, erase it too."))
