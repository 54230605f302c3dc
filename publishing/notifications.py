"""What somebody of the staff has to know of: lines on the first page of the back office, and mails.

Each room registers its kinds of notification. What waits for somebody is computed from the state when it is shown, and read
again when a mail leaves: a mail is a row of the outbox that names a kind, an account and a thing by their keys, and holds no
word. Who lost the right meanwhile, was disabled, or turned the mails off, gets none, and what is over is not told.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.models import User
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import models, transaction
from django.db.models import Count, Q, Window
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from . import asked_often, clock, languages, outbox
from .localized_text import LocalizedText
from .mail_addresses import normalised

MAIL = "publishing/mail/notification"
GRACE = timedelta(minutes=1)
"""How long a mail about a step waits: who takes it back at once, or takes the next one, has nobody written to in vain."""
MOST_LINES = 5
"""How many things of a kind the first page names; a list shows the others."""


class StaffPreferences(models.Model):
    """How somebody of the staff wants to be written to. An account without a row gets every mail, in the main language."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        primary_key=True,
        related_name="staff_preferences",
        verbose_name=gettext_lazy("account"),
    )
    language = models.CharField(gettext_lazy("language"), max_length=10, default=languages.main)
    mails = models.BooleanField(gettext_lazy("mails"), default=True)
    silenced = models.JSONField(gettext_lazy("kinds turned off"), default=list, blank=True)

    class Meta:
        verbose_name = gettext_lazy("preferences of an account")
        verbose_name_plural = gettext_lazy("preferences of accounts")
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(language__in=languages.codes()), name="publishing_staffpreferences_language_known"
            )
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"

    def wants(self, kind: str) -> bool:
        return self.mails and kind not in self.silenced


class NotificationOccasion(models.Model):
    """That a thing was told once for an occasion, such as a moment that comes near: several workers tell it once."""

    kind = models.CharField(max_length=60)
    subject = models.BigIntegerField()
    occasion = models.CharField(max_length=60, blank=True)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = gettext_lazy("occasion of a notification")
        verbose_name_plural = gettext_lazy("occasions of notifications")
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["kind", "subject", "occasion"], name="publishing_occasion_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject} {self.occasion}"


@dataclass(frozen=True)
class Notification:
    """What is said of a thing: its title, its page in the back office, a few words, and what somebody wrote beside."""

    title: LocalizedText
    url: str
    detail: str = ""
    note: str = ""


@dataclass(frozen=True)
class WaitingLines:
    """What waits for somebody of one kind: the first things, how many more there are, and the list that shows them all."""

    key: str
    heading: str | Promise
    found: list[Notification]
    more: int
    url: str


class NotificationKind(ABC):
    """A kind of thing that somebody has to know of. Whoever has one of its ``rights`` may be concerned, and nobody else."""

    key: ClassVar[str]
    label: ClassVar[str | Promise]
    """What the page of preferences calls it."""
    heading: ClassVar[str | Promise]
    """The word before the title: “To review”."""
    sentence: ClassVar[str | Promise]
    """What the mail says first."""
    rights: ClassVar[tuple[str, ...]]

    def concerns(self, user: User) -> bool:
        return user.is_active and user.is_staff and any(map(user.has_perm, self.rights))

    def accounts(self) -> models.QuerySet[User]:
        """Every account that ``concerns`` says yes of, in one query."""
        holders = Q()
        for right in self.rights:
            holders |= Q(pk__in=User.objects.with_perm(right).values("pk"))
        return User.objects.filter(holders, is_active=True, is_staff=True)

    @abstractmethod
    def told(self, user: User, about: Mapping[str, Any], language: str) -> Notification | None:
        """What a mail to somebody says as things stand, in the active language; nothing where it is over for them."""

    def lines(self, user: User, language: str) -> WaitingLines | None:
        """What the first page of the back office says to somebody whom the kind concerns."""
        return None

    def due(self, at: datetime) -> Iterable[tuple[int, str]]:
        """The things that time alone brings up, each with the occasion on which it is told once."""
        return ()

    def among(self, subject: int) -> Collection[int | None] | None:
        """Who alone is told of a thing that time brings up; ``None``: all whom the kind concerns."""
        return None

    is_told_anew: ClassVar[bool] = False
    """Whether a thing that was due, and is no longer, is told again when it comes back."""


class WaitingKind(NotificationKind):
    """A kind whose things wait for somebody until they are dealt with: one query says which, for page, list and mail."""

    @abstractmethod
    def waiting(self, user: User) -> models.QuerySet[Any]:
        """The things that wait for somebody, in the order to deal with them."""

    @abstractmethod
    def about(self, thing: Any, language: str) -> Notification:
        """What is said of one of them, in the active language, to who reads titles in ``language``. Asks no query."""

    @abstractmethod
    def list_url(self) -> str:
        """The list of all of them."""

    def told(self, user: User, about: Mapping[str, Any], language: str) -> Notification | None:
        thing = self.waiting(user).filter(pk=about["subject"]).first()
        return None if thing is None else self.about(thing, language)

    def _first_waiting(self, user: User) -> models.QuerySet[Any]:
        return self.waiting(user).annotate(lines_total=Window(Count("*")))[:MOST_LINES]

    def lines(self, user: User, language: str) -> WaitingLines | None:
        found = asked_often.first(self._first_waiting, user, self.key)
        if not found:
            return None
        more = found[0].lines_total - len(found)
        return WaitingLines(self.key, self.heading, [self.about(thing, language) for thing in found], more, self.list_url())


_kinds: dict[str, NotificationKind] = {}


def register(kind: NotificationKind) -> NotificationKind:
    """Add a kind. Raises ``ValueError`` where another one has its key."""
    if type(_kinds.setdefault(kind.key, kind)) is not type(kind):
        raise ValueError(f"two kinds of notification are called “{kind.key}”")
    return kind


def kinds_of(user: User) -> list[NotificationKind]:
    """The kinds that may concern somebody, lower floors first."""
    return [kind for kind in _kinds.values() if kind.concerns(user)]


def lines_of(user: User, language: str) -> list[WaitingLines]:
    """All that waits for somebody, one query a kind."""
    return [lines for kind in kinds_of(user) if (lines := kind.lines(user, language)) is not None]


def preferences_of(user: User) -> StaffPreferences:
    """An account's preferences, unsaved where it never chose any."""
    try:
        return user.staff_preferences
    except ObjectDoesNotExist:
        return StaffPreferences(user=user)


def tell(
    kind: NotificationKind,
    about: Mapping[str, int],
    *,
    among: Collection[int | None] | None = None,
    but: User | None = None,
    grace: timedelta = GRACE,
) -> int:
    """Write to the accounts that a kind concerns about the thing of the key ``subject``, in the caller's transaction.

    ``among`` narrows them to some, ``but`` leaves out who did it. Who has no address that can be written to, or turned these
    mails off, gets none. Gives how many are written to.
    """
    accounts = kind.accounts().exclude(email="").select_related("staff_preferences").order_by("pk")
    if among is not None:
        accounts = accounts.filter(pk__in=[key for key in among if key is not None])
    if but is not None:
        accounts = accounts.exclude(pk=but.pk)
    rows = []
    for user in accounts:
        preferences, address = preferences_of(user), _address(user)
        if address and preferences.wants(kind.key):
            rows.append((address, preferences.language, {"kind": kind.key, "account": user.pk, **about}))
    outbox.post_all(MAIL, rows, not_before=clock.now() + grace if grace else None)
    return len(rows)


def _address(user: User) -> str:
    try:
        return normalised(user.email)
    except ValidationError:
        return ""


def prepare(at: datetime | None = None) -> None:
    """Tell what time alone has brought up since, each occasion once, however many workers look."""
    at = at or clock.now()
    for kind in _kinds.values():
        due = set(kind.due(at))
        told = NotificationOccasion.objects.filter(kind=kind.key)
        subjects = [subject for subject, _occasion in due]
        if kind.is_told_anew and (over := list(told.exclude(subject__in=subjects).values_list("pk", flat=True))):
            told.filter(pk__in=over).delete()
        if not due:
            continue
        known = set(told.filter(subject__in=subjects).values_list("subject", "occasion"))
        for subject, occasion in sorted(due - known):
            _tell_once(kind, subject, occasion)


@transaction.atomic
def _tell_once(kind: NotificationKind, subject: int, occasion: str) -> None:
    _row, is_new = NotificationOccasion.objects.get_or_create(kind=kind.key, subject=subject, occasion=occasion)
    if is_new:
        tell(kind, {"subject": subject}, among=kind.among(subject), grace=timedelta())


def _read_for_mail(row: outbox.OutboxMessage) -> Mapping[str, Any] | None:
    """What a mail says at the moment at which it leaves: account, right, address, preferences and thing as they are now."""
    kind = _kinds.get(row.context["kind"])
    found = User.objects.filter(pk=row.context["account"], is_active=True, is_staff=True)
    user = found.select_related("staff_preferences").first()
    if kind is None or user is None or _address(user) != row.recipient or _is_followed(row):
        return None
    if not preferences_of(user).wants(kind.key) or not kind.concerns(user):
        return None
    with override(row.language):
        said = kind.told(user, row.context, row.language)
        if said is None:
            return None
        return {
            "subject": _("%(what)s: %(title)s") % {"what": kind.heading, "title": said.title.words},
            "heading": str(kind.heading),
            "sentence": str(kind.sentence),
            "said": said,
            "url": settings.SITE_URL + said.url,
            "preferences_url": settings.SITE_URL + reverse("admin:my_notifications"),
        }


def _is_followed(row: outbox.OutboxMessage) -> bool:
    """Whether a later message to the same person says the same of the same thing: it will say how things stand then."""
    same = {f"context__{name}": row.context[name] for name in ("kind", "account", "subject")}
    return outbox.OutboxMessage.objects.filter(template=MAIL, recipient=row.recipient, pk__gt=row.pk, **same).exists()


outbox.read_at_sending(MAIL, _read_for_mail)
