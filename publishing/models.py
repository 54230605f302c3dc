"""What every record and every published thing shares."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q, QuerySet
from django.urls import NoReverseMatch, Resolver404, resolve, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from . import clock, languages, tasks
from .collaboration_tables import Assignment, BulkChange, CommentAddressee, RecordCare, RecordComment  # noqa: F401  tables
from .content_version import ContentChange  # noqa: F401  a table of this app
from .double_decisions import DoubleDecision  # noqa: F401  a table of this app
from .fields import MomentField, UniqueSlugField
from .journal_tables import JournalLine, Quarantine  # noqa: F401  tables of this app
from .kept_values import new_shelf, path_in, path_to, where
from .library_pictures import LibraryPicture  # noqa: F401  a table of this app
from .link_tables import LinkUse, OutgoingLink  # noqa: F401  tables of this app
from .linked_paths import is_linked
from .merged_records import MergedRecord  # noqa: F401  a table of this app
from .notifications import NotificationOccasion, StaffPreferences  # noqa: F401  tables of this app
from .outbox import OutboxMessage  # noqa: F401  a table of this app
from .querysets import PublishedQuerySet, SlugRecordQuerySet
from .records import Record as Record
from .rendition_jobs import RenditionJob  # noqa: F401  a table of this app
from .sheet_jobs import SheetJob  # noqa: F401  a table of this app
from .slug_routes import ORDINARY, is_ordinary
from .slugs import LONGEST, numbered, slug_of
from .taken_values import Address, taken_of
from .translated_texts import TranslatedText  # noqa: F401  a table of this app


@dataclass(frozen=True)
class LanguageState:
    """A language of a published thing: the moment it is public from, and whether it is public now."""

    language: str
    moment: datetime | None
    public: bool


class Published(Record):
    """A thing that the public sees, per language, from a moment on.

    ``required_texts`` names the translated fields without which a language cannot be made public.
    """

    required_texts: tuple[str, ...] = ()
    publishing_right = tasks.Task.PUBLISH.value
    guarded_tasks = frozenset({tasks.Task.EDIT})
    """What takes the right to publish, too, once a record is settled; translators go on following the main language."""

    withdrawn_at = MomentField(
        _("withdrawn from"),
        null=True,
        blank=True,
        help_text=_("From this moment on nobody sees it any more, in any language. Leave empty to keep it."),
    )

    objects: ClassVar = PublishedQuerySet.as_manager()

    class Meta(Record.Meta):
        abstract = True
        default_permissions = tasks.PUBLISHED_RIGHTS

    def is_settled(self) -> bool:
        """Whether a language is public, or will be: from then on the record is not its editors' alone."""
        return any(map(self.public_from, languages.codes()))

    @classmethod
    def settled(cls) -> Q:
        """The twin of ``is_settled`` for look-ups."""
        return languages.filled_in_any("public_from")

    def public_from(self, language: str) -> datetime | None:
        return getattr(self, languages.column("public_from", language))

    def is_withdrawn(self, at: datetime | None = None) -> bool:
        return self.withdrawn_at is not None and self.withdrawn_at <= (at or clock.now())

    def is_public(self, language: str, at: datetime | None = None) -> bool:
        """The instance's twin of ``PublishedQuerySet.public``."""
        at = at or clock.now()
        moment = self.public_from(language)
        return moment is not None and moment <= at and not self.is_withdrawn(at)

    def was_public(self, language: str, at: datetime | None = None) -> bool:
        """Whether the language was ever public up to ``at``, withdrawn since or not."""
        moment = self.public_from(language)
        return moment is not None and moment <= (at or clock.now())

    def public_languages(self, at: datetime | None = None) -> list[str]:
        """The languages public now. The switch, ``hreflang``, sitemaps and feeds all ask this."""
        return [code for code in languages.codes() if self.is_public(code, at)]

    def changed_in_public(self, language: str) -> datetime:
        """When what the public reads in a language last changed, which sitemaps and open data say."""
        return max(filter(None, (self.modified_at, self.public_from(language))))

    @property
    def states(self) -> list[LanguageState]:
        """Each language with its moment and whether it is public now."""
        return [LanguageState(code, self.public_from(code), self.is_public(code)) for code in languages.codes()]

    def missing_texts(self, language: str) -> list[str]:
        """The required fields that are empty in ``language``."""
        return [name for name in self.required_texts if not getattr(self, languages.column(name, language))]

    def texts_owed(self, language: str) -> list[str]:
        """The fields that must be written while ``language`` has a moment."""
        return self.missing_texts(language)

    def clean(self) -> None:
        super().clean()
        errors: dict[str, list[str | Promise]] = {}
        for code in languages.codes():
            if self.public_from(code) is None:
                continue
            for name in self.texts_owed(code):
                needed = _("Needed before this can be public in this language.")
                errors.setdefault(languages.column(name, code), []).append(needed)
        first = self.public_from(languages.main())
        for code in languages.others():
            moment = self.public_from(code)
            if moment is not None and (first is None or moment < first):
                message = _("%(main)s always comes first: give this language the same moment or a later one.") % {
                    "main": str(languages.name(languages.main())).capitalize()
                }
                errors.setdefault(languages.column("public_from", code), []).append(message)
        if errors:
            raise ValidationError(errors)


languages.add_per_language(
    Published,
    "public_from",
    lambda code: MomentField(
        _("public from"),
        null=True,
        blank=True,
        db_index=True,
        help_text=_("The public sees this language from this moment on. Empty: not public."),
    ),
)


class Addressed(Published):
    """A published thing with a page of its own, at a slug per language.

    ``url_name`` is the stem of its routes: ``<url_name>-list`` and ``<url_name>-detail``; ``files_beside`` names the routes of
    files at the same slug. Where the page is shared, ``shared_as`` says what it is (a type of Open Graph), and
    ``picture_route`` names the file beside it that pictures it, if it has one of its own; ``pictured_by`` its picture of the
    library.
    """

    url_name: str = ""
    files_beside: tuple[str, ...] = ()
    shared_as: str = "website"
    picture_route: str = ""
    pictured_by: str = ""
    slug_from: tuple[str, ...] = ("name",)
    """The fields whose words make the address that is proposed; per language where they have a column for each."""

    class Meta(Published.Meta):
        abstract = True

    @transaction.atomic
    def save(self, *args: Any, **kwargs: Any) -> None:
        kept = SlugRecord.objects.addresses_of(self)
        moves = bool(kept - self.addresses())
        before = type(self).objects.filter(pk=self.pk).first() if moves else None
        super().save(*args, **kwargs)
        SlugRecord.objects.keep(self, kept, before)

    def get_absolute_url(self, language: str | None = None) -> str:
        """The page's path in ``language`` (the active one unless given), whether it is public yet or not."""
        language = language or languages.current()
        if not self.slug(language):
            return self.section_url(language)
        return path_to(f"{self.url_name}-detail", language, self.url_kwargs(language))

    @transaction.atomic
    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        SlugRecord.objects.let_go(self)
        return super().delete(*args, **kwargs)

    @property
    def shared_number(self) -> str:
        """The number that the card of the page bears, if the thing is known by one."""
        return ""

    @property
    def shared_tone(self) -> str:
        """The CSS class of the colour of the card, if it is not the portal's."""
        return ""

    def shared_kind(self) -> str:
        """What the card shown where the page is shared calls it, in the active language."""
        name = str(self._meta.verbose_name)
        return name[:1].upper() + name[1:]

    def slug(self, language: str) -> str | None:
        return getattr(self, languages.column("slug", language))

    @classmethod
    def slug_sources(cls, language: str) -> tuple[str, ...]:
        """The columns that an address in ``language`` is made of."""
        known = {field.name for field in cls._meta.concrete_fields}
        return tuple(column if (column := languages.column(name, language)) in known else name for name in cls.slug_from)

    def propose_slug(self, language: str, title: str | None = None) -> str:
        """A free address made of ``title``, or of the record’s own; numbered where another page has, or had, it.

        Empty where the title has no letter that an address may hold.
        """
        words = (getattr(self, name) or "" for name in self.slug_sources(language))
        made = slug_of(" ".join(words) if title is None else title)
        known = taken_of(type(self))
        if not made or (known and known.are_free({(language, made)}) and self._leads_here(language, made)):
            return made
        others = SlugRecord.objects.of(type(self), language).exclude(object_id=self.pk or 0)
        taken = set(others.filter(slug__startswith=slug_of(made, LONGEST // 2)).values_list("slug", flat=True))
        return next(slug for slug in numbered(made) if slug not in taken and self._leads_here(language, slug))

    def addresses(self) -> set[tuple[str, str]]:
        """Each language in which the page has an address, with its slug."""
        return {(code, slug) for code in languages.codes() if (slug := self.slug(code))}

    def url_kwargs(self, language: str) -> dict[str, str | None]:
        return {"slug": self.slug(language)}

    @classmethod
    def section_url(cls, language: str) -> str:
        return path_in(f"{cls.url_name}-list", language)

    def clean(self) -> None:
        errors: dict[str, list[str | Promise]] = {}
        try:
            super().clean()
        except ValidationError as error:
            errors = {name: [*sentences] for name, sentences in error.message_dict.items()}
        self._fill_slugs()
        taken = SlugRecord.objects.taken(self)
        for code in languages.codes():
            if refused := self._refused_slug(code, taken):
                errors.setdefault(languages.column("slug", code), []).append(refused)
        if errors:
            raise ValidationError(errors)

    def _fill_slugs(self) -> None:
        """An address left empty is made of its title, whatever the road the record comes by."""
        for code in languages.codes():
            if not self.slug(code):
                setattr(self, languages.column("slug", code), self.propose_slug(code) or None)

    def _refused_slug(self, language: str, taken: set[str]) -> str | Promise:
        """What stands against an address in a language, in a sentence."""
        slug = self.slug(language)
        if not slug:
            return _("A page needs an address before it can be public.") if self.public_from(language) else ""
        if language in taken:
            return _("This address belongs, or has belonged, to another page. Please choose another one.")
        return "" if self._leads_here(language, slug) else _("This address is one of the portal's own. Please choose another.")

    def validate_constraints(self, exclude: Collection[str] | None = None) -> None:
        """Without asking for each address once more: ``clean`` has asked the ledger, which knows old ones and other pages."""
        super().validate_constraints({*(exclude or ()), *languages.columns("slug")})

    def _leads_here(self, language: str, slug: str) -> bool:
        """Whether an address would open this kind of page and its files, rather than a route that comes before them."""
        given = {**self.url_kwargs(language), "slug": slug}
        with override(language):
            if not is_ordinary(slug):
                return _leads_to(type(self), given)
            key = type(self), language, where(), frozenset((name, value) for name, value in given.items() if name != "slug")
            if key not in _ordinary_ways:
                _ordinary_ways[key] = _leads_to(type(self), {**given, "slug": ORDINARY})
            return _ordinary_ways[key]


_ordinary_ways = new_shelf()
"""Whether a slug that is no word of a route leads to a page of a kind."""


def _leads_to(model: type[Addressed], given: dict[str, str | None]) -> bool:
    page, files = f"{model.url_name}-detail", model.files_beside
    try:
        routes = [
            (page, reverse(page, kwargs=given)),
            *((name, reverse(name, kwargs={"slug": given["slug"]})) for name in files),
        ]
        return all(resolve(path).url_name == name for name, path in routes)
    except Resolver404:
        return False
    except NoReverseMatch:
        return True  # malformed: the field's own validator says so


languages.add_per_language(
    Addressed,
    "slug",
    lambda code: UniqueSlugField(
        _("address"),
        max_length=120,
        null=True,
        blank=True,
        help_text=_("The last words of the page's address: small letters without accents, digits and hyphens."),
    ),
)


_SlugRecords = models.Manager.from_queryset(SlugRecordQuerySet)


class SlugRecordManager(_SlugRecords["SlugRecord"]):
    """The ledger of addresses: one line per address ever public, and per address in use."""

    def addresses_of(self, page: Addressed) -> set[tuple[str, str]]:
        """Every language and slug that the ledger has for a page, old addresses included."""
        if page.pk is None:
            return set()
        lines = self.filter(model_label=page._meta.label_lower, object_id=page.pk)
        return set(lines.values_list("language", "slug"))

    def taken(self, page: Addressed) -> set[str]:
        """The languages in which a page’s address is, or was, another page’s."""
        known = taken_of(type(page))
        if known is not None and known.are_free(page.addresses(), page.pk):
            return set()
        wanted = Q(pk__in=())
        for code, slug in page.addresses():
            wanted |= Q(language=code, slug=slug)
        lines = self.filter(wanted, model_label=page._meta.label_lower)
        return set(lines.exclude(object_id=page.pk).values_list("language", flat=True))

    def keep(self, page: Addressed, kept: set[tuple[str, str]], before: Addressed | None) -> None:
        """Write the page’s addresses down; one that was never public and that no text leads to is let go when it changes.

        ``kept`` is what the ledger had for the page, ``before`` the page as it was stored.
        """
        now = clock.now()
        for code in languages.codes():
            slug, old = page.slug(code), before.slug(code) if before else None
            unknown = before and old and old != slug and not before.was_public(code, now)
            if before and unknown and not is_linked(before.get_absolute_url(code)):
                self.of(type(page), code).filter(object_id=page.pk, slug=old).delete()
            if slug and (code, slug) not in kept:
                self.create(model_label=page._meta.label_lower, language=code, slug=slug, object_id=page.pk)

    def begin(self, pages: Iterable[Addressed]) -> None:
        """Write down the addresses of pages that have just been made, in one statement."""
        lines = ((page, code, slug) for page in pages for code, slug in sorted(page.addresses()))
        self.bulk_create(
            SlugRecord(model_label=page._meta.label_lower, language=code, slug=slug, object_id=page.pk)
            for page, code, slug in lines
        )

    def ledger_of(self, model: type[models.Model]) -> dict[Address, int]:
        """Every address of a kind of page with the key of whose it is, or was."""
        lines = self.filter(model_label=model._meta.label_lower).values_list("language", "slug", "object_id")
        return {(code, slug): key for code, slug, key in lines.iterator()}

    def let_go(self, page: Addressed) -> None:
        """Forget a deleted page's addresses, but for those that were public: nothing else may answer there."""
        now = clock.now()
        for code in languages.codes():
            if not page.was_public(code, now):
                self.of(type(page), code).filter(object_id=page.pk).delete()

    def moved(self, model: type[Addressed], language: str, slug: str) -> Addressed | None:
        """The public thing that used to answer at ``slug``: its page is one hop away, however often it moved.

        One query, whether the address is known or not: the time of an answer must not tell an embargoed one from an unknown.
        """
        return model.objects.public(language).filter(pk__in=self.at(model, language, slug)).first()

    def at(self, model: type[Addressed], language: str, slug: str) -> QuerySet:
        """The key of the thing that an address belongs or belonged to, for use within another query."""
        return self.of(model, language).filter(slug=slug).values("object_id")


class SlugRecord(models.Model):
    """An address and the thing it belongs to: never another's, so an old link never leads to the wrong page."""

    model_label = models.CharField(max_length=100)
    object_id = models.BigIntegerField()
    language = models.CharField(max_length=10)
    slug = models.CharField(max_length=120)

    objects = SlugRecordManager()

    class Meta:
        verbose_name = _("address kept")
        verbose_name_plural = _("addresses kept")
        constraints = [
            models.UniqueConstraint(fields=["model_label", "language", "slug"], name="publishing_slugrecord_unique"),
        ]
        indexes = [models.Index(fields=["model_label", "object_id"], name="publishing_slugrecord_object")]

    def __str__(self) -> str:
        return f"{self.model_label} {self.language}: {self.slug}"


def published_constraints(*required: str) -> list[models.CheckConstraint]:
    """The database's own guard of the publication rules, per language.

    No language is public without its required texts, and none before the main one. modeltranslation copies constraints
    half-way, so these name the language columns themselves.
    """
    guards = []
    first = languages.column("public_from", languages.main())
    for code in languages.codes():
        moment = languages.column("public_from", code)
        private = Q(**{f"{moment}__isnull": True})
        texts = Q()
        for name in required:
            text = languages.column(name, code)
            texts &= Q(**{f"{text}__isnull": False}) & ~Q(**{text: ""})
        if required:
            guards.append(
                models.CheckConstraint(
                    condition=private | texts,
                    name=f"%(app_label)s_%(class)s_texts_{code}",
                    violation_error_message=_("A text is missing in a language that is to be public."),
                )
            )
        if code != languages.main():
            guards.append(
                models.CheckConstraint(
                    condition=private | Q(**{f"{first}__isnull": False, f"{moment}__gte": models.F(first)}),
                    name=f"%(app_label)s_%(class)s_first_{code}",
                    violation_error_message=_("No language is public before the main one."),
                )
            )
    return guards


def addressed_constraints(*required: str) -> list[models.BaseConstraint]:
    """``published_constraints``, and one address per thing and language."""
    unique = [
        models.UniqueConstraint(
            fields=[languages.column("slug", code)],
            name=f"%(app_label)s_%(class)s_slug_{code}",
            violation_error_message=_("This address belongs to another page. Please choose another one."),
        )
        for code in languages.codes()
    ]
    return [*published_constraints("slug", *required), *unique]
