"""What the programmes keep of a person who is to be erased."""

from __future__ import annotations

from django.utils.translation import gettext as _

from publishing.erasing import Erasure, register
from publishing.signals import edited

from .models import CAP, HalQuery, Membership, PersonPublication


def _erase(erasure: Erasure) -> None:
    """A programme stays public without them: whether it needs somebody else in their place is for its editors."""
    if erasure.subject.person is None:
        return
    memberships = Membership.objects.filter(person=erasure.subject.person)
    programmes = list(CAP.objects.filter(memberships__in=memberships).distinct().order_by("pk"))
    erasure.delete(memberships)
    erasure.delete(PersonPublication.objects.filter(person=erasure.subject.person))
    erasure.delete(HalQuery.objects.filter(person=erasure.subject.person))
    for cap in programmes:
        erasure.told.append(_("The programme %(cap)s has lost a member: see whether its rules still hold.") % {"cap": cap})
        edited.send(sender=CAP, instance=cap)


def connect() -> None:
    register("caps", _erase)
