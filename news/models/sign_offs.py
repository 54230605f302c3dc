"""What the person quoted says of their words before they are published: the link that asks, and each answer."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from publishing import clock, languages
from publishing.dates_in_words import day_and_hour
from publishing.fields import MomentField

from ..enums import QuoteVerdict
from .press import PressRelease, Quote


class SignOffLink(models.Model):
    """A personal key by which somebody reads a quotation of theirs and approves it, or asks for a change.

    ``words`` are those of the quotation in each language that has it, frozen when the link was given: nobody outside reads a
    text that is being typed, and an answer is one to these very words.
    """

    release = models.ForeignKey(
        PressRelease, models.CASCADE, related_name="sign_off_links", verbose_name=_("press release"), editable=False
    )
    quote = models.ForeignKey(Quote, models.SET_NULL, null=True, related_name="sign_off_links", verbose_name=_("quote"))
    reader = models.CharField(_("person quoted"), max_length=150, help_text=_("Who is asked, by name."))
    language = models.CharField(_("language of the page"), max_length=10)
    words = models.JSONField(default=list, editable=False)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    created_at = models.DateTimeField(_("given"), auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("given by"), editable=False
    )
    expires_at = MomentField(_("valid until"))
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True, editable=False)
    opened_at = models.DateTimeField(_("first opened"), null=True, blank=True, editable=False)

    address: str = ""
    """The address with the key in it: known to the instance that was just given it, stored nowhere."""

    class Meta:
        verbose_name = _("sign-off of a quotation")
        verbose_name_plural = _("sign-offs of quotations")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=models.Q(language__in=languages.codes()), name="news_signofflink_language_known")
        ]

    def __str__(self) -> str:
        return self.reader

    def is_alive(self, at: datetime | None = None) -> bool:
        """Whether the link opens: not revoked, not expired, and its quotation still in a release that is not withdrawn."""
        at = at or clock.now()
        return (
            self.revoked_at is None and self.expires_at > at and self.quote_id is not None and not self.release.is_withdrawn(at)
        )


class SignOffAnswer(models.Model):
    """One answer. Answers are written, never changed: the latest counts, and the others stay to be read.

    ``digests`` are those of the words shown, by language.
    """

    link = models.ForeignKey(SignOffLink, models.CASCADE, related_name="answers", verbose_name=_("sign-off of a quotation"))
    at = models.DateTimeField(_("when"), auto_now_add=True)
    verdict = models.CharField(_("answer"), max_length=10, choices=QuoteVerdict.choices)
    note = models.TextField(_("note"), blank=True)
    digests = models.JSONField(default=dict)

    class Meta:
        default_permissions = ()  # nobody writes these by hand
        verbose_name = _("answer of a person quoted")
        verbose_name_plural = _("answers of persons quoted")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.get_verdict_display()}, {day_and_hour(self.at)}"
