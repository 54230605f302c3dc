"""Made-up records for the style guide: complete with what hangs on them, never saved, never read from the database."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import count
from types import SimpleNamespace
from typing import Any, TypeVar

from django import forms
from django.conf import settings
from django.core.paginator import Page as PageOfMany
from django.core.paginator import Paginator
from django.db import models
from django.templatetags.static import static
from django.utils.translation import gettext as _

from caps.enums import CourseKind, CourseLevel, OpportunityKind, OpportunityLevel, ProgrammePhase
from caps.models import CAP, Course, Involvement, Keyword, Membership, Opportunity, ProgrammePublication, Publication
from caps.publication_querysets import OpenShare
from cluster.cluster_citation import Copyable
from cluster.directory import DirectoryEntry, Part
from cluster.enums import InstitutionCircle, PageKey
from cluster.models import Institution, KeyFigure, Milestone, NationalCluster, Page, Person, Theme
from mailing.contact_forms import ContactForm
from mailing.contact_recipients import ContactRecipient
from mailing.forms import SubscribeForm
from mailing.models import Mailbox
from news.models import Article, Correction, Coverage, Event, PressContact, PressRelease
from news.reading import SpokenQuote
from news.release_cards import ReleaseCard
from news.voices import Voice
from partners.enums import PartnerKind, PartnerSector
from portal.footer_pages import FooterPages
from publishing import languages
from publishing.filters import Chip, Choice, FacetGroup, Option, capital
from publishing.localized_text import LocalizedText
from publishing.page_links import Link
from publishing.page_sections import PageSection
from publishing.querysets import led_to
from publishing.renditions import ShownPicture
from publishing.slugs import slug_of
from publishing.templatetags.library import PictureOnPage
from search.find import Hit

DAY, MOMENT = date(2026, 1, 5), datetime(2026, 1, 5, 8, tzinfo=UTC)
FAR = date(2200, 1, 5)
_keys = count(1)
_Record = TypeVar("_Record", bound=models.Model)


def record(model: type[_Record], *, beside: dict[str, list] | None = None, **values: Any) -> _Record:
    """A record of ``model``. A text given per language goes to its columns; ``beside`` holds the rows of its relations."""
    names = {field.name for field in model._meta.get_fields()}
    columns: dict[str, Any] = {"pk": next(_keys)}
    for name, value in values.items():
        if isinstance(value, dict):
            columns |= {languages.column(name, code): value[code] for code in languages.codes() if code in value}
        else:
            columns[name] = value
    if "is_example" in names:
        columns.setdefault("is_example", True)
    for code in languages.codes():
        if languages.column("public_from", code) in names:
            columns[languages.column("public_from", code)] = MOMENT
    one = model(**columns)
    prefetched = {name: _read(model, name, rows) for name, rows in (beside or {}).items()}
    vars(one)["_prefetched_objects_cache"] = prefetched
    return one


def _read(model: type[models.Model], relation: str, rows: list) -> models.QuerySet:
    """The rows of a relation, as if they had been read: nothing asks the database for them again."""
    found = led_to(model, relation)._default_manager.all()
    vars(found).update(_result_cache=rows, _prefetch_done=True)
    return found


def _both(french: str, english: str) -> dict[str, str]:
    return {"fr": french, "en": english}


def _slug(text: str) -> dict[str, str]:
    return _both(f"exemple-{slug_of(text)}", f"example-{slug_of(text)}")


def themes() -> list[Theme]:
    words = [
        (_both("Technologies de rupture", "Disruptive technologies"), _both("Des méthodes nouvelles.", "New methods.")),
        (_both("Santé", "Health"), _both("Du laboratoire au lit du patient.", "From the laboratory to the bedside.")),
        (
            _both("Sociétés résilientes", "Resilient societies"),
            _both("Justice, démocratie, école.", "Justice, democracy, school."),
        ),
    ]
    return [
        record(Theme, name=name, full_name=name, summary=summary, rank=rank, slug=_slug(f"theme-{rank}"))
        for rank, (name, summary) in enumerate(words, start=1)
    ]


def institutions() -> list[Institution]:
    return [
        record(
            Institution,
            name=_both(f"Établissement d’exemple {letter}", f"Example institution {letter}"),
            acronym=f"EX{letter}",
            circle=InstitutionCircle.ALLIANCE,
            slug=_slug(f"institution-{letter.lower()}"),
        )
        for letter in "ABC"
    ]


def subjects() -> list[Keyword]:
    return [record(Keyword, name=_both("Robotique", "Robotics")), record(Keyword, name=_both("Acoustique", "Acoustics"))]


def person(given: str, family: str) -> Person:
    return record(Person, given_name=given, family_name=family, slug=_slug(family.lower()))


def directory_entry(cap: CAP, members: list[Institution]) -> DirectoryEntry:
    """Somebody as the directory tells them, who answers the press."""
    who = person("Claire", "Exemple")
    who.answers_press, who.current_roles = True, []
    for code, words in _both("Ce que voient les robots.", "What robots see.").items():
        setattr(who, languages.column("press_topics", code), words)
    part = Part(_("principal investigator"), cap.acronym, cap.get_absolute_url(), cap.theme.tone, True, members[0])
    subjects = ("robotique", "musique") if languages.current() == "fr" else ("robotics", "music")
    return DirectoryEntry(who, (part,), (members[0],), subjects)


def course(members: list[Institution]) -> Course:
    return record(
        Course,
        title=_both("Une formation inventée pour cette page", "A course made up for this page"),
        summary=_both("Ce qu’on y apprend, et à qui elle s’adresse.", "What one learns, and whom it is for."),
        duration=_both("deux ans", "two years"),
        kind=CourseKind.MASTER,
        level=CourseLevel.MASTER,
        taught_in=list(languages.codes()),
        place="Paris",
        apply_until=DAY,
        slug=_slug("formation"),
        beside={"institutions": members[:2]},
    )


def cap(
    number: int, acronym: str, theme: Theme, partners: int, members: list[Institution], phase: str = ProgrammePhase.RUNNING
) -> CAP:
    people = [person("Claire", "Exemple"), person("Karim", "Modèle")]
    one = record(
        CAP,
        number=number,
        acronym=acronym,
        title=_both("Un programme inventé pour cette page", "A programme made up for this page"),
        theme=theme,
        phase=phase,
        slug=_slug(acronym.lower()),
        beside={
            "involvements": [
                record(Involvement, institution=member, role=role)
                for member, role in zip(members, ["lead", "participant", "participant"], strict=False)
            ],
            "memberships": [
                record(Membership, person=who, institution=member, role="pi", title=_both("chercheuse", "researcher"))
                for who, member in zip(people, members, strict=False)
            ],
        },
    )
    one.partner_count = partners
    return one


def clusters() -> list[NationalCluster]:
    places = [
        ("Paris", 48.8566, 2.3522, 35, True),
        ("Grenoble", 45.1885, 5.7245, 70, False),
        ("Nice", 43.7102, 7.262, 30, False),
    ]
    return [
        record(
            NationalCluster,
            name="PostGenAI@Paris" if ours else f"Exemple {city}",
            city=city,
            latitude=latitude,
            longitude=longitude,
            amount_meur=Decimal(amount),
            is_ours=ours,
            slug=_slug(city.lower()),
        )
        for city, latitude, longitude, amount, ours in sorted(places, key=lambda place: -place[3])
    ]


def milestones() -> list[Milestone]:
    return [
        record(Milestone, date="2024-05-22", title=_both("Un jour du cluster", "A day of the cluster"), lane="cluster"),
        record(Milestone, date="2025-02", title=_both("Un mois du réseau", "A month of the network"), lane="national"),
        record(Milestone, date="2030", title=_both("Un horizon", "A horizon"), lane="cluster", is_planned=True),
    ]


def figures() -> list[KeyFigure]:
    source = _both("Une source d’exemple", "An example source")
    return [
        record(
            KeyFigure,
            key="grant",
            value=Decimal(35),
            unit="MEUR",
            as_of="2026-01-05",
            source=source,
            label=_both("aide", "grant"),
        ),
        record(
            KeyFigure,
            key="industrial_pledge",
            value=Decimal(32),
            unit="MEUR",
            qualifier="more_than",
            as_of="2026-01-05",
            source=source,
            label=_both("engagements", "pledges"),
        ),
    ]


def home_figures() -> list[KeyFigure]:
    """Figures that tell one by one: they are no sentence."""
    return [
        record(
            KeyFigure,
            key="sample",
            value=Decimal(12),
            as_of="2026-01-05",
            source=_both("Une source d’exemple", "An example source"),
            label=_both("exemples", "examples"),
            slug=_slug("exemples"),
            is_example=False,
        )
    ]


def kinds_and_sectors() -> list[tuple[str, str]]:
    """Partners as pairs of a kind and a sector."""
    kinds, sectors = PartnerKind.values, PartnerSector.values
    return [(kinds[0], sectors[0])] * 4 + [(kinds[1], sectors[0]), (kinds[1], sectors[1])]


def texts_to_copy() -> list[Copyable]:
    words = _both("Ce travail a bénéficié d’une aide de l’État.", "This work received State aid.")
    texts = [Copyable(code, code, words[code]) for code in languages.codes() if code in words]
    return [*texts, Copyable("bibtex", "", f"@misc{{exemple,\n  title = {{{settings.PORTAL_NAME}}}\n}}")]


def links() -> list[Link]:
    words = {"fr": "Une page liée", "en": "A related page"}.get(languages.current(), "")
    return [
        Link(kind, languages.current(), 1, f"exemple-{kind}", True, words, day=DAY)
        for kind in ("pressrelease", "event", "article")
    ]


def contact() -> PressContact:
    return record(
        PressContact,
        name="Claire Exemple",
        role=_both("service de presse", "press office"),
        spoken=languages.codes(),
        phone="+33 1 99 00 00 01",
        out_of_hours="+33 1 99 00 00 02",
        email="presse@example.org",
    )


def release(caps: list[CAP], members: list[Institution]) -> PressRelease:
    correction = record(
        Correction,
        at=MOMENT,
        said=_both("vingt établissements", "twenty institutions"),
        says=_both("vingt et un établissements", "twenty-one institutions"),
    )
    return record(
        PressRelease,
        title=_both("Un communiqué d’exemple", "An example press release"),
        lead=_both("Son chapô, en une phrase.", "Its lead, in one sentence."),
        dated=DAY,
        **{f"{languages.column('edition', code)}_id": number for number, code in enumerate(languages.codes(), 1)},
        slug=_slug("communique"),
        beside={
            "corrections": [correction],
            "quotes": [],
            "release_boilerplates": [],
            "release_contacts": [],
            "attachments": [],
            "pictures": [],
            "caps": caps,
            "institutions": members,
            "partners": [],
        },
    )


def voice() -> Voice:
    """Somebody who says something in a release."""
    code = languages.current()
    words = _both("Ce que l’on comprend, on le partage.", "What one understands, one shares.")
    card = ReleaseCard(
        key=0,
        title=LocalizedText(_both("Un communiqué d’exemple", "An example press release").get(code, ""), code),
        subtitle=LocalizedText("", code),
        lead=LocalizedText("", code),
        dated=DAY,
        corrected_at=None,
        path="",
        slug="",
        is_example=True,
        versions=(),
    )
    quote = SpokenQuote(0, 0, "Camille Exemple", LocalizedText("", code), LocalizedText(words.get(code, ""), code))
    return Voice(
        quote, card, record(Person, given_name="Camille", family_name="Exemple", slug=_slug("camille-exemple"), portrait=None)
    )


def coverage() -> Coverage:
    return record(
        Coverage,
        outlet="Journal d’exemple",
        title="Un article d’exemple",
        date="2026-01-05",
        language=languages.main(),
        summary=_both("Ce que nous en disons.", "What we say of it."),
        subscribers_only=True,
    )


def publication(programme: CAP) -> Publication:
    one = record(
        Publication,
        title="Un article d’exemple, dans sa langue",
        language=languages.main(),
        authors="\n".join(["Exemple, Claire", "Modèle, Karim", *(f"Auteur, {letter}." for letter in "ABCDEFGHIJKLM")]),
        venue="Revue d’exemple",
        year=2026,
        is_open=True,
        slug=_slug("publication"),
    )
    one.shown_programmes = [ProgrammePublication(cap=programme)]
    return one


def event() -> Event:
    return record(
        Event,
        title=_both("Un séminaire d’exemple", "An example seminar"),
        summary=_both("Ce qu’on y fera.", "What will be done there."),
        place=_both("Paris", "Paris"),
        organiser=_both("Le programme d’exemple", "The example programme"),
        audience=_both("Doctorantes et doctorants", "Doctoral students"),
        is_cancelled=True,
        starts_at=MOMENT,
        ends_at=MOMENT,
        slug=_slug("seminaire"),
    )


def opportunities() -> list[Opportunity]:
    """One that is open, one that opens one day, and one that is closed."""
    days = ((None, None), (FAR, None), (None, DAY))
    return [
        record(
            Opportunity,
            kind=OpportunityKind.THESIS,
            level=OpportunityLevel.MASTER,
            title=_both("Une thèse d’exemple", "An example PhD"),
            summary=_both("Ce qu’on y cherche.", "What it looks for."),
            place=_both("Paris", "Paris"),
            slug=_slug("these"),
            opens=opens,
            closes=closes,
        )
        for opens, closes in days
    ]


def open_share() -> OpenShare:
    return OpenShare(3, 4)


def registration() -> PageSection:
    said = [_("All places are taken. You may join the waiting list: a place that becomes free goes to the first on it.")]
    content: dict[str, object] = {"sentences": said, "button": _("Join the waiting list"), "address": "#registration"}
    return PageSection("mailing/_registration.html", content)


def article() -> Article:
    return record(Article, title=_both("Une actualité d’exemple", "An example news item"), slug=_slug("actualite"))


def footer() -> FooterPages:
    """The pages at the foot, at their fixed addresses."""
    pages = [
        (PageKey.HELP, "Aide", "Help", "aide", "help"),
        (PageKey.CONTACT, "Contact", "Contact", "contact", "contact"),
        (PageKey.BECOME_A_PARTNER, "Devenir partenaire", "Become a partner", "devenir-partenaire", "become-a-partner"),
        (PageKey.LEGAL, "Mentions légales", "Legal notice", "mentions-legales", "legal-notice"),
        (PageKey.PRIVACY, "Données personnelles", "Personal data", "donnees-personnelles", "privacy"),
        (PageKey.ECO_DESIGN, "Déclaration d’écoconception", "Eco-design declaration", "eco-conception", "eco-design"),
        (PageKey.ACCESSIBILITY, "Déclaration d’accessibilité", "Accessibility statement", "accessibilite", "accessibility"),
    ]
    return FooterPages.of(
        record(Page, key=key, title=_both(french, english), slug=_both(at_fr, at_en))
        for key, french, english, at_fr, at_en in pages
    )


def picture() -> dict[str, Any]:
    """What the component of a picture is given: here a drawing of ours, which needs no other width."""
    shown = SimpleNamespace(url=static("favicon.svg"), width=96, height=96, sources=[])
    return {"shown": shown, "alt": "PostGenAI@Paris", "name": "logo", "sizes": "12rem", "first": True}


def library_picture() -> PictureOnPage:
    """A picture of the library that may be shown, with its words."""
    shown = ShownPicture(static("favicon.svg"), 96, 96, [])
    language = languages.current()
    return PictureOnPage(shown, LocalizedText("PostGenAI@Paris", language), LocalizedText("PostGenAI@Paris", language))


class Words(forms.Form):
    """The box of a list's filters."""

    q = forms.CharField(label="", required=False)

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(auto_id="guide_%s", **kwargs)
        self.fields["q"].label = _("Words")


class Mistaken(forms.Form):
    """A form that comes back with its errors."""

    name = forms.CharField(label="")
    email = forms.EmailField(label="")

    def __init__(self) -> None:
        super().__init__({"name": "Claire Exemple", "email": "redaction@"}, auto_id="guide_%s")
        self.fields["name"].label, self.fields["email"].label = _("name"), _("E-mail address")


def contact_form() -> ContactForm:
    """The contact form to a programme that was made up, with nothing of the database."""
    made_up = cap(1, "EXEMPLE", themes()[0], 0, [])
    return ContactForm(language=languages.current(), recipient=ContactRecipient.of(made_up))


def subscription_form() -> SubscribeForm:
    """The form of a list, with a fault beside its field."""
    return SubscribeForm({"email": "camille@example", "language": [languages.current()]}, auto_id="sample_%s")


def mailbox() -> Mailbox:
    return record(Mailbox, name="exemple", team=_both("Une équipe d’exemple", "An example team"), answer_days=5)


def filterset() -> SimpleNamespace:
    """Filters as a list has them, with nothing behind them: one choice made, one open, one that would leave nothing."""
    choices = [
        Choice(Option(value, capital(label)), number, 0, chosen)
        for (value, label), number, chosen in zip(ProgrammePhase.choices, (3, 2, 0), (True, False, False), strict=True)
    ]
    chips = [Chip(choices[0].option.label, "?", 5, 0), Chip("vision", "?", 2, 0)]
    return SimpleNamespace(
        boxes=[Words()["q"]],
        groups=[FacetGroup("phase", _("Phase"), "", 5, 0, choices)],
        chips=chips,
        ways_out=chips[1:],
        is_in_force=True,
        derived=lambda _name, make: make(),
        left_aside=True,
        total=21,
        shown=5,
        examples=3,
        as_search="?q=vision",
    )


def hit() -> Hit:
    return Hit(
        label="caps.cap",
        pk=1,
        title="EXEMPLE",
        path="?",
        language=languages.current(),
        day=DAY,
        is_example=True,
        line="Claire Exemple",
        line_language=languages.current(),
    )


def page_of_many() -> PageOfMany:
    return Paginator(range(90), 10).page(4)
