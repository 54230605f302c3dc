"""What the portal has to write or to tell, kept as rows until it is done.

Whoever has something to tell somebody writes a row with ``post``, in the transaction of what there is to tell: it is rolled
back with it, and no mail server is spoken to while a page waits. The worker of the upper floors sends it
(``manage.py deliver``).

What a message says may be read when it leaves (``read_at_sending``): its row then holds keys and no words, and goes nowhere
where what it tells is over.

Where only a floor above knows to whom, ``notify`` leaves it a notice in the same way: whoever received a release is told of its
correction by the press list, of which the press room knows nothing.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import InterfaceError, OperationalError, models, transaction
from django.db.transaction import TransactionManagementError
from django.template.loader import get_template
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from . import languages
from .enums import MailState
from .fields import MomentField
from .mail_addresses import normalised

SUBJECT, TEXT, HTML = "_subject.txt", ".txt", ".html"
"""How the names of a message's templates go on after its own; the HTML is optional."""

DATABASE_AWAY = (OperationalError, InterfaceError)
"""What is no fault of a single row: the database does not answer, and nothing else would go better."""

NOTICE_PAUSE = timedelta(minutes=5)
"""How long a notice rests that its listener stumbled over."""

logger = logging.getLogger(__name__)


class QueuedMail(models.Model):
    """A message on its way: claimed before it is sent, and never sent again by itself once its outcome is unknown."""

    state = models.CharField(_("state"), max_length=8, choices=MailState, default=MailState.WAITING, db_index=True)
    claimed_by = models.CharField(_("sender"), max_length=64, blank=True)
    claimed_at = models.DateTimeField(_("claimed"), null=True, blank=True)
    not_before = MomentField(_("not before"), null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    message_id = models.CharField(_("Message-ID"), max_length=200, blank=True)
    outcome = models.CharField(_("what the server said"), max_length=400, blank=True)
    done_at = models.DateTimeField(_("settled"), null=True, blank=True)

    class Meta:
        abstract = True


class OutboxMessage(QueuedMail):
    """A message to one address, written by ``post``: the templates that make it, and what they show."""

    recipient = models.EmailField(_("recipient"))
    language = models.CharField(_("language"), max_length=10)
    template = models.CharField(_("kind of message"), max_length=100)
    context = models.JSONField(default=dict, blank=True, encoder=DjangoJSONEncoder, editable=False)
    created_at = models.DateTimeField(_("posted"), auto_now_add=True)

    class Meta:
        verbose_name = _("message of the portal")
        verbose_name_plural = _("messages of the portal")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=models.Q(language__in=languages.codes()), name="publishing_outbox_language_known"),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"


class OutboxNotice(models.Model):
    """What a floor above is told, by its topic; it goes when that floor has dealt with it."""

    topic = models.CharField(max_length=60)
    payload = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("notice between rooms")
        verbose_name_plural = _("notices between rooms")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"#{self.pk} {self.topic}"


def notify(topic: str, payload: Mapping[str, Any] | None = None) -> OutboxNotice:
    """Tell whoever listens to ``topic``, such as ``news.withdrawn``, once the caller's transaction is committed.

    Raises ``TransactionManagementError`` outside a transaction, and ``TypeError`` for a payload that is no JSON.
    """
    _require_transaction()
    return OutboxNotice.objects.create(topic=topic, payload=dict(payload or {}))


Listeners = Mapping[str, Callable[[Mapping[str, Any]], object]]

_resting: dict[tuple[int, datetime], datetime] = {}
"""Until when this process leaves a notice alone; another one asks it sooner at worst."""


def take_notices(listeners: Listeners) -> int:
    """Hand each notice of these topics to its listener, in a transaction with its going; gives how many there were.

    One that its listener stumbles over holds up none of those behind it: it stays, the log says why, and it is asked again
    after a while.
    """
    now, taken = timezone.now(), 0
    for key in [key for key, until in _resting.items() if until <= now]:
        del _resting[key]
    for pk, created_at in OutboxNotice.objects.filter(topic__in=listeners).order_by("pk").values_list("pk", "created_at"):
        if (pk, created_at) in _resting:
            continue
        try:
            taken += _take(pk, listeners)
        except DATABASE_AWAY:
            raise
        except Exception:
            logger.exception("A notice between rooms cannot be taken: %s", pk)
            _resting[pk, created_at] = now + NOTICE_PAUSE
    return taken


@transaction.atomic
def _take(pk: int, listeners: Listeners) -> bool:
    """Another worker may have been quicker, or have it in hand."""
    notice = OutboxNotice.objects.select_for_update(skip_locked=True).filter(pk=pk).first()
    if notice is None:
        return False
    listeners[notice.topic](notice.payload)
    notice.delete()
    return True


def _require_transaction() -> None:
    if not transaction.get_connection().in_atomic_block:
        raise TransactionManagementError("A message is posted in the transaction of what it tells.")


def post(
    recipient: str,
    language: str,
    template: str,
    context: Mapping[str, Any] | None = None,
    *,
    not_before: datetime | None = None,
) -> OutboxMessage:
    """Have a message sent to one address, once the caller's transaction is committed; not before ``not_before``, if given.

    ``template``, such as ``news/mail/review``, names ``<template>_subject.txt``, ``<template>.txt`` and, where it exists,
    ``<template>.html``. They are rendered when the message is sent, in ``language``, with ``context`` (JSON: text, numbers,
    lists, mappings; a moment arrives as ISO text) and with ``language``, ``name`` (of the portal) and ``site_url``.

    What could not be sent is refused here, where its caller can be seen: raises ``TransactionManagementError`` outside a
    transaction, ``ValidationError`` for what is no address, ``ValueError`` for a language that is none of the portal's,
    ``TemplateDoesNotExist``, and ``TypeError`` for a context that is no JSON.
    """
    (message,) = post_all(template, [(recipient, language, context or {})], not_before=not_before)
    return message


def post_all(
    template: str, rows: Iterable[tuple[str, str, Mapping[str, Any]]], *, not_before: datetime | None = None
) -> list[OutboxMessage]:
    """``post`` the same message to many (recipient, language, context) at once: one query, however many they are."""
    _require_transaction()
    for ending in (SUBJECT, TEXT):
        get_template(template + ending)
    messages = []
    for recipient, language, context in rows:
        if language not in languages.codes():
            raise ValueError(f"{language!r} is none of the portal's languages")
        given = {"recipient": normalised(recipient), "context": dict(context), "not_before": not_before}
        messages.append(OutboxMessage(language=language, template=template, **given))
    return OutboxMessage.objects.bulk_create(messages)


Reading = Callable[[OutboxMessage], "Mapping[str, Any] | None"]
_readings: dict[str, Reading] = {}


def read_at_sending(template: str, read: Reading) -> None:
    """Have what a kind of message shows read when it leaves. ``read`` gives nothing where it is not to leave any more.

    Raises ``ValueError`` where somebody else reads this kind.
    """
    if _readings.setdefault(template, read) is not read:
        raise ValueError(f"two rooms read the messages “{template}”")


def context_at_sending(message: OutboxMessage) -> Mapping[str, Any] | None:
    """What a message shows at this moment, or nothing where it is not to leave any more."""
    read = _readings.get(message.template)
    return message.context if read is None else read(message)
