"""What the check of releases keeps: the glossary it reads with, what it found, and what staff decided about it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from publishing import languages
from publishing.dates_in_words import day_and_hour
from publishing.models import Record

from .press import PressRelease


class GlossaryPair(Record):
    """One thing and what each language calls it: the check takes the names for equal, and none of them for a misspelling."""

    term = models.CharField(_("term"), max_length=150, help_text=_("In full, as it stands in the middle of a sentence."))
    acronym = models.CharField(_("acronym"), max_length=30, blank=True)
    is_organisation = models.BooleanField(
        _("an organisation"), default=False, help_text=_("A communiqué that names it in one language only is pointed out.")
    )

    class Meta(Record.Meta):
        verbose_name = _("pair of the glossary")
        verbose_name_plural = _("glossary")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.term or f"#{self.pk}"


class ReleaseCheck(models.Model):
    """One check of a release: when, by whom, of which words, and what it found.

    Its fingerprint is ``fingerprint_of_digests`` of the words in each language.
    """

    release = models.ForeignKey(PressRelease, models.CASCADE, related_name="checks", verbose_name=_("press release"))
    at = models.DateTimeField(_("when"), auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("who"))
    fingerprint = models.CharField(_("fingerprint of the texts"), max_length=64)
    errors = models.PositiveSmallIntegerField(_("errors"))
    warnings = models.PositiveSmallIntegerField(_("warnings"))
    notes = models.PositiveSmallIntegerField(_("notes"))
    findings = models.JSONField(_("findings"), default=list)

    class Meta:
        verbose_name = _("check of a release")
        verbose_name_plural = _("checks of releases")
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return day_and_hour(self.at)


class FindingDecision(models.Model):
    """A finding set aside, or an error overridden, with the reason.

    It is remembered by all that whoever decided has read of it (``Finding.key``): it holds through changes elsewhere in the
    text, and the finding comes back when its own sentence changes, or what that was held against.
    """

    class Kind(models.TextChoices):
        SET_ASIDE = "set_aside", _("set aside")
        OVERRIDDEN = "overridden", _("overridden")

    release = models.ForeignKey(PressRelease, models.CASCADE, related_name="finding_decisions", verbose_name=_("press release"))
    kind = models.CharField(_("decision"), max_length=10, choices=Kind.choices)
    key = models.CharField(max_length=64, editable=False)
    code = models.CharField(_("rule"), max_length=40)
    language = models.CharField(_("language"), max_length=10)
    excerpt = models.TextField(_("excerpt"))
    sentence = models.TextField(_("sentence"))
    reason = models.CharField(_("reason"), max_length=300)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("who"))
    at = models.DateTimeField(_("when"), auto_now_add=True)

    class Meta:
        verbose_name = _("decision on a finding")
        verbose_name_plural = _("decisions on findings")
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["release", "key"], name="news_findingdecision_once"),
            models.CheckConstraint(condition=models.Q(language__in=languages.codes()), name="news_findingdecision_language"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.code}"


class QuotationReading(models.Model):
    """Somebody who may approve has read a quotation in two languages side by side, and found that both say the same.

    It is remembered by all that was read (``key``): who speaks, and the two texts. Where one of them changes it is another
    quotation, which nobody has read.
    """

    release = models.ForeignKey(
        PressRelease, models.CASCADE, related_name="quotation_readings", verbose_name=_("press release")
    )
    key = models.CharField(max_length=64, editable=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("who"))
    at = models.DateTimeField(_("when"), auto_now_add=True)

    class Meta:
        default_permissions = ()  # nobody writes these by hand
        verbose_name = _("quotation read side by side")
        verbose_name_plural = _("quotations read side by side")
        ordering = ["at", "pk"]
        constraints = [models.UniqueConstraint(fields=["release", "key"], name="news_quotationreading_once")]

    def __str__(self) -> str:
        return day_and_hour(self.at)
