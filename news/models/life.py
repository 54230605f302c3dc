"""What happens to a release, and who did it: changes of state, corrections, readers under embargo."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from publishing import clock, languages
from publishing.dates_in_words import day_and_hour, day_in_words
from publishing.fields import MomentField

from ..enums import StateChangeKind
from .press import PressRelease


class StateChange(models.Model):
    """One line of a release's log. Lines are written, never changed."""

    release = models.ForeignKey(PressRelease, models.CASCADE, related_name="state_changes", verbose_name=_("press release"))
    at = models.DateTimeField(_("when"), auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("who"))
    kind = models.CharField(_("what"), max_length=12, choices=StateChangeKind.choices)
    old = models.JSONField(_("before"), default=dict)
    new = models.JSONField(_("after"), default=dict)
    note = models.TextField(_("note"), blank=True)

    class Meta:
        verbose_name = _("change of state")
        verbose_name_plural = _("changes of state")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {day_and_hour(self.at)}"


class Correction(models.Model):
    """A dated public note after publication: what was said, and what is said now."""

    release = models.ForeignKey(PressRelease, models.CASCADE, related_name="corrections", verbose_name=_("press release"))
    at = models.DateTimeField(_("corrected on"), default=timezone.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("who"), editable=False
    )
    said = models.TextField(_("what was said"))
    says = models.TextField(_("what is said now"))

    class Meta:
        verbose_name = _("correction")
        verbose_name_plural = _("corrections")
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return day_in_words(timezone.localtime(self.at).date())


class ReadingLink(models.Model):
    """A personal key to one language of a release under embargo. Only a hash of it is kept.

    It opens the edition in force; before there is one, the ``proof`` that was frozen when the link was given. Nobody outside
    ever reads a text that is being typed. Once the language is public it leads to the public page.

    Of a link that was given through a named list, ``list_name`` says through which and ``email`` to whom it was mailed. Its key
    is made of ``seed`` and the portal's secret as its message is written, so that no table and no backup holds it.
    """

    release = models.ForeignKey(PressRelease, models.CASCADE, related_name="reading_links", verbose_name=_("press release"))
    language = models.CharField(_("language"), max_length=10)
    reader = models.CharField(_("reader"), max_length=150, help_text=_("Whom the link is for, and for which outlet."))
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    created_at = models.DateTimeField(_("given"), auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("given by"), editable=False
    )
    proof = models.ForeignKey(
        "news.Edition", models.SET_NULL, null=True, related_name="+", verbose_name=_("proof"), editable=False
    )
    list_name = models.CharField(_("given through the list"), max_length=100, blank=True, editable=False)
    email = models.EmailField(_("mailed to"), blank=True, editable=False)
    seed = models.CharField(max_length=64, blank=True, editable=False)
    expires_at = MomentField(_("valid until"))
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True, editable=False)

    address: str = ""
    """The address with the key in it: known to the instance that was just given it, stored nowhere."""

    openings_count: int
    """Brought by the list of the back office."""

    class Meta:
        verbose_name = _("reading link")
        verbose_name_plural = _("reading links")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=models.Q(language__in=languages.codes()), name="news_readinglink_language_known")
        ]

    def __str__(self) -> str:
        return f"{self.reader} ({self.language})"

    def is_alive(self, at: datetime | None = None) -> bool:
        """Whether the link opens: not revoked, not expired, and its language still under embargo."""
        at = at or clock.now()
        release = self.release
        return (
            self.revoked_at is None
            and self.expires_at > at
            and not release.is_public(self.language, at)
            and not release.is_withdrawn(at)
        )


class ReadingOpening(models.Model):
    """One opening of a reading link, or the first reading of another edition by who has opened it."""

    link = models.ForeignKey(ReadingLink, models.CASCADE, related_name="openings", verbose_name=_("reading link"))
    at = models.DateTimeField(_("opened"), auto_now_add=True)
    edition = models.ForeignKey("news.Edition", models.SET_NULL, null=True, related_name="+", verbose_name=_("edition"))
    """What was read."""

    class Meta:
        verbose_name = _("opening")
        verbose_name_plural = _("openings")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return day_and_hour(self.at)
