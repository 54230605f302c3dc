"""What the programmes keep of a person who is to be erased."""

from __future__ import annotations

from django.utils.translation import gettext as _

from publishing import clock
from publishing.erasing import Erasure, register, rows_naming
from publishing.signals import edited

from .models import CAP, HalQuery, Membership, Opportunity, PersonPublication
from .opportunity_models import CONTACT, ways_to_apply


def _erase(erasure: Erasure) -> None:
    _erase_memberships(erasure)
    _erase_contacts(erasure)


def _erase_contacts(erasure: Erasure) -> None:
    """A contact goes whole. An opportunity that nobody can answer any more is withdrawn: somebody else is to be named."""
    found = rows_naming(erasure.subject, Opportunity, ("contact_name", "contact_email"))
    named = Opportunity.objects.filter(pk__in=[pk for pk, _columns in found])
    silent = list(named.exclude(pk__in=named.filter(ways_to_apply(by_mail=False)).values("pk")).not_withdrawn().order_by("pk"))
    Opportunity.objects.filter(pk__in=[one.pk for one in silent]).update(withdrawn_at=clock.now())
    for one in silent:
        erasure.told.append(_("“%(title)s” has lost its contact and is withdrawn: name somebody else.") % {"title": one})
    erasure.count(Opportunity._meta.get_field("contact_name").verbose_name, named.update(**dict.fromkeys(CONTACT, "")))


def _erase_memberships(erasure: Erasure) -> None:
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
