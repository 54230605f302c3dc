from datetime import datetime
from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from publishing import languages, legal_facts
from publishing.fields import RichTextField
from publishing.kept_values import path_in, path_to
from publishing.library_pictures import LibraryPictureField
from publishing.models import Addressed, addressed_constraints

from ..enums import PageKey
from ..querysets import PageQuerySet

INTRODUCES: dict[str, str] = {PageKey.TRAINING: "course-list"}
"""The pages that are the introduction of a list, by their role, with its route."""


class Page(Addressed):
    """An editorial page: about, governance, training, and the pages that the law asks for. At most two levels."""

    url_name = "page"
    slug_from = ("title",)
    pictured_by = "picture"
    required_texts = ("title", "body")
    texts_with_facts = ("lead", "body")

    key = models.CharField(
        _("role of the page"),
        max_length=30,
        choices=PageKey.choices,
        null=True,
        blank=True,
        unique=True,
        help_text=_("For the pages that every other page leads to."),
    )
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("under the page")
    )
    title = models.CharField(_("title"), max_length=200)
    lead = models.TextField(_("lead"), blank=True)
    body = RichTextField(_("text"), blank=True)
    picture = LibraryPictureField(verbose_name=_("picture"))
    rank = models.PositiveSmallIntegerField(_("order"), default=100)

    objects: ClassVar = PageQuerySet.as_manager()

    class Meta(Addressed.Meta):
        verbose_name = _("page")
        verbose_name_plural = _("pages")
        ordering = ["rank", "pk"]
        constraints = [
            *addressed_constraints("title", "body"),
            models.CheckConstraint(
                condition=models.Q(parent__isnull=True) | ~models.Q(parent=models.F("pk")),
                name="cluster_page_not_its_own_parent",
                violation_error_message=_("A page cannot stand under itself."),
            ),
        ]

    def __str__(self) -> str:
        return self.title or f"#{self.pk}"

    def url_kwargs(self, language: str) -> dict[str, str | None]:
        kwargs = super().url_kwargs(language)
        if self.parent is not None:
            kwargs["parent"] = self.parent.slug(language)
        return kwargs

    @property
    def introduces(self) -> str:
        """The route of the list whose introduction the page is; it stands there, and has no page of its own beside it."""
        return INTRODUCES.get(self.key or "", "")

    def get_absolute_url(self, language: str | None = None) -> str:
        language = language or languages.current()
        if self.introduces:
            return path_in(self.introduces, language)
        kwargs = self.url_kwargs(language)
        if not all(kwargs.values()):
            return self.section_url(language)
        return path_to("page-detail", language, kwargs)

    @classmethod
    def section_url(cls, language: str) -> str:
        """Pages have no list of their own: the site map shows them all."""
        return path_in("site-map", language)

    def is_public(self, language: str, at: datetime | None = None) -> bool:
        return super().is_public(language, at) and (self.parent is None or self.parent.is_public(language, at))

    def clean(self) -> None:
        errors = self._misplaced_facts()
        try:
            super().clean()
            self._check_place()
        except ValidationError as error:
            for name, sentences in error.message_dict.items():
                errors.setdefault(name, []).extend(sentences)
        if errors:
            raise ValidationError(errors)

    def _misplaced_facts(self) -> dict[str, list[str]]:
        """What is wrong with the facts that each text names, by the column it stands in."""
        columns = [languages.column(name, code) for name in self.texts_with_facts for code in languages.codes()]
        return {column: faults for column in columns if (faults := legal_facts.faults(getattr(self, column) or ""))}

    def _check_place(self) -> None:
        if self.parent_id is None:
            return
        if self.parent_id == self.pk:
            raise ValidationError({"parent": _("A page cannot stand under itself.")})
        if (self.parent is not None and self.parent.parent_id) or (self.pk and self.children.exists()):
            raise ValidationError({"parent": _("Pages have two levels at most: choose a page of the first level.")})
