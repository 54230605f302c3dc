"""Loads the facts and the examples, each kind after what it stands on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime, time, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management.base import CommandError
from django.utils import timezone

from caps.enums import InvolvementRole, MembershipRole
from caps.hal import files
from caps.hal import records as hal_records
from caps.models import CAP, Course, Keyword, Opportunity, Publication
from cluster.models import Institution, KeyFigure, Milestone, NationalCluster, Page, Person, Pillar, Theme
from mailing.models import ContactSubject, Mailbox
from news.models import Article, Boilerplate, Coverage, Event, GlossaryPair, Logo, PressContact, PressRelease
from news.sealing import seal_as_loaded
from partners.models import Partner
from publishing import clock, languages
from publishing.slugs import slug_of

from . import newsletters
from .plates import EXAMPLE_PICTURES, plate
from .records import AWARD, WRITTEN, Writer, moment, public, read, same, since

PROGRAMMES_SHOWN = "2024-09-02 09:00"
OPPORTUNITIES_SHOWN = "2025-03-03 09:00"

Row = dict[str, Any]


class Loader:
    """One loading of the demo data, with or without examples."""

    def __init__(self, *, real_only: bool = False) -> None:
        self.real_only = real_only
        self.writer = Writer()
        self.institutions: dict[str, Institution] = {}
        self.themes: dict[str, Theme] = {}
        self.partners: dict[str, Partner] = {}
        self.caps: dict[str, CAP] = {}
        self.keywords: dict[str, Keyword] = {}
        self.profiles: dict[str, Row] = read("profiles")["profiles"]

    def load(self) -> Writer:
        """Write everything, and give the writer, which knows what it did. To be called in a transaction."""
        self._institutions()
        self._themes_and_pillars()
        self._national_network()
        self._figures()
        self._milestones()
        self._people()
        self._pages()
        self._partners()
        self._programmes()
        self._opportunities()
        self._courses()
        self._publications()
        self._coverage()
        self._releases()
        self._logos()
        self._articles()
        self._events()
        self._glossary()
        self._contact()
        if not self.real_only:
            newsletters.put(self.writer)
        return self.writer

    def _institutions(self) -> None:
        for rank, row in enumerate(read("institutions")["institutions"], start=1):
            key = row.pop("key")
            values = row | {"rank": rank} | public(moment(AWARD))
            self.institutions[key] = self.writer.put(Institution, _at(row["slug"]), values)

    def _themes_and_pillars(self) -> None:
        data = read("themes")
        for rank, row in enumerate(data["themes"], start=1):
            values = row | {"rank": rank} | public(moment(AWARD))
            self.themes[row["slug"]["fr"]] = self.writer.put(Theme, _at(row["slug"]), values)
        for rank, row in enumerate(data["pillars"], start=1):
            self.writer.put(Pillar, _at(row["slug"]), row | {"rank": rank} | public(moment(AWARD)))

    def _national_network(self) -> None:
        for rank, row in enumerate(read("national")["clusters"], start=1):
            self.writer.put(NationalCluster, {"name": row["name"]}, row | {"rank": rank} | public(moment(AWARD)))

    def _figures(self) -> None:
        data = read("figures")
        for rank, row in enumerate(data["figures"], start=1):
            earlier = [_sourced(one, data["sources"]) for one in row.pop("earlier", [])]
            values = _sourced(row, data["sources"]) | {"rank": rank}
            values |= public(since(min(one["as_of"] for one in (values, *earlier))))
            self.writer.put(KeyFigure, {"key": row["key"]}, values, parts=partial(self._earlier_values, earlier=earlier))

    def _earlier_values(self, figure: KeyFigure, earlier: Sequence[Row]) -> bool:
        return self.writer.rows(figure.earlier_values, ("as_of",), earlier)

    def _milestones(self) -> None:
        for row in read("milestones")["milestones"]:
            key = {"date": row["date"], "title": {languages.main(): row["title"]["fr"]}}
            shown = moment(AWARD) if row.get("is_planned") else since(row["date"])
            self.writer.put(Milestone, key, row | public(shown))

    def _people(self) -> None:
        for row in read("people")["people"]:
            role = {name: row[name] for name in ("title", "as_of", "source")}
            role["institution"] = self.institutions.get(row.get("institution"))
            self._person(row["given"], row["family"], public(since(row["as_of"])), [role])

    def _person(self, given: str, family: str, shown: Row, roles: Sequence[Row] = ()) -> Person:
        slug = same(slug_of(f"{given} {family}"))
        values = {"slug": slug, "given_name": given, "family_name": family} | shown
        if shown["is_example"]:
            values |= self._profile(f"{given} {family}")
        by = (languages.column("title", languages.main()),)
        return self.writer.put(Person, _at(slug), values, parts=lambda it: self.writer.rows(it.roles, by, roles))

    def _profile(self, name: str) -> Row:
        """What a made-up person says of themselves, where somebody has written it."""
        row = dict(self.profiles.get(name, {}))
        if "subjects" in row:
            row["subjects"] = {code: "\n".join(words) for code, words in row["subjects"].items()}
        return row

    def _courses(self) -> None:
        """The courses, all of them examples: the days are counted from the first loading."""
        for row in [] if self.real_only else read("training")["courses"]:
            self._course(row)

    def _course(self, row: Row) -> None:
        taught_by = [self.institutions[key] for key in row.pop("institutions")]
        within = [self.caps[acronym] for acronym in row.pop("caps")]
        days = {name: clock.today() + timedelta(weeks=weeks) for name, weeks in row.pop("weeks").items()}

        def parts(course: Course) -> bool:
            changes = [self.writer.links(course.institutions, taught_by), self.writer.links(course.caps, within)]
            return any(changes)

        values = row | public(moment(PROGRAMMES_SHOWN), is_example=True)
        self.writer.put(Course, _at(row["slug"]), values, once=days, parts=parts)

    def _pages(self) -> None:
        pages: dict[str, Page] = {}
        for row in read("pages")["pages"]:
            parent = pages.get(row.pop("parent", None))
            values = row | {"parent": parent} | public(moment(AWARD))
            pages[row["slug"]["fr"]] = self.writer.put(Page, _at(row["slug"]), values)

    def _partners(self) -> None:
        data = read("partners")
        for row in data["real"]:
            values = row | {"slug": same(row["slug"])} | public(moment(AWARD))
            self.partners[row["slug"]] = self.writer.put(Partner, {"name": row["name"]}, values)
        for row in [] if self.real_only else data["examples"]:
            self.partners[row["name"]] = self._example_partner(row)

    def _example_partner(self, row: Row) -> Partner:
        values = {name: row[name] for name in ("kind", "sector", "country", "website", "since", "description")}
        values |= {"slug": same(slug_of(row["name"])), "foreign_number": row.get("foreign_number", "")}
        values |= {f"contact_{name}": value for name, value in row["contact"].items()}
        return self.writer.put(
            Partner,
            {"name": row["name"]},
            values | public(moment(PROGRAMMES_SHOWN), is_example=True),
            parts=lambda it: self.writer.rows(it.pledges, ("kind",), pledges_of(row)),
        )

    def _programmes(self) -> None:
        data = read("caps")
        if self.real_only:
            for row in filter(_is_real, data["caps"]):
                self.caps[row["acronym"]] = self._real_programme_as_draft(row)
            return
        keywords = self.keywords = self._keywords(data)
        supporters = read("partners")["examples"]
        for row in data["caps"]:
            self.caps[row["acronym"]] = self._programme(row, data["titles"], keywords, supporters)

    def _keywords(self, data: Row) -> dict[str, Keyword]:
        """A keyword is no example as soon as a real programme bears it."""
        real = {word for row in filter(_is_real, data["caps"]) for word in row["keywords"]}
        return {
            word: self.writer.put(
                Keyword,
                {"name": {languages.main(): word}},
                {"name": {"fr": word, "en": english}, "is_example": word not in real},
            )
            for word, english in data["keywords"].items()
        }

    def _programme(self, row: Row, titles: dict[str, str], keywords: dict[str, Keyword], supporters: list[Row]) -> CAP:
        """A programme with all that hangs on it. A real one’s people, institutions and publications are examples too."""
        shown = moment(PROGRAMMES_SHOWN)
        people = [
            {
                "person": self._person(given, family, public(shown, is_example=True)),
                "institution": self.institutions[institution],
                "title": {"fr": title, "en": titles[title]},
                "role": MembershipRole.PI if rank <= 2 else MembershipRole.MEMBER,
                "rank": rank,
            }
            for rank, (given, family, institution, title) in enumerate(row["people"], start=1)
        ]
        # The lead comes last: an institution that leads by mistake has stepped back by then.
        roles = dict.fromkeys(row["participants"], InvolvementRole.PARTICIPANT) | {row["lead"]: InvolvementRole.LEAD}
        involved = [{"institution": self.institutions[key], "role": role, "is_example": True} for key, role in roles.items()]
        supporting = [
            {"partner": self.partners[one["name"]], "contribution": one["contribution"]}
            for one in supporters
            if one.get("cap") == row["number"]
        ]

        def parts(cap: CAP) -> bool:
            changes = [
                self.writer.rows(cap.involvements, ("institution",), involved),
                self.writer.rows(cap.memberships, ("person",), people),
                self.writer.rows(cap.partner_involvements, ("partner",), supporting),
                self.writer.links(cap.keywords, [keywords[word] for word in row["keywords"]]),
            ]
            if broken := cap.rule_breaks():
                raise CommandError(f"The programme {cap} breaks a rule. {' '.join(broken)}")
            return any(changes)

        names = ("acronym", "number", "title", "summary", "research", "education", "innovation", "phase", "start", "end")
        values = {name: row[name] for name in names} | {"slug": same(row["slug"]), "theme": self.themes[row["theme"]]}
        values["example_note"] = row.get("example_note", same(""))
        values |= public(shown, is_example=not _is_real(row))
        return self.writer.put(CAP, {"acronym": row["acronym"]}, values, parts=parts)

    def _real_programme_as_draft(self, row: Row) -> CAP:
        """A real programme with what is known of it: it cannot be public before its people and institutions are known.

        One that the portal already holds stays as it is.
        """
        existing = CAP.objects.filter(acronym=row["acronym"]).first()
        known = {name: row[name] for name in ("acronym", "number", "title", "example_note")}
        known |= {"slug": same(row["slug"]), "theme": self.themes[row["theme"]], "is_example": False}
        return existing or self.writer.put(CAP, {"acronym": row["acronym"]}, known)

    def _opportunities(self) -> None:
        """All are examples. Their days are counted from the day of loading; from then on they stay where they were put."""
        for row in [] if self.real_only else read("opportunities")["opportunities"]:
            days = {name: _day_of(row.pop(name), name == "closes") for name in ("opens", "closes") if name in row}
            themes = [self.themes[slug] for slug in row.pop("themes", [])]
            words = [self.keywords[word] for word in row.pop("keywords", [])]
            row |= {"cap": self.caps.get(row.get("cap")), "institution": self.institutions.get(row.get("institution"))}
            row["work_languages"] = [code for code in row["work_languages"] if code in languages.codes()]
            self.writer.put(
                Opportunity,
                _at(row["slug"]),
                row | public(moment(OPPORTUNITIES_SHOWN), is_example=True),
                once=days,
                parts=lambda it, themes=themes, words=words: any(  # type: ignore[misc]  # what this turn has read
                    [self.writer.links(it.themes, themes), self.writer.links(it.keywords, words)]
                ),
            )

    def _publications(self) -> None:
        """Examples alone, from a file such as HAL exports, each tied to the programme that names it and to its people."""
        if self.real_only:
            return
        raw = files.documents_of(Path(__file__).parent / "hal_examples.json")
        documents = {one.hal_id: one for one in map(hal_records.read, raw)}
        for row in read("caps")["caps"]:
            for hal_id in row.get("publications", []):
                self._publication(documents[hal_id], self.caps[row["acronym"]])

    def _publication(self, document: hal_records.HalDocument, cap: CAP) -> None:
        names = set(document.columns["authors"].splitlines())
        people = [
            one.person
            for one in cap.memberships.select_related("person").order_by("pk")
            if f"{one.person.family_name}, {one.person.given_name}" in names
        ]
        values = document.columns | {
            "hal_version": document.version,
            "hal_record": document.extra,
            "slug": same(document.hal_id),
        }

        def parts(publication: Publication) -> bool:
            changes = [
                self.writer.rows(publication.programme_ties, ("cap",), [{"cap": cap}]),
                self.writer.rows(publication.person_ties, ("person",), [{"person": person} for person in people]),
            ]
            return any(changes)

        shown = public(moment(PROGRAMMES_SHOWN), is_example=True)
        self.writer.put(Publication, {"hal_id": document.hal_id}, values | shown, parts=parts)

    def _coverage(self) -> None:
        for row in read("press")["coverage"]:
            shown = public(moment(row.pop("public")))
            self.writer.put(Coverage, {"outlet": row["outlet"], "title": row["title"]}, row | shown)

    def _releases(self) -> None:
        data = read("press")
        boilerplates = {
            row["key"]: self.writer.put(Boilerplate, {"key": row["key"]}, row | {"rank": rank, "is_example": False})
            for rank, row in enumerate(data["boilerplates"], start=1)
        }
        contacts = {
            row["name"]: self.writer.put(PressContact, {"name": row["name"]}, row | {"rank": rank, "is_example": True})
            for rank, row in enumerate([] if self.real_only else data["contacts"], start=1)
        }
        for row in [] if self.real_only else data["releases"]:
            self._release(row, boilerplates, contacts)

    def _release(self, row: Row, boilerplates: dict[str, Boilerplate], contacts: dict[str, PressContact]) -> None:
        standing = [{"boilerplate": boilerplates[key], "rank": rank} for rank, key in enumerate(row["boilerplates"], start=1)]
        asked = [
            {"contact": contacts[name], "language": code} for code, name in row["contacts"].items() if code in languages.codes()
        ]

        plates = [
            picture | {"image": _stored_plate(picture.pop("plate")), "rank": rank}
            for rank, picture in enumerate(row.get("pictures", []), start=1)
        ]

        def parts(release: PressRelease) -> bool:
            changes = [
                self.writer.rows(release.release_boilerplates, ("boilerplate",), standing),
                self.writer.links(release.institutions, self.institutions.values()),
                self.writer.links(release.partners, [self.partners[slug] for slug in row["partners"]]),
                self.writer.links(release.caps, [self.caps[acronym] for acronym in row["caps"]]),
                self.writer.rows(release.release_contacts, ("contact", "language"), asked),
                self.writer.rows(release.pictures, ("image",), plates),
            ]
            return any(changes)

        texts = {name: row[name] for name in ("slug", "dated", "place", "title", "subtitle", "lead", "body")}
        shown = public(moment(row["public"]), is_example=True)
        moments = shown.pop("public_from")
        release = self.writer.put(PressRelease, _at(row["slug"]), texts | shown, parts=parts)
        if not self.writer.is_kept(release):
            seal_as_loaded(release, moments)

    def _logos(self) -> None:
        for rank, row in enumerate([] if self.real_only else read("press")["logos"], start=1):
            key = {"image": _stored_logo(row.pop("file"))}
            self.writer.put(Logo, key, row | {"rank": rank} | public(moment(AWARD), is_example=True))

    def _articles(self) -> None:
        for row in read("news")["articles"]:
            self._put_news(Article, row, public(moment(row.pop("public"))))

    def _events(self) -> None:
        for row in read("news")["events"]:
            made_up = row.pop("example", None)
            if made_up and self.real_only:
                continue
            shown = public(moment(row.pop("public")), is_example=bool(made_up))
            if made_up:
                # Made ahead of the day of loading; from then on it stays where it was put.
                self._put_news(Event, row, shown, once=_coming(**made_up))
            else:
                self._put_news(Event, row | _whole_days(row.pop("first_day"), row.pop("last_day", None)), shown)

    def _glossary(self) -> None:
        for row in read("glossary")["pairs"]:
            values = {
                "term": {code: row[code] for code in languages.codes() if code in row},
                "acronym": row.get("short", same("")),
                "is_organisation": row.get("organisation", False),
            }
            self.writer.put(GlossaryPair, {"term": {languages.main(): row["fr"]}}, values)

    def _contact(self) -> None:
        """The subjects are real, the mailboxes behind them made up: without examples all goes to CONTACT_EMAIL."""
        data = read("contact")
        mailboxes = {
            row["name"]: self.writer.put(Mailbox, {"name": row["name"]}, row | {"is_example": True})
            for row in ([] if self.real_only else data["mailboxes"])
        }
        for rank, row in enumerate(data["subjects"], start=1):
            values = row | {"rank": rank, "mailbox": mailboxes.get(row.pop("mailbox", ""))}
            self.writer.put(ContactSubject, {"topic": row["topic"]}, values)

    def _put_news(self, model: type[Article | Event], row: Row, shown: Row, once: Row | None = None) -> None:
        named = [self.institutions[key] for key in row.pop("institutions", [])]
        about = [self.caps[acronym] for acronym in row.pop("caps", [])]
        self.writer.put(
            model,
            _at(row["slug"]),
            row | shown,
            once=once,
            parts=lambda it: any([self.writer.links(it.institutions, named), self.writer.links(it.caps, about)]),
        )


def _stored_logo(file: str) -> str:
    return _stored(f"{Logo._meta.label_lower}/demo/{file}", (Path(__file__).parent / "logos" / file).read_bytes)


def _stored_plate(name: str) -> str:
    return _stored(f"{EXAMPLE_PICTURES}{name}.jpg", lambda: plate(name))


def _stored(path: str, content: Callable[[], bytes]) -> str:
    """A picture in the storage, always at the same place: one of the examples is no secret."""
    if not default_storage.exists(path):
        default_storage.save(path, ContentFile(content()))
    return path


def pledges_of(row: Row) -> list[Row]:
    """The pledges of an example partner, as fields of ``Pledge`` (amounts in euros)."""
    return [
        {
            "kind": pledge["kind"],
            "amount": pledge["thousands"] * 1000,
            "start_year": pledge["years"][0],
            "end_year": pledge["years"][1],
            "is_public": pledge["public"],
        }
        for pledge in row["pledges"]
    ]


def _is_real(row: Row) -> bool:
    return row.get("real", False)


def _sourced(row: Row, sources: dict[str, Row]) -> Row:
    """What a row says of a figure, with its source spelt out, which also gives its day where the row has none."""
    source = sources[row["from"]]
    values = {name: value for name, value in row.items() if name != "from"}
    return (
        {"as_of": source["as_of"]}
        | values
        | {
            "source": {code: source[code] for code in WRITTEN},
            "source_url": source["url"],
            "source_language": source.get("in", ""),
        }
    )


def _at(slug: dict[str, str]) -> Row:
    """The natural key of a thing with a page: its address in the main language."""
    return {"slug": {languages.main(): slug["fr"]}}


def _whole_days(first: str, last: str | None) -> Row:
    return {"all_day": True, "starts_at": moment(f"{first} 00:00"), "ends_at": moment(f"{last or first} 23:59")}


def _day_of(given: str | dict[str, int], is_last: bool) -> date:
    """A day of ISO 8601, or the first or the last of the month that comes so many ``months`` after this one."""
    if isinstance(given, str):
        return date.fromisoformat(given)
    today = timezone.localdate()
    years, month = divmod(today.month - 1 + given["months"] + is_last, 12)
    return date(today.year + years, month + 1, 1) - timedelta(days=is_last)


def _coming(weeks: int, starts: str, ends: str) -> Row:
    """The hours of an event on the first Tuesday of the month after next, or ``weeks`` after it."""
    today = timezone.localdate()
    years, month = divmod(today.month + 1, 12)
    first = date(today.year + years, month + 1, 1)
    day = first + timedelta(days=(1 - first.weekday()) % 7, weeks=weeks)
    zone = timezone.get_default_timezone()
    begins, finishes = (datetime.combine(day, time.fromisoformat(clock), zone) for clock in (starts, ends))
    return {"starts_at": begins, "ends_at": finishes}
