"""Synthetic examples for load tests: the base content over and over, each record marked and named “Exemple 2-014”."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any, TypeVar

from django.db import models
from django.db.models import Max
from django.utils import timezone

from caps.enums import InvolvementRole, MembershipRole
from caps.models import (
    CAP,
    Course,
    Involvement,
    Keyword,
    Membership,
    Opportunity,
    PartnerInvolvement,
    ProgrammePublication,
    Publication,
)
from cluster.enums import InstitutionCircle, InstitutionKind
from cluster.models import Institution, Milestone, Person, Theme
from news.models import (
    Article,
    Boilerplate,
    Coverage,
    Event,
    PressContact,
    PressRelease,
    ReleaseBoilerplate,
    ReleaseContact,
)
from news.sealing import seal_as_loaded
from partners.models import Partner, Pledge
from publishing import languages
from publishing.models import Addressed, SlugRecord
from publishing.signals import edited, one_change

from .copied_batches import WrittenBatch, last_numbers
from .load import PROGRAMMES_SHOWN, pledges_of
from .records import moment, per_column, public, read, reclaim, same

FILES = ("institutions", "partners", "caps", "opportunities", "training", "milestones", "press", "news")
CITIES = ("Paris", "Compiègne", "Sèvres", "Fontainebleau", "Marseille", "Palaiseau")

Row = dict[str, Any]
_Thing = TypeVar("_Thing", bound=models.Model)
_Page = TypeVar("_Page", bound=Addressed)


def multiply(times: int) -> int:
    """Add batches 2 to ``times`` of synthetic examples; what a batch already holds is left. Gives how many were added.

    A batch is about as much as the base content. It takes part in nothing real but the themes, so that what the portal says
    of the real institutions stays true.
    """
    data = {name: read(name) for name in FILES}
    written: WrittenBatch | None = None
    added = size = 0
    for number in range(2, times + 1):
        if Institution.objects.filter(**{languages.column("slug", languages.main()): f"exemple-{number}-001"}).exists():
            added += _write(number, data)  # what it lacks
        elif written is None:
            before = last_numbers()
            size = _write(number, data)
            written = WrittenBatch(number, before)
            added += size
        else:
            written.copy(number)
            added += size
    if written is not None:
        written.finish()
    return added


def _write(number: int, data: dict[str, Row]) -> int:
    with one_change():
        return _Batch(number, data).write()


class _Batch:
    def __init__(self, number: int, data: dict[str, Row]) -> None:
        self.number = number
        self.data = data
        self.added = 0
        self._known: dict[type[Addressed], dict[str, Any]] = {}

    def write(self) -> int:
        self.institutions = self._institutions()
        self.partners = self._partners()
        self.caps = self._programmes()
        self._opportunities()
        self._courses()
        self._publications()
        self._releases()
        self._articles()
        self._events()
        self._milestones()
        self._coverage()
        return self.added

    def _institutions(self) -> list[Institution]:
        kinds = InstitutionKind.values
        made = []
        for place, row in enumerate(self.data["institutions"]["institutions"], start=1):
            values = {
                "name": self._title(place),
                "acronym": self._short(place),
                "kind": kinds[place % len(kinds)],
                "circle": InstitutionCircle.OTHER,
                "city": CITIES[place % len(CITIES)],
                "website": self._website(place),
                "description": row["description"],
                "rank": 1000 + self.number,
            }
            made.append(self._make(Institution, place, values)[0])
        return made

    def _partners(self) -> dict[str, Partner]:
        """By the name of the base example that each of them repeats."""
        made = {}
        for place, row in enumerate(self.data["partners"]["examples"], start=1):
            values = {name: row[name] for name in ("kind", "sector", "country", "since", "description")}
            values |= {"name": self._title(place)["fr"], "website": self._website(place)}
            partner, is_new = self._make(Partner, place, values)
            if is_new:
                Pledge.objects.bulk_create(Pledge(partner=partner, **pledge) for pledge in pledges_of(row))
            made[row["name"]] = partner
        return made

    def _programmes(self) -> list[CAP]:
        themes = {getattr(theme, languages.column("slug", languages.main())): theme for theme in Theme.objects.all()}
        last = CAP.objects.aggregate(last=Max("number"))["last"] or 0
        made, people = [], 0
        for place, row in enumerate(self.data["caps"]["caps"], start=1):
            members = [
                {
                    "person": self._person(people + rank),
                    "institution": self.institutions[(place + rank) % len(self.institutions)],
                    "title": {"fr": title, "en": self.data["caps"]["titles"][title]},
                    "role": MembershipRole.PI if rank <= 2 else MembershipRole.MEMBER,
                    "rank": rank,
                }
                for rank, (_given, _family, _institution, title) in enumerate(row["people"], start=1)
            ]
            people += len(members)
            names = ("summary", "research", "education", "innovation", "phase", "start", "end")
            values = {name: row[name] for name in names} | {"title": self._title(place, row["title"])}
            values |= {"acronym": self._short(place), "number": last + place, "theme": themes[row["theme"]]}
            cap, is_new = self._make(CAP, place, values)
            if is_new:
                self._fill(cap, row, members)
            made.append(cap)
        return made

    def _fill(self, cap: CAP, row: Row, members: list[Row]) -> None:
        """What hangs on a new programme: its people, the institutions they stand for and as many more as the base has."""
        lead, start = members[0]["institution"], self.institutions.index(members[0]["institution"])
        wanted = max(len(members), len(row["participants"]) + 1)
        others = [self.institutions[(start + step) % len(self.institutions)] for step in range(1, wanted)]
        Membership.objects.bulk_create(Membership(cap=cap, **per_column(member)) for member in members)
        Involvement.objects.bulk_create(
            Involvement(cap=cap, institution=one, role=role, is_example=True)
            for one, role in [(lead, InvolvementRole.LEAD), *((one, InvolvementRole.PARTICIPANT) for one in others)]
        )
        PartnerInvolvement.objects.bulk_create(
            PartnerInvolvement(cap=cap, partner=self.partners[one["name"]], **per_column({"contribution": one["contribution"]}))
            for one in self.data["partners"]["examples"]
            if one.get("cap") == row["number"]
        )
        words = {languages.column("name", languages.main()) + "__in": row["keywords"]}
        cap.keywords.set(Keyword.objects.filter(**words))
        edited.send(sender=CAP, instance=cap)

    def _publications(self) -> None:
        """As many of each programme as the base has."""
        place = 0
        for cap, row in zip(self.caps, self.data["caps"]["caps"], strict=True):
            for _hal_id in row.get("publications", []):
                place += 1
                values = {"title": self._title(place)["en"], "language": "en", "authors": "Exemple, Claire", "year": 2025}
                one, is_new = self._make(Publication, place, values | {"is_open": bool(place % 3)})
                if is_new:
                    ProgrammePublication.objects.create(cap=cap, publication=one)

    def _person(self, place: int) -> Person:
        return self._make(Person, place, {"given_name": "Exemple", "family_name": self._mark(place)})[0]

    def _releases(self) -> None:
        boilerplates, contacts = list(Boilerplate.objects.real()), list(PressContact.objects.examples())
        for place, row in enumerate(self.data["press"]["releases"], start=1):
            values = {name: row[name] for name in ("subtitle", "place", "lead", "body")}
            values |= {"title": self._title(place, row["title"]), "dated": self._shown(place).date()}
            release, is_new = self._make_unpublished(PressRelease, place, values)
            if is_new:
                ReleaseBoilerplate.objects.bulk_create(
                    ReleaseBoilerplate(release=release, boilerplate=one) for one in boilerplates
                )
                ReleaseContact.objects.bulk_create(ReleaseContact(release=release, contact=one) for one in contacts)
                release.institutions.set(self.institutions)
                release.caps.set(self.caps[:2])
                seal_as_loaded(release, dict.fromkeys(languages.codes(), self._shown(place)))

    def _opportunities(self) -> None:
        """Two in three are open, each batch a day longer; the third is in the archive."""
        names = ("kind", "summary", "body", "apply", "contact_email", "city", "place", "duration", "level")
        for place, row in enumerate(self.data["opportunities"]["opportunities"], start=1):
            days = timedelta(days=-self.number if place % 3 == 0 else 30 + self.number)
            values = {name: row[name] for name in names if name in row}
            values |= {"title": self._title(place, row["title"]), "closes": timezone.localdate() + days}
            values |= {"cap": self.caps[place % len(self.caps)], "work_languages": languages.codes()}
            self._make(Opportunity, place, values)

    def _courses(self) -> None:
        """Offered by two institutions of the batch each, within one programme, for as many days longer as the batch is."""
        names = ("kind", "level", "taught_in", "format", "place", "duration", "summary", "how_to_apply", "apply_url", "body")
        for place, row in enumerate(self.data["training"]["courses"], start=1):
            values = {name: row[name] for name in names if name in row} | {"title": self._title(place, row["title"])}
            weeks = {
                name: timezone.localdate() + timedelta(weeks=some, days=self.number) for name, some in row["weeks"].items()
            }
            course, is_new = self._make(Course, place, values | weeks)
            if is_new:
                course.institutions.set(self.institutions[place : place + 2])
                course.caps.set(self.caps[place : place + 1])

    def _articles(self) -> None:
        for place, row in enumerate(self.data["news"]["articles"], start=1):
            values = {"title": self._title(place, row["title"]), "lead": row["lead"], "body": row["body"]}
            article, is_new = self._make(Article, place, values)
            if is_new:
                article.institutions.set(self.institutions[:2])

    def _events(self) -> None:
        """One in two lies behind, the other ahead, each batch a day further from today."""
        for place, row in enumerate(self.data["news"]["events"], start=1):
            day = timezone.localdate() + timedelta(days=self.number if place % 2 else -self.number)
            starts = datetime.combine(day, time(14), timezone.get_default_timezone())
            values = {name: row[name] for name in ("summary", "body", "place") if name in row}
            values |= {"title": self._title(place, row["title"]), "starts_at": starts, "ends_at": starts + timedelta(hours=2)}
            event, is_new = self._make(Event, place, values)
            if is_new:
                event.caps.set(self.caps[:1])

    def _milestones(self) -> None:
        names = ("date", "lane", "place")
        for place, row in enumerate(self.data["milestones"]["milestones"], start=1):
            values = {name: row[name] for name in names if name in row} | {"title": self._title(place, row["title"])}
            self._make_without_page(Milestone, place, values)

    def _coverage(self) -> None:
        names = ("outlet", "date", "language", "summary")
        for place, row in enumerate(self.data["press"]["coverage"], start=1):
            values = {name: row[name] for name in names} | {"title": self._title(place)["fr"]}
            values["outlet"] = self._title(place)["fr"]
            self._make_without_page(Coverage, place, values)

    def _make(self, model: type[_Page], place: int, values: Row) -> tuple[_Page, bool]:
        """The batch's thing at a place, and whether it has just been made."""
        return self._make_unpublished(model, place, values | self._public(place))

    def _make_unpublished(self, model: type[_Page], place: int, values: Row) -> tuple[_Page, bool]:
        slug = f"exemple-{self._mark(place)}"
        known = self._known_by_slug(model)
        if slug in known:
            return known[slug], False
        return self._save(model(**per_column({"is_example": True} | values | {"slug": same(slug)}))), True

    def _make_without_page(self, model: type[models.Model], place: int, values: Row) -> None:
        columns = per_column(values)
        title = "title" if isinstance(values["title"], str) else languages.column("title", languages.main())
        if not model._default_manager.filter(**{title: columns[title]}).exists():
            self._save(model(**columns, **per_column(self._public(place))))

    def _save(self, thing: _Thing) -> _Thing:
        thing.save()
        self.added += 1
        return thing

    def _known_by_slug(self, model: type[Addressed]) -> dict[str, Any]:
        if model not in self._known:
            prefix, slug = f"exemple-{self.number}-", languages.column("slug", languages.main())
            records = SlugRecord.objects.filter(model_label=model._meta.label_lower, slug__startswith=prefix)
            reclaim(model, records)
            things = model.objects.filter(**{f"{slug}__startswith": prefix})
            self._known[model] = {getattr(thing, slug): thing for thing in things}
        return self._known[model]

    def _mark(self, place: int) -> str:
        return f"{self.number}-{place:03d}"

    def _short(self, place: int) -> str:
        return f"EX {self._mark(place)}"

    def _title(self, place: int, texts: dict[str, str] | None = None) -> dict[str, str]:
        marks = {"fr": f"Exemple {self._mark(place)}", "en": f"Example {self._mark(place)}"}
        joints = {"fr": "\u00a0: ", "en": ": "}
        return {code: mark + joints[code] + texts[code] if texts else mark for code, mark in marks.items()}

    def _website(self, place: int) -> str:
        return f"https://exemple-{self._mark(place)}.example.org"

    def _shown(self, place: int) -> datetime:
        return moment(PROGRAMMES_SHOWN) + timedelta(days=self.number, hours=place % 12)

    def _public(self, place: int) -> Row:
        return public(self._shown(place), is_example=True)
