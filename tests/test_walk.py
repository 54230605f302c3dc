"""Nothing that is not public shows anywhere: a walk of every address of the URL configuration.

The table below says for each route which addresses are tried. A new route without a row fails the walk, so that nobody adds a
surface without saying how it could leak.
"""

from __future__ import annotations

import functools
import io
import operator
import re
import time
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.apps import apps
from django.contrib import admin
from django.contrib.auth import get_user_model
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import models, transaction
from django.test import Client
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone
from django.utils.translation import override
from PIL import Image
from pypdf import PdfReader

from caps.enums import InvolvementRole, MembershipRole
from caps.models import (
    CAP,
    Course,
    HalQuery,
    Involvement,
    Keyword,
    Membership,
    Opportunity,
    PartnerInvolvement,
    PersonPublication,
    ProgrammePublication,
    Publication,
)
from cluster.models import FigureValue, Institution, KeyFigure, Page, Person, Role, Theme
from mailing.models import Mailbox, NewsletterIssue, NewsletterReader
from mailing.tests.visitors import visitors_message
from news import embargo_links, keys
from news.enums import StruckPart
from news.models import (
    Approval,
    Article,
    Attachment,
    Boilerplate,
    Contribution,
    Correction,
    EditionDoor,
    Event,
    FindingDecision,
    GlossaryPair,
    Logo,
    Picture,
    PressContact,
    PressRelease,
    QuotationReading,
    Quote,
    ReadingLink,
    ReleaseBoilerplate,
    ReleaseCheck,
    ReleaseContact,
    SealedFile,
    SignOffAnswer,
    SignOffLink,
    StateChange,
    Strike,
)
from partners.models import Partner, Pledge
from portal.signin import SecondFactorMiddleware
from publishing import head, languages, opendata
from publishing.models import Addressed, Published
from publishing.sheet_jobs import SheetJob
from publishing.signals import one_change
from search import index
from tests import pages as machines
from tests.library import library_picture
from tests.make import cap, draft, future, make, past, person, seal_anew
from tests.responses import let_go
from tests.turns import EVERYTHING, turn_of

pytestmark = pytest.mark.django_db

CANARY = "Canarizzq"
UNKNOWN_KEY = 2_000_000_000
METHODS = ("get", "head", "options")
STATES = ("embargoed", "draft", "withdrawn")
ECHOING = (200, 302, 401, 410, 429)


@dataclass(frozen=True)
class World:
    """Public things, and beside them hidden ones that hang on them wherever they can."""

    state: str
    hidden: list[Published]
    files: list[str]

    def of(self, model: type[Published]) -> Iterable[Published]:
        return [thing for thing in self.hidden if type(thing) is model]


def _hide(model: type[Published], moments: dict, withdrawn=None, **given) -> Published:
    if model is PressRelease and withdrawn:
        # The one thing that is said of a release that was public.
        given |= dict.fromkeys(languages.columns("withdrawal_notice"), "Withdrawn")
    return make(model, CANARY, withdrawn_at=withdrawn, **moments, **given)


@pytest.fixture(scope="module", params=STATES)
def world(request, django_db_setup, django_db_blocker) -> Iterator[World]:
    """Made once for all the tests of a state; what one of them writes is gone for the next."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield _world(request.param)
        transaction.set_rollback(True)


@one_change()
def _world(state: str) -> World:
    moments = {"embargoed": future(), "draft": draft(), "withdrawn": past()}[state]
    withdrawn = timezone.now() if state == "withdrawn" else None
    public = cap("Visible")
    release = make(PressRelease, "Visible")
    release.caps.add(public)
    person("Visible")
    for model in apps.get_models():
        if issubclass(model, Published) and model not in (CAP, Person):
            make(model, "Visible")
    hidden = [
        _hide(model, moments, withdrawn) for model in apps.get_models() if issubclass(model, Published) and model is not CAP
    ]
    by_model = {type(thing): thing for thing in hidden}
    institution, partner, someone = by_model[Institution], by_model[Partner], by_model[Person]
    make(Role, CANARY, person=someone)
    # What is hidden hangs on what is public …
    Involvement.objects.create(cap=public, institution=institution)
    make(Membership, CANARY, cap=public, person=someone, institution=institution, role=MembershipRole.MEMBER)
    make(PartnerInvolvement, CANARY, cap=public, partner=partner)
    make(Pledge, CANARY, partner=partner)
    release.institutions.add(institution)
    release.partners.add(partner)
    hidden.append(_hide(Page, moments, withdrawn, parent=Page.objects.get(pk=by_model[Page].pk)))
    # … and what hangs on something hidden is hidden, whatever its own moment says.
    hidden.append(make(Page, CANARY, parent=by_model[Page]))
    hidden.append(make(CAP, CANARY, theme=by_model[Theme]))
    hidden.append(make(Person, CANARY))
    secret = _hide(CAP, moments, withdrawn, theme=public.theme)
    hidden.append(secret)
    Involvement.objects.create(cap=secret, institution=public.involvements.first().institution, role=InvolvementRole.LEAD)
    Membership.objects.create(cap=secret, person=make(Person, CANARY), institution=institution)
    PartnerInvolvement.objects.create(cap=secret, partner=Partner.objects.exclude(pk=partner.pk).first())
    hidden_publication, shown = by_model[Publication], Publication.objects.filter(title__startswith="Visible").first()
    for programme, one in ((public, hidden_publication), (secret, shown), (secret, hidden_publication)):
        ProgrammePublication.objects.create(cap=programme, publication=one)
    PersonPublication.objects.create(person=someone, publication=shown)
    make(FigureValue, CANARY, figure=by_model[KeyFigure])
    make(HalQuery, CANARY, cap=secret, person=someone)
    opportunity = make(Opportunity, "Visible", cap=secret, institution=institution, closes=timezone.localdate())
    opportunity.themes.add(by_model[Theme])
    make(Opportunity, CANARY, cap=public, closes=timezone.localdate(), **moments, withdrawn_at=withdrawn)
    release.caps.add(secret)
    shown = Course.objects.public(languages.main()).first()
    shown.institutions.add(institution)
    shown.caps.add(secret)
    by_model[Course].institutions.add(public.involvements.first().institution)
    by_model[Course].caps.add(public)
    seal_anew(release)
    for model in (PressRelease, Article, Event):
        by_model[model].caps.add(public)
        by_model[model].institutions.add(public.involvements.first().institution)
    make(Quote, CANARY, release=by_model[PressRelease])
    ReleaseBoilerplate.objects.create(release=by_model[PressRelease], boilerplate=make(Boilerplate, CANARY))
    _satellites(by_model, public, release, secret)
    files = [*_files(by_model), *_files_kept_back(release)]
    for one in (hidden_release := by_model[PressRelease], release):
        seal_anew(one)
    _beside_editions(hidden_release, release)
    return World(state, hidden, [*files, *(file.path for file in SealedFile.objects.all())])


def _beside_editions(hidden: PressRelease, release: PressRelease) -> None:
    """What staff note of editions."""
    Approval.objects.create(release=hidden, language=languages.main(), digest=CANARY, name=CANARY)
    Contribution.objects.create(release=hidden, language=languages.main(), before=CANARY, after=CANARY)
    edition = release.edition_in(languages.main())
    Strike.objects.create(edition=edition, part=StruckPart.CONTACT, place=0, reason=CANARY)


def _satellites(by_model: dict[type, Published], public: CAP, release: PressRelease, secret: CAP) -> None:
    """What has no moment of its own: each kind, made for something hidden, or for staff alone beside something public."""
    hidden, institution = by_model[PressRelease], by_model[Institution]
    for contact in (
        make(PressContact, CANARY),
        make(PressContact, CANARY, valid_until=timezone.localdate() - timedelta(days=1)),
    ):
        ReleaseContact.objects.create(release=hidden, contact=contact)
    gone = make(PressContact, CANARY, valid_until=timezone.localdate() - timedelta(days=1), in_press_room=True)
    ReleaseContact.objects.create(release=release, contact=gone)
    make(PressContact, CANARY)
    make(Boilerplate, CANARY)
    make(Correction, CANARY, release=hidden, at=timezone.now())
    secret.keywords.add(make(Keyword, CANARY))
    make(Keyword, CANARY)
    make(GlossaryPair, CANARY)
    make(ReadingLink, CANARY, release=release, token_hash=CANARY, expires_at=timezone.now() + timedelta(days=1))
    asked = make(SignOffLink, CANARY, release=release, quote=None, token_hash=CANARY, expires_at=timezone.now())
    make(SignOffAnswer, CANARY, link=asked)
    make(StateChange, CANARY, release=release)
    make(FindingDecision, CANARY, release=release)
    make(QuotationReading, CANARY, release=release)
    make(ReleaseCheck, CANARY, release=release)
    # Whom visitors write to, and what they wrote.
    mailbox = make(Mailbox, CANARY, is_fallback=True, **dict.fromkeys(languages.columns("team"), ""))
    mailbox.programmes.add(public)
    visitors_message(about=CANARY, name=CANARY, organisation=CANARY, text=CANARY, programme=public)
    # A newsletter that is being written, and an address that reads it.
    make(NewsletterIssue, CANARY)
    gone = {"filled_at": timezone.now() - timedelta(days=1), "send_from": timezone.now() - timedelta(days=1)}
    make(NewsletterIssue, CANARY, **gone, going=languages.codes(), stopped_at=timezone.now())
    make(NewsletterReader, CANARY, language=languages.main(), email=f"{CANARY}@example.org", leave_token=CANARY)
    # A public person's role and place in a programme name an institution that is hidden.
    known = Person.objects.filter(given_name__startswith="Visible").public(languages.main()).first()
    make(Role, "Visible", person=known, institution=institution)
    Membership.objects.create(cap=secret, person=known, institution=institution)
    for role in MembershipRole.values:
        Membership.objects.create(cap=public, person=make(Person, "Visible"), institution=institution, role=role)
    # The columns of a public partner that are never public.
    private = {name: f"{CANARY}@example.org" for name in ("contact_name", "contact_email", "contact_phone")}
    make(Partner, "Visible", **private, logo_permission=CANARY)


def _files_kept_back(release: PressRelease) -> list[str]:
    """Files of public things that are not public themselves."""
    made = []
    allowed = {"logo_permission": "", "logo_permission_until": None}
    for permission in (
        allowed,
        allowed | {"logo_permission": "yes", "logo_permission_until": timezone.localdate() - timedelta(days=1)},
    ):
        made.append(make(Partner, "Visible", logo=_png("partners.partner"), **permission).logo.name)
    unsaid = library_picture(CANARY, licence="")
    late = library_picture(CANARY, permission_until=timezone.localdate() - timedelta(days=1))
    make(Person, "Visible", portrait=unsaid)
    make(Article, "Visible", picture=late)
    hidden = library_picture(CANARY)
    make(Article, CANARY, picture=hidden, **draft())
    made += [picture.image.name for picture in (unsaid, late, hidden)]
    made.append(make(Logo, CANARY, image=_png("news.logo"), **draft()).image.name)
    others = {languages.column("public_from", code): None for code in languages.others()}
    one_language = make(PressRelease, "Visible", **past() | others)
    document = Attachment(
        release=one_language, language=languages.others()[0], **dict.fromkeys(languages.columns("title"), CANARY)
    )
    document.file.save(f"{CANARY}.pdf", ContentFile(f"%PDF-1.7 {CANARY}".encode()))
    document.save()
    seal_anew(one_language)
    return [*made, document.file.name]


def _files(by_model: dict[type, Published]) -> list[str]:
    release = by_model[PressRelease]
    body = ContentFile(f"%PDF-1.7 {CANARY}".encode())
    document = Attachment(release=release, title_fr=CANARY)
    document.file.save(f"{CANARY}.pdf", body)
    document.save()
    picture = make(Picture, CANARY, release=release, image=_png("news.picture"))
    institution = by_model[Institution]
    institution.logo.name = _png("cluster.institution")
    institution.save()
    return [document.file.name, picture.image.name, institution.logo.name]


def _png(label: str) -> str:
    body = io.BytesIO()
    Image.new("RGB", (2, 2)).save(body, "PNG")
    return default_storage.save(f"{label}/token/{CANARY.lower()}.png", ContentFile(body.getvalue()))


def reading_links(world: World, language: str) -> Iterable[dict]:
    """Keys that open nothing any more: expired, revoked, or of what is withdrawn; one whose button nobody has pressed; and one
    that was never given."""
    now, later = timezone.now(), timezone.now() + timedelta(days=1)
    for release in world.of(PressRelease):
        states = {"expired": {"expires_at": now}, "revoked": {"expires_at": later, "revoked_at": now}}
        states["withdrawn" if release.withdrawn_at else "open"] = {"expires_at": later, "reader": "Visible"}
        for state, moments in states.items():
            token = f"{state}-{language}"
            given = {"release": release, "language": language, "reader": CANARY} | moments
            ReadingLink.objects.get_or_create(token_hash=embargo_links.digest(token), defaults=given)
            yield {"token": token}
    yield {"token": "unknown"}


def reading_files(world: World, language: str) -> Iterable[dict]:
    for tried in reading_links(world, language):
        for part in ("view", "picture", "document", "anything"):
            yield tried | {"part": part, "place": 1}


def sign_offs_of(world: World, language: str) -> Iterable[dict]:
    """Keys to a quotation, as those to a release."""
    now, later = timezone.now(), timezone.now() + timedelta(days=1)
    for release in world.of(PressRelease):
        quote = release.quotes.first() or make(Quote, CANARY, release=release)
        states = {"late": {"expires_at": now}, "taken": {"expires_at": later, "revoked_at": now}}
        states["gone" if release.withdrawn_at else "asked"] = {"expires_at": later, "reader": "Visible"}
        for state, moments in states.items():
            token = f"{state}-{language}"
            given = {"release": release, "quote": quote, "language": language, "reader": CANARY} | moments
            SignOffLink.objects.get_or_create(token_hash=keys.digest(token), defaults=given)
            yield {"token": token}
    yield {"token": "unknown"}


Tried = Callable[[World, str], Iterable[dict]]


def once(world: World, language: str) -> Iterable[dict]:
    """A route without arguments, and with what a curious visitor adds to it."""
    return [{}]


def form(world: World, language: str) -> Iterable[dict]:
    """A page with a form of its own, which sets the cookie that its token needs; its own tests send it what is absurd."""
    return [{}]


def guessed(world: World, language: str) -> Iterable[dict]:
    """A page behind a personal token."""
    return [{"token": token} for token in (CANARY, "0" * 64)]


def slugs_of(model: type[Addressed]) -> Tried:
    """The pages of hidden things and the files beside them, and those of public ones: what hangs on them may be hidden."""

    def tried(world: World, language: str) -> Iterable[dict]:
        for thing in world.of(model):
            for code in languages.codes():
                yield {"slug": thing.slug(code)}
            yield {"slug": str(thing.pk)}
        for thing in model.objects.public(language).order_by("pk"):
            yield {"slug": thing.slug(language)}

    return tried


def pages(world: World, language: str) -> Iterable[dict]:
    for page in world.of(Page):
        yield {"slug": page.slug(language)}
        yield {"slug": page.slug(language), "parent": (page.parent or page).slug(language)}


def previews(world: World, language: str) -> Iterable[dict]:
    return [{"label": thing._meta.label_lower, "pk": thing.pk} for thing in world.hidden]


def media(world: World, language: str) -> Iterable[dict]:
    for path in world.files:
        label, token, name = path.split("/")
        yield {"label": label, "token": token, "name": name}


def own_passkeys(world: World, language: str) -> Iterable[dict]:
    return [{"pk": 1}]


def providers(world: World, language: str) -> Iterable[dict]:
    return [{"provider_id": "institution"}, {"provider_id": CANARY}]


def reset_keys(world: World, language: str) -> Iterable[dict]:
    return [{"uidb36": "1", "key": "set-guess"}]


def sitemap_parts(world: World, language: str) -> Iterable[dict]:
    for kind in ("sections", *(model.url_name for model in index.registered())):
        yield from ({"kind": kind, "number": number} for number in (1, 2))


def newsletters(world: World, language: str) -> Iterable[dict]:
    """One that is being written, one that was stopped, and one that never was."""
    return [{"pk": key} for key in (*NewsletterIssue.objects.order_by("pk").values_list("pk", flat=True), 2**70)]


def datasets(world: World, language: str) -> Iterable[dict]:
    return [{"name": one.name} for one in opendata.published()]


def kinds(world: World, language: str) -> Iterable[dict]:
    return [{"kind": kind} for kind in (head.HOUSE, "pressrelease", CANARY.lower())]


def cards(world: World, language: str) -> Iterable[dict]:
    for model in index.registered():
        for key in (0, 1, 2**40, *model.objects.values_list("pk", flat=True)[:3]):
            yield {"kind": model.url_name, "key": key}
    yield {"kind": CANARY.lower(), "key": 1}


ROUTES: dict[str, Tried] = {
    "root": once,
    "robots": once,
    "favicon": once,
    "sitemap": once,
    "sitemap-part": sitemap_parts,
    "dataset-csv": datasets,
    "dataset-json": datasets,
    "dataset-schema": datasets,
    "open-data": once,
    "manifest": once,
    "social-picture": kinds,
    "thing-picture": cards,
    "security-txt": once,
    "livez": once,
    "metrics": once,
    "readyz": once,
    "set_language": once,
    "account_login": once,
    "account_logout": once,
    "account_inactive": once,
    "account_signup": once,
    "account_reauthenticate": once,
    "account_change_password": once,
    "account_set_password": once,
    "account_reset_password": once,
    "account_reset_password_done": once,
    "account_reset_password_from_key": reset_keys,
    "account_reset_password_from_key_done": once,
    "mfa_index": once,
    "mfa_authenticate": once,
    "mfa_reauthenticate": once,
    "mfa_activate_totp": once,
    "mfa_deactivate_totp": once,
    "mfa_view_recovery_codes": once,
    "mfa_generate_recovery_codes": once,
    "mfa_download_recovery_codes": once,
    "mfa_list_webauthn": once,
    "mfa_add_webauthn": once,
    "mfa_login_webauthn": once,
    "mfa_reauthenticate_webauthn": once,
    "mfa_edit_webauthn": own_passkeys,
    "mfa_remove_webauthn": own_passkeys,
    "second-factor": once,
    "invitation": once,
    "invitation-link": guessed,
    "openid_connect_login": providers,
    "openid_connect_callback": providers,
    "socialaccount_login_cancelled": once,
    "socialaccount_login_error": once,
    "media": media,
    "preview": previews,
    "home": once,
    "search": once,
    "search-suggestions": once,
    "site-map": once,
    "style-guide": once,
    "institution-list": once,
    "institution-detail": slugs_of(Institution),
    "person-list": once,
    "person-detail": slugs_of(Person),
    "theme-list": once,
    "theme-detail": slugs_of(Theme),
    "pillar-list": once,
    "pillar-detail": slugs_of(apps.get_model("cluster.Pillar")),
    "keyfigure-list": once,
    "keyfigure-detail": slugs_of(apps.get_model("cluster.KeyFigure")),
    "milestone-list": once,
    "cite": once,
    "nationalcluster-list": once,
    "nationalcluster-detail": slugs_of(apps.get_model("cluster.NationalCluster")),
    "page-detail": pages,
    "cap-list": once,
    "matrix": once,
    "cap-detail": slugs_of(CAP),
    "opportunity-list": once,
    "opportunity-detail": slugs_of(Opportunity),
    "opportunity-calendar": slugs_of(Opportunity),
    "opportunity-feed": once,
    "deadline-calendar": once,
    "course-list": once,
    "course-detail": slugs_of(Course),
    "publication-list": once,
    "publication-list-bibtex": once,
    "publication-list-ris": once,
    "publication-detail": slugs_of(Publication),
    "publication-bibtex": slugs_of(Publication),
    "publication-ris": slugs_of(Publication),
    "partner-list": once,
    "partner-detail": slugs_of(Partner),
    "article-list": once,
    "article-detail": slugs_of(Article),
    "event-list": once,
    "event-detail": slugs_of(Event),
    "event-calendar": slugs_of(Event),
    "agenda-calendar": once,
    "pressrelease-list": once,
    "pressrelease-detail": slugs_of(PressRelease),
    "pressrelease-picture": slugs_of(PressRelease),
    "pressrelease-pdf": slugs_of(PressRelease),
    "pressrelease-text": slugs_of(PressRelease),
    "pressrelease-kit": slugs_of(PressRelease),
    "press-feed": once,
    "event-register": slugs_of(Event),
    "registration-confirm": guessed,
    "registration-own": guessed,
    "registration-calendar": guessed,
    "press-subscribe": form,
    "press-confirm": guessed,
    "press-leave": guessed,
    "newsletter-list": once,
    "newsletter-feed": once,
    "newsletter-detail": newsletters,
    "newsletter-subscribe": form,
    "newsletter-confirm": guessed,
    "newsletter-own": guessed,
    "newsletter-leave": guessed,
    "contact-write": once,
    "contact-copy": guessed,
    "reading-link": reading_links,
    "reading-pdf": reading_links,
    "reading-text": reading_links,
    "reading-kit": reading_links,
    "reading-file": reading_files,
    "sign-off": sign_offs_of,
    "coverage-list": once,
}
QUERIES = (
    "",
    f"?q={CANARY}",
    f"?q={CANARY}&page=2",
    f"?q={CANARY[:5]}",
    f"?q={CANARY[:5]}&kind=cap",
    f"?q={CANARY[:-1]}x",
    "?page=2",
    "?theme=1&institution=1&partner=1&keyword=1&phase=running&year=2024&kind=startup&country=FR&region=x&access=open&person=1",
    f"?theme={CANARY.lower()}-theme",
    f"?region={CANARY}",
)


def routes(patterns=None, prefix: tuple[str, ...] = ()) -> Iterable[str]:
    """The name of every route outside the admin."""
    for pattern in patterns if patterns is not None else get_resolver().url_patterns:
        if isinstance(pattern, URLResolver):
            if pattern.namespace != "admin":
                yield from routes(pattern.url_patterns)
        elif isinstance(pattern, URLPattern):
            yield pattern.name


def admin_routes(patterns=None) -> Iterable[str]:
    """The name of every route of the admin."""
    for pattern in patterns if patterns is not None else get_resolver().url_patterns:
        if isinstance(pattern, URLResolver):
            if pattern.namespace == "admin" or patterns is not None:
                yield from admin_routes(pattern.url_patterns)
        elif patterns is not None and pattern.name:
            yield f"admin:{pattern.name}"


ADMIN_PARTS = sorted({name.rpartition("_")[0] or name for name in admin_routes()})
"""The routes of the admin by what their names begin with: those of a model together."""


def test_every_route_has_a_row():
    found = list(routes())
    assert None not in found, "a route without a name cannot be walked"
    assert set(found) == set(ROUTES)


def queries(state: str, language: str) -> list[str]:
    """What a curious visitor adds to an address: nothing, and what it is the turn of in this state and language."""
    shift = languages.codes().index(language) + STATES.index(state)
    return ["", *turn_of(filter(None, QUERIES), shift, len(languages.codes()))]


def test_every_query_has_its_turn_in_each_language_and_in_each_state():
    for language in languages.codes():
        assert {query for state in STATES for query in queries(state, language)} == set(QUERIES)
    for state in STATES:
        assert {query for language in languages.codes() for query in queries(state, language)} == set(QUERIES)


def _holding_words(model: type[models.Model]) -> list[str]:
    """The columns of a model that can hold a canary."""
    fields = [field for field in model._meta.concrete_fields if not field.is_relation and not field.choices]
    texts = models.CharField | models.TextField
    return [field.name for field in fields if isinstance(field, texts) and (field.max_length or 100) >= len(CANARY) + 10]


def _holds_the_canary(names: Iterable[str]) -> models.Q:
    return functools.reduce(operator.or_, (models.Q(**{f"{name}__icontains": CANARY}) for name in names))


def test_every_kind_of_record_has_a_hidden_one(world):
    """A new kind of record or file is in the world, or the walk would not see where it leaks."""
    rooms = ("cluster", "caps", "partners", "news")
    bare = {
        model
        for model in set(apps.get_models()) - {EditionDoor, SealedFile, QuotationReading}
        if model._meta.app_label in rooms
        and (names := _holding_words(model))
        and not model._base_manager.filter(_holds_the_canary(names)).exists()
    }
    assert bare == set()
    with_files = {
        model._meta.label_lower
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if isinstance(field, models.FileField)
    }
    # Nothing is sealed of a draft.
    assert {path.partition("/")[0] for path in world.files} | {SealedFile._meta.label_lower} == with_files


def addresses(world: World, name: str) -> Iterable[str]:
    tried = ROUTES[name]
    for code in languages.codes():
        with override(code):
            for kwargs in tried(world, code):
                try:
                    path = reverse(name, kwargs=kwargs)
                except NoReverseMatch:
                    continue
                yield from (path + query for query in (queries(world.state, code) if tried is once else ("",)))


def admin_addresses(world: World, part: str) -> Iterable[str]:
    sender, _made = get_user_model().objects.get_or_create(username="sender")
    sheet = SheetJob.objects.create(kind="partners.partner", by=sender, language=languages.main(), file_name=f"{CANARY}.csv")
    for name in (name for name in admin_routes() if (name.rpartition("_")[0] or name) == part):
        for pk in _keys_asked_of(world, name):
            for arguments in ([], [pk], [pk, pk], ["caps"], ["cluster.institution", pk, pk + 1], [sheet.key]):
                try:
                    yield reverse(name, args=arguments)
                except NoReverseMatch:
                    continue


def _keys_asked_of(world: World, name: str) -> set[int]:
    """Of a route that is a model's, the keys of the model's hidden records and some others; else of whatever is hidden."""
    models_named_so = (
        one for one in admin.site._registry if name.startswith(f"admin:{one._meta.app_label}_{one._meta.model_name}_")
    )
    model = next(models_named_so, None)
    if model is None:
        return {thing.pk for thing in world.hidden}
    held = model._base_manager.filter(_holds_the_canary(names)) if (names := _holding_words(model)) else []
    others = model._base_manager.order_by("pk").values_list("pk", flat=True)[:2]
    return {*(record.pk for record in held), *others, UNKNOWN_KEY}


def body_of(response) -> str:
    """Headers and body, and what a PDF or a zip holds folded away: a canary must not hide in a compressed stream."""
    content = b"".join(response.streaming_content) if response.streaming else response.content
    content += b"\n".join(_unfolded(content, response.get("Content-Type", "")))
    headers = " ".join(f"{name}: {value}" for name, value in response.items())
    return f"{headers}\n{content.decode('utf-8', 'replace')}"


def _unfolded(content: bytes, kind: str) -> Iterable[bytes]:
    if kind == "application/pdf" and b"%%EOF" in content[-1024:]:
        reader = PdfReader(io.BytesIO(content))
        yield str(reader.metadata).encode()
        yield from (page.extract_text().encode() for page in reader.pages)
    if kind == "application/zip" and content:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for name in archive.namelist():
                yield name.encode()
                yield archive.read(name)
                yield from _unfolded(archive.read(name), "application/pdf" if name.endswith(".pdf") else "")


@pytest.mark.cases(80)
@pytest.mark.parametrize("name", ROUTES)
def test_walk_finds_nothing_hidden(client, world, caplog, name):
    walked = sorted(set(addresses(world, name)))
    assert walked, "nothing was tried"
    leaks = []
    for path in walked:
        asked = path.lower().count(CANARY.lower())
        for method in METHODS if EVERYTHING or "?" not in path else METHODS[:1]:
            response = getattr(client, method)(path)
            assert response.status_code < 500, path
            if name.startswith("reading-") and _leads_to_a_notice(world, response):
                continue
            found = len(re.findall(CANARY, body_of(response), re.IGNORECASE))
            # A search page says again what was asked, and every page of a list leads on with the same words; a page of one's
            # account that refuses still lets its language be changed, and so holds its own address.
            if found and not (asked and response.status_code in ECHOING and _only_echoes(body_of(response), path)):
                leaks.append((method, path))
    assert leaks == []
    assert CANARY.lower() not in _beside_what_was_asked(caplog.text, walked).lower()


def _leads_to_a_notice(world: World, response) -> bool:
    """Whether a reader’s own key leads to where the public read the release until its withdrawal, and says nothing else."""
    taken_back = [
        release.get_absolute_url(code)
        for release in world.of(PressRelease)
        for code in languages.codes()
        if release.was_taken_back(code)
    ]
    leads = re.sub(r"\.(pdf|txt|zip)$", "/", response.get("Location", ""))
    return response.status_code == 302 and leads in taken_back and not response.content


def _beside_what_was_asked(log: str, walked: list[str]) -> str:
    """The log without the addresses that the walk itself asked for."""
    for path in sorted(walked, key=len, reverse=True):
        log = log.replace(path.partition("?")[0], "")
    return log


def _only_echoes(body: str, path: str) -> bool:
    """Whether the canary stands only where the visitor's own words are said again: the box, the result line, links, where
    a sign-in leads back to."""
    word = re.escape(CANARY)
    rest = re.sub(rf'value="{word}"|name="next" value="[^"]*"', "", body)
    rest = re.sub(rf"[?&](?:amp;)?(?:q|region|theme)={word}[-a-z]*", "", rest, flags=re.IGNORECASE)
    rest = re.sub(rf"%(?:3F|26)(?:q|region|theme)%3D{word}[-a-z]*", "", rest, flags=re.IGNORECASE)
    rest = re.sub(rf"[“«]\s?{word}\s?[”»]|<title>{word}, |> ?{word} <span aria-hidden", "", rest)
    return not re.search(CANARY, rest, re.IGNORECASE)


@pytest.mark.parametrize("part", ADMIN_PARTS)
def test_walk_of_the_admin_finds_nothing_without_sign_in(client, world, part):
    walked = sorted(set(admin_addresses(world, part)))
    assert walked, "nothing was tried"
    leaks = []
    for path in walked:
        response = client.get(path)
        assert response.status_code < 500, path
        if CANARY.lower() in body_of(response).lower():
            leaks.append(path)
    assert leaks == []


def _answer(client, path: str, method: str) -> tuple[int, str, str]:
    """What an answer tells: its status, where it leads, and its body without what differs each time."""
    response = getattr(client, method)(path)
    del response["Content-Security-Policy"]  # in another order each time
    body = body_of(response)
    let_go(response)
    changing = r'nonce-[\w+/=]+|csrfmiddlewaretoken" value="\w+"|"challenge": "[^"]+"|csrftoken=\w+|sessionid=\w+|expires=[^;]+'
    return response.status_code, response.get("Location", ""), re.sub(changing, "", body)


@pytest.fixture
def password_only(settings):
    """Signed in with every right and a password, where a second factor is needed: it has shown none."""
    cache.clear()
    settings.SECOND_FACTOR = True
    get_user_model().objects.create_superuser("half", password="une phrase assez longue")
    client = Client()
    client.post(reverse("account_login"), {"login": "half", "password": "une phrase assez longue"})
    assert "_auth_user_id" in client.session
    return client


@pytest.mark.in_full
def test_a_password_alone_opens_no_more_than_no_password(client, world, password_only):
    """Every route outside the admin and one's own account, previews and files of unpublished things among them."""
    outside = [name for name in ROUTES if not name.startswith(SecondFactorMiddleware.ACCOUNT_PAGES)]
    own = {"second-factor", "invitation"}
    found = sorted({path for name in outside if name not in own for path in addresses(world, name) if "?" not in path})
    walked = turn_of(found, STATES.index(world.state), len(STATES))
    assert len(found) > 200
    compared = 0
    for path in walked:
        before, told = _answer(client, path, "get"), _answer(password_only, path, "get")
        assert (told[:2], CANARY in told[2]) == (before[:2], CANARY in before[2]), path
        if told == before:
            compared += 1
        else:  # something of it is made up anew each time
            assert _answer(client, path, "get") != before, path
    assert compared > 0.9 * len(walked)


def test_a_password_alone_opens_nothing_of_the_back_office(world, password_only):
    found = sorted({path for part in ADMIN_PARTS for path in admin_addresses(world, part)})
    walked = turn_of(found, STATES.index(world.state), len(STATES))
    assert any("autocomplete" in path for path in found) and any("export" in path for path in found)
    for path in walked:
        for method in ("get", "post"):
            response = getattr(password_only, method)(path)
            assert (response.status_code, body_of(response).lower().count(CANARY.lower())) in {(302, 0), (404, 0)}, path
    assert password_only.get(reverse("admin:index"), follow=True).request["PATH_INFO"] == reverse("second-factor")


def test_a_password_alone_changes_nothing_of_ones_own_account(world, password_only):
    pages = [name for name in ROUTES if name.startswith(SecondFactorMiddleware.ACCOUNT_PAGES)]
    closed = set(pages) - SecondFactorMiddleware.WAY_IN
    assert {"mfa_activate_totp", "mfa_add_webauthn", "account_change_password", "mfa_generate_recovery_codes"} <= closed
    for name in closed:
        for path in addresses(world, name):
            for method in ("get", "post"):
                response = getattr(password_only, method)(path)
                assert (response.status_code, response["Location"]) == (302, reverse("second-factor")), path


def test_with_the_second_factor_the_same_account_sees_what_is_hidden(world, password_only):
    """The walks above would find it: this session has shown its factor, and sees the canary in previews, files and forms."""
    user = get_user_model().objects.get(username="half")
    factor = Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={})
    session = password_only.session
    session["account_authentication_methods"] += [{"method": "mfa", "type": "totp", "id": factor.pk, "at": time.time()}]
    session.save()
    paths = [path for name in ("preview", "media") for path in addresses(world, name)]
    assert any(CANARY in _answer(password_only, path, "get")[2] for path in paths[:3])
    forms = [path for path in admin_addresses(world, "admin:news_pressrelease") if path.endswith("/change/")]
    assert any(CANARY in _answer(password_only, path, "get")[2] for path in forms)
    assert password_only.get(reverse("admin:index")).status_code == 200
    assert {_answer(password_only, path, "get")[0] for path in addresses(world, "media")} == {200}
    factor.delete()
    assert {_answer(password_only, path, "get")[0] for path in paths} == {404}


def test_the_canary_is_found_once_public(client, world):
    """The walk would find it: with its moment reached, each hidden thing shows on its own page."""
    for thing in world.hidden:
        type(thing).objects.filter(pk=thing.pk).update(withdrawn_at=None, **({} if isinstance(thing, PressRelease) else past()))
        if isinstance(thing, PressRelease):
            seal_anew(PressRelease.objects.get(pk=thing.pk), **past())
    path = world.of(PressRelease)[0].get_absolute_url()
    assert CANARY in client.get(path).content.decode()
    assert CANARY in client.get(reverse("press-feed")).content.decode()
    for suffix in (".txt", ".pdf", ".zip"):
        assert CANARY in body_of(client.get(path.rstrip("/") + suffix)), suffix
    assert CANARY in client.get(reverse("agenda-calendar")).content.decode()
    assert CANARY in client.get(reverse("cap-list")).content.decode()
    assert CANARY in client.get(reverse("opportunity-feed")).content.decode()
    assert CANARY.lower() in machines.sitemap(client)
    for one in opendata.published():
        for kind in ("dataset-csv", "dataset-json"):
            assert CANARY in body_of(client.get(reverse(kind, kwargs={"name": one.name}))), one.name
    html = client.get(path).content.decode()
    assert CANARY in machines.node(html)["headline"]
    assert CANARY in machines.meta(html)["og:title"][0]


@pytest.mark.parametrize("model", [m for m in apps.get_models() if issubclass(m, Addressed)], ids=lambda m: m.__name__)
def test_hidden_and_unknown_addresses_answer_alike(client, model):
    hidden = make(model, CANARY, **future())
    unknown = hidden.get_absolute_url().replace(CANARY.lower(), "jamais")
    assert unknown != hidden.get_absolute_url()
    for method in METHODS:
        one, other = (getattr(client, method)(path) for path in (hidden.get_absolute_url(), unknown))
        assert (one.status_code, _stable(one)) == (other.status_code, _stable(other))


def _stable(response) -> str:
    """Body and headers, without the one-time number of the security policy."""
    return re.sub(r"nonce-[\w+/=]+", "nonce", body_of(response))
