"""What the consortium keeps of a person who is to be erased."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from publishing.erasing import Erasure, advise, is_record_of_a_person, register
from publishing.library_pictures import LibraryPicture, LibraryPictureQuerySet

from .models import Person, Role


def _erase(erasure: Erasure) -> None:
    if erasure.subject.person is None:
        return
    erasure.delete(Role.objects.filter(person=erasure.subject.person))
    people = Person.objects.filter(pk=erasure.subject.person)
    portraits = list(people.exclude(portrait=None).values_list("portrait", flat=True))
    erasure.delete(people)
    _erase_portraits(erasure, LibraryPicture.objects.filter(pk__in=portraits))


def _erase_portraits(erasure: Erasure, portraits: LibraryPictureQuerySet) -> None:
    """What was the person’s portrait goes, with its file; where something else shows it, somebody has to look at that first."""
    erasure.delete(portraits.unused())
    for picture in portraits:
        erasure.told.append(
            _("Their portrait stays in the library, where something else shows it: no. %(key)s.") % {"key": picture.pk}
        )


def connect() -> None:
    is_record_of_a_person(Person)
    register("cluster", _erase)
    advise(Person, gettext_lazy("A record of its own: if it is the same person, erase it too."))
