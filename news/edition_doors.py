"""How an edition's door is opened: to write its leaves while it is sealed, and to let it go with a release nobody saw."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from django.db import transaction
from django.db.models import ProtectedError
from django.db.models.signals import post_delete

from publishing import clock, languages

from .models import Edition, EditionContact, EditionDoor, PressContact, PressRelease


@contextmanager
def open_door(editions: Iterable[int], why: str, by: str = "") -> Iterator[None]:
    """Within, the leaves of these editions may be written, and they may be deleted. In one transaction, or not at all."""
    keys = list(editions)
    with transaction.atomic():
        EditionDoor.objects.bulk_create(EditionDoor(edition=key, why=why, by=by) for key in keys)
        yield
        EditionDoor.objects.filter(edition__in=keys).delete()


def forget_contact(sender: type[PressContact], instance: PressContact, **signal: object) -> None:
    """With the record of a contact go the leaves that hold them: what is left in an edition is a seal of nobody."""
    EditionContact.objects.filter(contact_id=instance.pk).delete()


def _let_go_of_deleted(release: PressRelease) -> None:
    let_go([release], "deleted")


def connect() -> None:
    PressRelease.before_deletion[:] = [_let_go_of_deleted]
    post_delete.connect(forget_contact, sender=PressContact, dispatch_uid="news.forget_contact")


def let_go(releases: Iterable[PressRelease], why: str, by: str = "", examples: bool = False) -> None:
    """Delete the editions of releases that are about to be deleted.

    Raises ``ProtectedError`` for a release that the public has seen, unless it is an example and ``examples`` says so.
    """
    keys, now = [], clock.now()
    for release in releases:
        if any(release.was_public(code, now) for code in languages.codes()) and not (examples and release.is_example):
            raise ProtectedError("The public has seen this release.", {release})
        keys.append(release.pk)
    empty = dict.fromkeys([*languages.columns("edition"), *languages.columns("public_from")])
    with transaction.atomic():
        PressRelease.objects.filter(pk__in=keys).update(**empty)
        editions = Edition.objects.filter(release__in=keys)
        with open_door(editions.values_list("pk", flat=True), why, by):
            editions.delete()
