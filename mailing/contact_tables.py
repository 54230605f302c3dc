"""What visitors write to the cluster, whom it goes to, and on its way: mailboxes, subjects, messages and their deliveries."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from caps.models import CAP
from cluster.models import Institution
from partners.models import Partner
from publishing import languages
from publishing.address_fields import MailAddressField
from publishing.models import Record
from publishing.outbox import QueuedMail

from .contact_querysets import ContactMessageQuerySet, MailboxQuerySet
from .enums import ContactRole, ContactTopic

REFUSED_FOR = timedelta(days=1)
"""For how long an address that its server has refused is passed over: then it is tried again."""


class Mailbox(Record):
    """A functional mailbox that answers visitors: read by several people, never shown to who writes.

    Subjects name their mailbox; a mailbox names the programmes, institutions and partners that it answers for, of which each
    has one at most. What has none goes to the mailbox that takes what no other does.
    """

    name = models.CharField(_("name"), max_length=100, unique=True, help_text=_("For staff: visitors never see it."))
    email = MailAddressField(
        _("e-mail address"), help_text=_("A shared one, never a person’s own. The public does not see it.")
    )
    backup = MailAddressField(
        _("backup address"), blank=True, help_text=_("Gets what the first address refuses or what comes back from it.")
    )
    is_fallback = models.BooleanField(
        _("takes what no other does"), default=False, help_text=_("One mailbox does; it is the last resort of the others too.")
    )
    team = models.CharField(
        _("who answers"), max_length=150, blank=True, help_text=_("As visitors read it: “the partnerships office”.")
    )
    answer_days = models.PositiveSmallIntegerField(
        _("answers within (working days)"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(60)],
        help_text=_("A promise to visitors. Left empty, none is made."),
    )
    programmes = models.ManyToManyField(CAP, blank=True, related_name="+", verbose_name=_("programmes"))
    institutions = models.ManyToManyField(Institution, blank=True, related_name="+", verbose_name=_("institutions"))
    partners = models.ManyToManyField(Partner, blank=True, related_name="+", verbose_name=_("partners"))
    refused_email = models.EmailField(_("refused address"), blank=True, editable=False)
    """The address that its server refused last: one that was mended since is no longer it."""
    refused_at = models.DateTimeField(_("refused"), null=True, blank=True, editable=False)

    objects: ClassVar = MailboxQuerySet.as_manager()

    class Meta(Record.Meta):
        verbose_name = _("contact mailbox")
        verbose_name_plural = _("contact mailboxes")
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["is_fallback"],
                condition=models.Q(is_fallback=True),
                name="mailing_mailbox_one_fallback",
                violation_error_message=_("Another mailbox takes what no other does: there is one."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        super().clean()
        if self.backup and self.backup.casefold() == self.email.casefold():
            raise ValidationError({"backup": _("The backup address is to be another one.")})

    def is_refused(self, at: datetime | None = None) -> bool:
        """Whether its address was refused so lately that it is passed over."""
        if self.refused_at is None or self.refused_email.casefold() != self.email.casefold():
            return False
        return self.refused_at > (at or timezone.now()) - REFUSED_FOR


class ContactSubject(Record):
    """A subject that visitors choose, and the mailbox that it goes to."""

    topic = models.CharField(
        _("role of the subject"),
        max_length=20,
        choices=ContactTopic.choices,
        null=True,
        blank=True,
        unique=True,
        help_text=_("For subjects that pages of the portal lead to."),
    )
    label = models.CharField(_("subject"), max_length=100)
    mailbox = models.ForeignKey(
        Mailbox,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="subjects",
        verbose_name=_("mailbox"),
        help_text=_("Left empty, it goes to the mailbox that takes what no other does."),
    )
    is_offered = models.BooleanField(_("offered in the form"), default=True)
    rank = models.PositiveSmallIntegerField(_("order"), default=100)

    class Meta(Record.Meta):
        verbose_name = _("contact subject")
        verbose_name_plural = _("contact subjects")
        ordering = ["rank", "pk"]

    def __str__(self) -> str:
        return self.label or f"#{self.pk}"

    def clean(self) -> None:
        super().clean()
        self.topic = self.topic or None  # Several subjects have none.


class ContactMessage(models.Model):
    """What somebody wrote by the contact form. It is kept until the portal forgets it (``retention``)."""

    reference = models.CharField(_("reference"), max_length=12, unique=True, editable=False)
    language = models.CharField(_("language"), max_length=10, editable=False)
    subject = models.ForeignKey(
        ContactSubject, models.SET_NULL, null=True, editable=False, related_name="+", verbose_name=_("subject")
    )
    programme = models.ForeignKey(
        CAP, models.SET_NULL, null=True, editable=False, related_name="+", verbose_name=_("programme (CAP)")
    )
    institution = models.ForeignKey(
        Institution, models.SET_NULL, null=True, editable=False, related_name="+", verbose_name=_("institution")
    )
    partner = models.ForeignKey(
        Partner, models.SET_NULL, null=True, editable=False, related_name="+", verbose_name=_("partner")
    )
    about = models.CharField(pgettext_lazy("message", "about"), max_length=300, editable=False)
    """The subject or whom it is for, in the words that its sender read."""
    name = models.CharField(_("name"), max_length=100, editable=False)
    organisation = models.CharField(_("organisation"), max_length=150, blank=True, editable=False)
    email = models.EmailField(_("e-mail address"), editable=False)
    text = models.TextField(_("message"), editable=False)
    fingerprint = models.CharField(max_length=64, unique=True, editable=False)
    """Of who writes what to whom: the same message sent twice is one."""
    copy_key = models.CharField(max_length=64, unique=True, editable=False)
    """The hash of the secret by which its sender confirms the address and asks for a copy."""
    created_at = models.DateTimeField(_("received"), auto_now_add=True)
    confirmed_at = models.DateTimeField(_("address confirmed"), null=True, blank=True, editable=False)
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True, editable=False)

    standing: str
    """Brought by ``with_standing``."""

    objects: ClassVar = ContactMessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("message of a visitor")
        verbose_name_plural = _("messages of visitors")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=models.Q(language__in=languages.codes()), name="mailing_contact_language_known")
        ]

    def __str__(self) -> str:
        return self.reference


class ContactDelivery(QueuedMail):
    """One mail about a visitor's message: to a mailbox, or to who wrote it. An address gets each once."""

    contact_message = models.ForeignKey(ContactMessage, models.CASCADE, related_name="deliveries", verbose_name=_("message"))
    role = models.CharField(_("kind"), max_length=10, choices=ContactRole.choices)
    recipient = models.EmailField(_("recipient"))
    created_at = models.DateTimeField(_("posted"), auto_now_add=True)

    class Meta:
        verbose_name = _("mail about a visitor’s message")
        verbose_name_plural = _("mails about visitors’ messages")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["contact_message", "role", "recipient"], name="mailing_contact_delivery_once"),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"


def only_one_mailbox(mailbox_pk: int | None, chosen: dict[str, Any]) -> None:
    """A programme, institution or partner has one mailbox at most. Raises ``ValidationError`` by field."""
    errors = {}
    for name in ("programmes", "institutions", "partners"):
        things = chosen.get(name) or ()
        others = Mailbox.objects.exclude(pk=mailbox_pk or 0).filter(**{f"{name}__in": list(things)})
        if other := others.order_by("pk").first():
            taken = ", ".join(str(thing) for thing in getattr(other, name).filter(pk__in=[thing.pk for thing in things]))
            sentence = _("“%(mailbox)s” answers for these already: %(taken)s. Take them off there first.")
            errors[name] = sentence % {"mailbox": other, "taken": taken}
    if errors:
        raise ValidationError(errors)
