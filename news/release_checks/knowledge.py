"""The portal’s records turned into ``Knowledge``: one query a model, whatever their number."""

from __future__ import annotations

import re

from django.db import models
from django.utils import timezone
from django.utils.html import strip_tags
from django.utils.translation import override

from caps.enums import InvolvementRole, MembershipRole
from caps.models import CAP, Involvement, Membership
from cluster.models import Institution, KeyFigure, Milestone, NationalCluster, Person
from cluster.models.institutions import lines
from news.models import Boilerplate, GlossaryPair, PressContact
from partners.models import Partner
from proofreading.knowledge import (
    CLUSTER,
    MEMBER,
    PARTNER,
    TERM,
    Knowledge,
    KnownBoilerplate,
    KnownContact,
    KnownFigure,
    KnownMilestone,
    KnownName,
    KnownOrganisation,
    KnownPerson,
    KnownProgramme,
    KnownRecord,
    KnownRole,
    TermPair,
)
from proofreading.text import fold
from publishing import languages

# A country said before a name abroad, and left out at home.
_COUNTRY = ("French ",)
_ASIDE = re.compile(r"\s*\(([^()]*)\)")


def load() -> Knowledge:
    """What the portal knows today. Drafts count too: staff wrote them, and only staff see findings."""
    known = Knowledge(languages=_languages(), today=timezone.localdate())
    glossary = {pair.pk: _pair(pair) for pair in GlossaryPair.objects.all()}
    known.glossary = list(glossary.values())
    known.bodies = [_institution(one) for one in Institution.objects.all()]
    known.bodies += [_cluster(one) for one in NationalCluster.objects.all()]
    known.bodies += _terms(glossary)
    known.bodies += [_partner(one) for one in Partner.objects.all()]
    known.people = [_human(one) for one in Person.objects.prefetch_related("roles")]
    known.contacts = [_contact(one) for one in PressContact.objects.all()]
    known.figures = [_figure(one) for one in KeyFigure.objects.all()]
    known.milestones = [
        KnownMilestone(one.date, one.date_end, in_languages(one, "title"), record_of(one, one.date), one.is_planned)
        for one in Milestone.objects.all()
    ]
    known.programmes = _programmes()
    known.boilerplates = [
        KnownBoilerplate(in_languages(one, "title"), _plain(in_languages(one, "body")), one.as_of, record_of(one), one.key)
        for one in Boilerplate.objects.all()
    ]
    return known


def record_of(thing: models.Model, name: str = "") -> KnownRecord:
    return KnownRecord(thing._meta.label_lower, thing.pk, name or str(thing))


def _languages() -> dict[str, dict[str, str]]:
    """The portal’s languages, the main one first, each with its name in every one of them."""
    found: dict[str, dict[str, str]] = {code: {} for code in languages.codes()}
    for reader in languages.codes():
        with override(reader):
            for code, names in found.items():
                names[reader] = str(languages.name(code))
    return found


def in_languages(thing: models.Model, field: str) -> dict[str, str]:
    """A text in each language that has it, never falling back."""
    found = {code: getattr(thing, languages.column(field, code)) or "" for code in languages.codes()}
    return {code: text for code, text in found.items() if text}


def _plain(texts: dict[str, str]) -> dict[str, str]:
    import html

    return {code: html.unescape(strip_tags(text.replace("<", " <"))) for code, text in texts.items()}


def _names(texts: dict[str, str], acronym: str, aliases: str) -> list[KnownName]:
    """Every way to say a name: in full, without what stands in brackets, by its acronym and its aliases."""
    found: list[KnownName] = []
    for code, text in texts.items():
        bare = _ASIDE.sub("", text).strip()
        found.append(KnownName(bare if bare else text, code, "official"))
        if bare.startswith(_COUNTRY):
            found.append(KnownName(bare.split(" ", 1)[1], code))
        found.extend(KnownName(aside, code) for aside in _ASIDE.findall(text) if 1 < len(aside.split()) < 12)
        found.extend(KnownName(aside, code, "acronym") for aside in _ASIDE.findall(text) if len(aside.split()) == 1)
        found.extend(
            KnownName(piece.strip(), code)
            for piece in re.split(r"\s[–—]\s", bare)
            if len(piece.split()) > 1 and len(fold(piece).split()) > 2
        )
    if acronym:
        found.append(KnownName(acronym, "", "acronym"))
    found.extend(KnownName(alias) for alias in lines(aliases))
    return found


def _institution(institution: Institution) -> KnownOrganisation:
    return KnownOrganisation(
        f"institution-{institution.pk}",
        MEMBER,
        _names(in_languages(institution, "name"), institution.acronym, institution.aliases),
        lines(institution.lookalikes),
        record_of(institution),
        institution.website,
        leads=institution.is_lead,
        acronym=institution.acronym,
    )


def _cluster(cluster: NationalCluster) -> KnownOrganisation:
    names = [KnownName(cluster.name, code, "official") for code in languages.codes()]
    names += [KnownName(text, code) for code, text in in_languages(cluster, "long_name").items()]
    names += [KnownName(alias) for alias in lines(cluster.aliases)]
    return KnownOrganisation(
        f"cluster-{cluster.pk}", CLUSTER, names, record=record_of(cluster), website=cluster.website, ours=cluster.is_ours
    )


def _partner(partner: Partner) -> KnownOrganisation:
    names = _names(dict.fromkeys(languages.codes(), partner.name), "", "")
    return KnownOrganisation(f"partner-{partner.pk}", PARTNER, names, record=record_of(partner), website=partner.website)


def _pair(pair: GlossaryPair) -> TermPair:
    terms, acronyms = in_languages(pair, "term"), in_languages(pair, "acronym")
    texts = {code: [text, *filter(None, [acronyms.get(code)])] for code, text in terms.items()}
    return TermPair(texts, record_of(pair), pair.is_organisation)


def _terms(glossary: dict[int, TermPair]) -> list[KnownOrganisation]:
    found = []
    for pk, pair in glossary.items():
        names = []
        for code, texts in pair.texts.items():
            names.append(KnownName(texts[0], code, "official"))
            names.extend(KnownName(text, code, "acronym") for text in texts[1:])
        acronym = next((name.text for name in names if name.kind == "acronym"), "")
        found.append(
            KnownOrganisation(f"glossary-{pk}", PARTNER if pair.is_body else TERM, names, record=pair.record, acronym=acronym)
        )
    return found


def _human(person: Person) -> KnownPerson:
    posts = [
        KnownRole(in_languages(role, "title"), str(role.institution_id or ""), role.start, role.end, role.as_of)
        for role in person.roles.all()
    ]
    return KnownPerson(person.given_name, person.family_name, posts, record_of(person))


def _contact(contact: PressContact) -> KnownContact:
    return KnownContact(
        contact.name,
        contact.email,
        contact.phone,
        contact.valid_from,
        contact.valid_until,
        contact.last_confirmed,
        record_of(contact),
        contact.out_of_hours,
    )


def _figure(figure: KeyFigure) -> KnownFigure:
    return KnownFigure(
        figure.key,
        figure.value,
        figure.unit,
        figure.qualifier,
        figure.scope,
        figure.as_of,
        in_languages(figure, "label"),
        in_languages(figure, "period"),
        record_of(figure),
    )


def _programmes() -> list[KnownProgramme]:
    leads = dict(Involvement.objects.filter(role=InvolvementRole.LEAD).values_list("cap_id", "institution_id"))
    investigators: dict[int, list[str]] = {}
    for row in Membership.objects.filter(role=MembershipRole.PI).select_related("person").order_by("rank", "pk"):
        investigators.setdefault(row.cap_id, []).append(str(row.person))
    return [
        KnownProgramme(
            one.acronym,
            in_languages(one, "title"),
            f"institution-{leads[one.pk]}" if one.pk in leads else "",
            investigators.get(one.pk, []),
            record_of(one),
        )
        for one in CAP.objects.all()
    ]
