"""What the cluster publishes: texts, data and software, as HAL knows them, and what HAL is asked to know them by."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cluster.models import Person
from publishing.address_fields import WebAddressField
from publishing.fields import IsoDateField
from publishing.models import Addressed, Record, addressed_constraints
from publishing.validators import validate_orcid

from .enums import GRANTS, STANDING, HalOutcome, HalQueryKind, HalState, PublicationKind
from .publication_querysets import HalQueryQuerySet, PublicationQuerySet, TieQuerySet
from .title_language import TitleLanguageField

DOI = "https://doi.org/"
HAL_ID = re.compile("[a-z][a-z0-9_]*-[0-9]{4,10}")
AUTHORS_SHOWN = 12
"""Authors named where a publication is listed; the others are counted. Its files name all."""


class Publication(Addressed):
    """A text, a data set or a software. Its title stays in the language it was published in.

    What HAL says is written by ``caps.hal.taking`` alone, which touches neither the moments, nor ``withdrawn_at`` with its
    reason, nor what staff say of the ties: whatever staff hid stays hidden after every run. A publication that HAL gives up
    is marked (``hal_state``), leaves the public pages, and is never deleted.
    """

    url_name = "publication"
    slug_from = ("hal_id",)
    files_beside = ("publication-bibtex", "publication-ris")
    shared_as = "article"

    title = models.CharField(_("title"), max_length=1000)
    language = TitleLanguageField(
        _("language of the title"),
        max_length=5,
        blank=True,
        help_text=_("Left empty, it is told by the title where it can be."),
    )
    kind = models.CharField(_("kind"), max_length=12, choices=PublicationKind.choices, default=PublicationKind.ARTICLE)
    authors = models.TextField(_("authors"), blank=True, help_text=_("One a line, such as “Exemple, Claire”."))
    venue = models.CharField(_("published in"), max_length=500, blank=True)
    year = models.PositiveSmallIntegerField(_("year"))
    published_on = IsoDateField(_("day, month or year"), blank=True)
    volume = models.CharField(_("volume"), max_length=100, blank=True)
    issue = models.CharField(pgettext_lazy("of a journal", "issue"), max_length=100, blank=True)
    pages = models.CharField(_("pages"), max_length=100, blank=True)
    publisher = models.CharField(pgettext_lazy("of a book", "publisher"), max_length=300, blank=True)
    doi = models.CharField(_("DOI"), max_length=250, blank=True)
    url = WebAddressField(_("address"), max_length=500, blank=True)
    file_url = WebAddressField(_("address of the full text"), max_length=500, blank=True)
    licence = WebAddressField(_("address of the licence"), max_length=300, blank=True)
    is_open = models.BooleanField(_("in open access"), null=True, blank=True)
    hal_id = models.CharField(
        _("HAL id"),
        max_length=60,
        blank=True,
        validators=[RegexValidator(rf"^{HAL_ID.pattern}\Z", _("Such as hal-04512345, without its version."))],
        help_text=_("Such as hal-04512345. With it HAL fills in the rest as soon as one of the questions finds it."),
    )
    other_hal_ids = models.TextField(
        _("other HAL ids"),
        blank=True,
        help_text=_("One a line: what HAL calls the same publication besides. Its answers under them make no second one."),
    )
    hidden_because = models.CharField(
        _("why it is hidden"),
        max_length=300,
        blank=True,
        help_text=_("Needed with a moment in “withdrawn from”. Staff alone read it, and HAL’s next answer does not undo it."),
    )
    hal_version = models.PositiveSmallIntegerField(_("version on HAL"), null=True, editable=False)
    hal_state = models.CharField(
        _("state on HAL"), max_length=5, choices=HalState.choices, blank=True, default="", editable=False
    )
    hal_state_since = models.DateTimeField(_("state since"), null=True, editable=False)
    hal_record = models.JSONField(_("what else HAL says"), default=dict, editable=False)
    acknowledges = models.BooleanField(_("thanks the cluster"), default=True, editable=False)

    shown_programmes: list[ProgrammePublication]
    """Brought by ``with_programmes``."""
    shown_people: list[PersonPublication]
    """Brought by ``for_detail``."""

    objects: ClassVar = PublicationQuerySet.as_manager()

    class Meta(Addressed.Meta):
        verbose_name = _("publication")
        verbose_name_plural = _("publications")
        ordering = ["-year", "-published_on", "pk"]
        constraints = [
            *addressed_constraints(),
            models.UniqueConstraint(
                fields=["hal_id"],
                condition=~models.Q(hal_id=""),
                name="caps_publication_hal_id",
                violation_error_message=_("This HAL id belongs to another publication."),
            ),
            models.CheckConstraint(
                condition=models.Q(withdrawn_at__isnull=True) | ~models.Q(hidden_because=""),
                name="caps_publication_hidden_with_reason",
                violation_error_message=_("Say why the publication is hidden."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        errors: dict[str, Any] = {}
        try:
            super().clean()
        except ValidationError as error:
            errors = error.message_dict
        if self.doi and not self.doi.startswith("10."):
            errors["doi"] = [_("A DOI begins with “10.”, without an address before it.")]
        for one in self.other_hal_ids.split():
            if not HAL_ID.fullmatch(one):
                errors["other_hal_ids"] = [_("“%(id)s” is no HAL id, such as hal-04512345 without its version.") % {"id": one}]
        if self.withdrawn_at and not self.hidden_because.strip():
            errors["hidden_because"] = [_("Say why the publication is hidden.")]
        if errors:
            raise ValidationError(errors)

    def propose_slug(self, language: str, title: str | None = None) -> str:
        """The HAL id where there is one: what HAL never changes; else the title."""
        return super().propose_slug(language, title or self.hal_id or self.title)

    def is_public(self, language: str, at: datetime | None = None) -> bool:
        return super().is_public(language, at) and self.hal_state in STANDING

    @property
    def is_read_from_hal(self) -> bool:
        """Whether HAL says what it is: staff hide and tie it, and correct the rest on HAL."""
        return bool(self.hal_state)

    @property
    def hal_ids(self) -> set[str]:
        """All that HAL calls it."""
        return {*filter(None, [self.hal_id]), *self.other_hal_ids.split()}

    @property
    def author_names(self) -> list[str]:
        """All authors as they are filed: “Exemple, Claire”."""
        return [name for line in self.authors.splitlines() if (name := line.strip())]

    @property
    def authors_shown(self) -> list[str]:
        """The first authors as they are read: “Claire Exemple”."""
        return [_read(name) for name in self.author_names[:AUTHORS_SHOWN]]

    @property
    def authors_left_out(self) -> int:
        return max(0, len(self.author_names) - AUTHORS_SHOWN)

    @property
    def address(self) -> str:
        """Where it is read: its DOI, which outlives all others, else its page on HAL or elsewhere."""
        return DOI + self.doi if self.doi else self.url

    @property
    def abstracts(self) -> dict[str, str]:
        """HAL’s abstracts by language."""
        return self.hal_record.get("abstracts", {})

    @property
    def programmes(self) -> list[Any]:
        """The programmes that a page may name, once ``for_list`` has read them."""
        return [tie.cap for tie in self.shown_programmes]


def _read(name: str) -> str:
    family, comma, given = name.partition(", ")
    return f"{given} {family}" if comma else family


class PublicationTie(models.Model):
    """What a publication belongs to. A wrong tie stays, said to be wrong: a deleted one would be made again by the next
    answer."""

    from_hal = models.BooleanField(_("found by HAL"), default=False, editable=False)
    is_wrong = models.BooleanField(
        _("wrong"), default=False, help_text=_("Shown nowhere, and not made again: a namesake, for instance.")
    )

    objects = TieQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["pk"]


class ProgrammePublication(PublicationTie):
    """A publication of a programme."""

    cap = models.ForeignKey("caps.CAP", models.CASCADE, related_name="publication_ties", verbose_name=_("programme"))
    publication = models.ForeignKey(Publication, models.CASCADE, related_name="programme_ties", verbose_name=_("publication"))

    class Meta(PublicationTie.Meta):
        verbose_name = _("publication of a programme")
        verbose_name_plural = _("publications of a programme")
        constraints = [
            models.UniqueConstraint(
                fields=["cap", "publication"],
                name="caps_programmepublication_once",
                violation_error_message=_("The publication is already tied to this programme."),
            )
        ]

    def __str__(self) -> str:
        return str(self.cap)


class PersonPublication(PublicationTie):
    """A publication of somebody whom the portal knows."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="publication_ties", verbose_name=_("person"))
    publication = models.ForeignKey(Publication, models.CASCADE, related_name="person_ties", verbose_name=_("publication"))

    class Meta(PublicationTie.Meta):
        verbose_name = _("publication of a person")
        verbose_name_plural = _("publications of a person")
        constraints = [
            models.UniqueConstraint(
                fields=["person", "publication"],
                name="caps_personpublication_once",
                violation_error_message=_("The publication is already tied to this person."),
            )
        ]

    def __str__(self) -> str:
        return str(self.person)


class HalQuery(Record):
    """A question that HAL is asked every day, and what came of it the last time.

    The grant of the cluster and the ORCID iDs of its people are asked without anybody adding them here
    (``caps.hal.questions``); ``is_own`` says so.
    """

    kind = models.CharField(_("asked by"), max_length=10, choices=HalQueryKind.choices)
    identifier = models.CharField(
        _("reference or identifier"),
        max_length=100,
        validators=[RegexValidator(r"^[\w.\-]+\Z", _("Letters, digits, dots and hyphens alone, such as ANR-23-IACL-0007."))],
    )
    cap = models.ForeignKey(
        "caps.CAP", models.CASCADE, null=True, blank=True, related_name="hal_queries", verbose_name=_("programme")
    )
    person = models.ForeignKey(
        Person, models.CASCADE, null=True, blank=True, related_name="hal_queries", verbose_name=_("person")
    )
    is_active = models.BooleanField(_("asked every day"), default=True)
    is_own = models.BooleanField(_("added by the portal"), default=False, editable=False)
    asked_at = models.DateTimeField(_("last asked"), null=True, editable=False)
    outcome = models.CharField(_("result"), max_length=10, choices=HalOutcome.choices, blank=True, default="", editable=False)
    detail = models.CharField(_("detail"), max_length=200, blank=True, default="", editable=False)
    answered_at = models.DateTimeField(_("last answer"), null=True, editable=False)
    found = models.PositiveIntegerField(_("publications found"), null=True, editable=False)
    not_before = models.DateTimeField(_("not to be asked before"), null=True, editable=False)
    etag = models.CharField(max_length=200, blank=True, default="", editable=False)
    last_modified = models.CharField(max_length=60, blank=True, default="", editable=False)

    objects: ClassVar = HalQueryQuerySet.as_manager()

    class Meta(Record.Meta):
        verbose_name = _("question to HAL")
        verbose_name_plural = _("questions to HAL")
        ordering = ["kind", "identifier"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "identifier"],
                name="caps_halquery_once",
                violation_error_message=_("HAL is already asked this."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.identifier}"

    def clean(self) -> None:
        super().clean()
        if self.kind == HalQueryKind.ORCID:
            try:
                validate_orcid(self.identifier)
            except ValidationError as error:
                raise ValidationError({"identifier": error.messages}) from error

    @property
    def is_of_cluster(self) -> bool:
        """Whether what it finds thanks the cluster: found by a grant or by a programme, not by its author alone."""
        return self.kind in GRANTS or self.cap_id is not None


class HalFinding(models.Model):
    """That the last good answer to a question held a publication."""

    query = models.ForeignKey(HalQuery, models.CASCADE, related_name="findings")
    publication = models.ForeignKey(Publication, models.CASCADE, related_name="findings")

    class Meta:
        verbose_name = _("finding on HAL")
        verbose_name_plural = _("findings on HAL")
        constraints = [models.UniqueConstraint(fields=["query", "publication"], name="caps_halfinding_once")]

    def __str__(self) -> str:
        return f"{self.query_id}: {self.publication_id}"
