"""The demo data tells only what is known, marks the rest as made up, and can be loaded again and taken out at any time."""

import hashlib
import re
from collections.abc import Iterator
from html import unescape
from io import StringIO

import pytest
from django.apps import apps
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.core.management import CommandError, call_command
from django.db import DEFAULT_DB_ALIAS, models
from django.utils import translation
from reversion.models import Version

from caps.enums import InvolvementRole
from caps.models import CAP, Involvement, Opportunity, Publication
from cluster.enums import PageKey
from cluster.models import Institution, KeyFigure, NationalCluster, Page, Person, Theme
from news.documents import pdf
from news.edition_doors import open_door
from news.models import Coverage, Edition, Event, Picture, PressContact, PressRelease
from news.reading import read, read_public
from news.sealing import working_words
from partners.enums import PartnerKind
from partners.models import Partner, Pledge
from portal.demo.remove import KINDS
from publishing import languages
from publishing.models import Record, SlugRecord
from publishing.translated_texts import TranslatedText
from search import find, index
from search.models import Entry
from tests import pdfua

REAL_CAPS = {"RYDER", "AI-MADE"}
REAL_PARTNERS = {
    "État français / France 2030",
    "Agence nationale de la recherche (ANR)",
    "Secrétariat général pour l’investissement (SGPI)",
}
REAL_PEOPLE = {
    "Alain Fuchs",
    "Camille Galap",
    "Charles Bouveyron",
    "Claire Rossi",
    "Emmanuel Macron",
    "Emmanuel Vincent",
    "Frédéric Pascal",
    "Guillaume Gravier",
    "Gérard Biau",
    "Jean-Baptiste Mouret",
    "Jeanick Brisswalter",
    "Michael Toplis",
    "Nathalie Drach-Temam",
    "Thierry Coulhon",
    "Éloïc Peyrache",
    "Éric Gaussier",
}
INSTITUTIONS = [
    "SU",
    "UTC",
    "MNHN",
    "PSPBB",
    "FEI",
    "INSEAD",
    "ENSCI",
    "CNRS",
    "Inria",
    "Inserm",
    "IRD",
    "AP-HP",
    "Assas",
    "Cnam",
    "Sciences Po (Institut d’études politiques de Paris)",
    "Cour de cassation",
    "CESE",
    "Ircam",
    "IEA de Paris",
    "ONERA",
    "FSMP",
]
AMOUNTS = {
    "PR[AI]RIE-PSAI": 75,
    "MIAI Cluster": 70,
    "Hi! PARIS Cluster 2030": 70,
    "PostGenAI@Paris": 35,
    "ENACT": 30,
    "ANITI": 20,
    "DATAIA-Cluster": 20,
    "SequoIA": 20,
    "3IA Côte d’Azur 2030": 20,
}
HOUSE = ("publishing", "search", "cluster", "caps", "partners", "news", "mailing")
NEVER_THE_SAME = {"id", "created_at", "modified_at", "stamp"}


def run(command: str, **options) -> str:
    out = StringIO()
    call_command(command, stdout=out, **options)
    return out.getvalue()


def empty() -> None:
    """Empty the house’s tables, the editions first: nothing else may take them."""
    PressRelease.objects.update(**dict.fromkeys([*languages.columns("edition"), *languages.columns("public_from")]))
    with open_door(Edition.objects.values_list("pk", flat=True), "emptied"):
        Edition.objects.all().delete()
    for model in _tables():
        model._base_manager.all()._raw_delete(using=DEFAULT_DB_ALIAS)


def rows() -> dict[str, list[dict]]:
    """Every row of the house’s tables, keys, moments and stamps included."""
    return {model._meta.label: list(model._base_manager.order_by("pk").values()) for model in _tables()}


def _tables() -> list[type[models.Model]]:
    return [model for model in apps.get_models(include_auto_created=True) if model._meta.app_label in HOUSE]


def contents() -> dict[str, list[str]]:
    """What the house’s tables hold, whatever the keys and the moments of writing: foreign keys as what they lead to."""
    names = {model: {thing.pk: _name(thing) for thing in model.objects.all()} for model in _models()}
    found = {code: sorted(_in_force(code)) for code in languages.codes()}
    said = TranslatedText.objects.values_list("model_label", "field", "language", "state", "source")
    found["how translations stand"] = sorted(map(repr, said))
    for model in _models():
        fields = [field for field in model._meta.concrete_fields if field.name not in NEVER_THE_SAME]
        found[model._meta.label] = sorted(
            repr({field.name: _content(field, thing, names) for field in fields}) for thing in model.objects.all()
        )
        for field in model._meta.many_to_many:
            found[f"{model._meta.label}.{field.name}"] = sorted(
                repr((names[model][thing.pk], names[field.related_model][other.pk]))
                for thing in model.objects.all()
                for other in getattr(thing, field.name).all()
            )
    return found


def _in_force(code: str) -> Iterator[str]:
    """What the public reads of each release: its words without the keys of records."""
    for release in PressRelease.objects.public(code).for_detail():
        words = read_public(release, code).words
        yield repr(
            [
                (words.title, words.lead, words.body, words.dated),
                [(quote.speaker, quote.text) for quote in words.quotes],
                [about.title for about in words.boilerplates],
                [(card.name, card.email) for card in words.contacts],
                [(picture.sha256, picture.alt) for picture in words.pictures],
                [thing.label for thing in words.named],
            ]
        )


def _models() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if model._meta.app_label in HOUSE and not _is_derived(model)]


SEALED = {"Contribution", "Edition", "EditionContact", "EditionFile", "EditionReference", "Strike"}
"""Written once and never again: a second loading adds to them what it must. What is in force is compared as it is read."""


def _is_derived(model) -> bool:
    """Kept in step by itself, and keyed by numbers: what searches read, the ledger of addresses, what editions hold."""
    derived = {
        "search.Entry",
        "search.StaffEntry",
        "search.VocabularyWord",
        "publishing.ContentChange",
        "publishing.SlugRecord",
        "publishing.TranslatedText",
    }
    derived |= {"publishing.DoubleDecision", "publishing.MergedRecord", "publishing.JournalLine", "publishing.RenditionJob"}
    return model._meta.label in derived or model.__name__ in SEALED


def _name(thing) -> str:
    return str(getattr(thing, "slug_fr", "") or getattr(thing, "key", "") or getattr(thing, "acronym", "") or thing)


def _content(field, thing, names):
    value = getattr(thing, field.attname)
    return names.get(field.related_model, {}).get(value) if field.is_relation else str(value)


def test_institutions_are_the_21_of_the_award_in_order(demo):
    shown = Institution.objects.public("fr").for_list()
    assert [one.acronym or one.name_fr for one in shown] == INSTITUTIONS
    assert [one.circle for one in shown] == ["alliance"] * 11 + ["other"] * 10
    assert [one.acronym for one in shown if one.is_lead] == ["SU"]
    assert Institution.objects.public("en").count() == 21


def test_national_network_adds_up_to_the_envelope(demo):
    assert {one.name: one.amount_meur for one in NationalCluster.objects.all()} == AMOUNTS
    assert NationalCluster.objects.total() == KeyFigure.objects.get(key="national_envelope").value == 360
    assert {one.name for one in NationalCluster.objects.filter(was_3ia=True)} == {
        "PR[AI]RIE-PSAI",
        "MIAI Cluster",
        "ANITI",
        "3IA Côte d’Azur 2030",
    }


def test_every_figure_is_dated_and_sourced_in_every_language(demo):
    figures = list(KeyFigure.objects.all())
    assert len(figures) == 22
    missing = [
        (figure.key, code)
        for figure in figures
        for code in languages.codes()
        if not (figure.as_of and getattr(figure, f"source_{code}") and getattr(figure, f"label_{code}"))
    ]
    assert missing == []


def test_figures_that_the_portal_counts_are_borne_out_by_what_is_real_alone(demo):
    counted = {figure.key: figure for figure in KeyFigure.objects.exclude(counted_by="")}
    counting = {"caps", "industrial_partners", "industrial_pledge", "member_institutions", "national_envelope"}
    assert set(counted) == counting | {"pillars", "themes"}
    stood_in_for = ["caps", "industrial_partners", "industrial_pledge"]
    assert sorted(key for key, figure in counted.items() if not figure.agrees(figure.counted)) == stood_in_for
    assert [counted[key].counted for key in stood_in_for] == [2, 0, 0]


def test_programmes_hold_their_rules(demo):
    caps = CAP.objects.public("fr")
    assert [cap.number for cap in caps.order_by("number")] == list(range(1, 22))
    assert caps.count() == CAP.objects.public("en").count()
    assert {cap.acronym: cap.rule_breaks() for cap in caps if cap.rule_breaks()} == {}
    assert {theme.slug_fr: theme.caps.count() for theme in Theme.objects.all()} == {
        "technologies-de-rupture": 8,
        "sante": 6,
        "societes-resilientes": 7,
    }


def test_utc_takes_part_in_four_programmes_and_leads_two(demo):
    part = Involvement.objects.filter(institution__acronym="UTC")
    assert (part.count(), part.filter(role=InvolvementRole.LEAD).count()) == (4, 2)


def test_no_principal_investigator_is_a_real_person(demo):
    assert set(Person.objects.filter(memberships__isnull=False).values_list("is_example", flat=True)) == {True}


def test_industrial_partners_and_their_pledges_exceed_the_claims(demo):
    assert Partner.objects.public("fr").industrial().count() > 60
    assert 32_000_000 < Pledge.objects.industrial().total() < 40_000_000
    assert set(Partner.objects.values_list("kind", flat=True)) == set(PartnerKind.values)


def test_what_is_not_in_the_facts_is_marked(demo):
    assert set(CAP.objects.real().values_list("acronym", flat=True)) == REAL_CAPS
    assert set(Partner.objects.real().values_list("name", flat=True)) == REAL_PARTNERS
    assert {str(person) for person in Person.objects.real()} == REAL_PEOPLE
    assert not PressContact.objects.real().exists()
    assert not Involvement.objects.filter(is_example=False).exists()
    assert not Publication.objects.filter(is_example=False).exists()
    assert not Publication.objects.exclude(doi="").exists()
    notes = [getattr(cap, f"example_note_{code}") for cap in CAP.objects.real() for code in languages.codes()]
    assert all(notes)


def test_made_up_companies_cannot_be_taken_for_real_ones(demo):
    examples = Partner.objects.examples()
    assert [one.name for one in examples if "exemple" not in one.name.lower()] == []
    assert not examples.exclude(siren="").exists()


def test_made_up_telephones_and_mailboxes_lead_nowhere(demo):
    phones = [*PressContact.objects.values_list("phone", flat=True), *Partner.objects.values_list("contact_phone", flat=True)]
    emails = [*PressContact.objects.values_list("email", flat=True), *Partner.objects.values_list("contact_email", flat=True)]
    phones += Opportunity.objects.values_list("contact_phone", flat=True)
    emails += Opportunity.objects.values_list("contact_email", flat=True)
    sites = Partner.objects.examples().values_list("website", flat=True)
    assert [phone for phone in phones if phone and not re.fullmatch(r"\+33 1 99 00 \d\d \d\d", phone)] == []
    assert [email for email in emails if email and not re.search(r"[@.]example\.org$", email)] == []
    assert [site for site in sites if not re.fullmatch(r"https://[a-z0-9-]+\.example\.org", site)] == []


def test_releases_are_public_in_both_languages_at_once_and_name_every_member(demo):
    for release in PressRelease.objects.all():
        assert release.public_from_fr == release.public_from_en
        assert release.institutions.count() == 21
        assert [one.contacts_in(code)[0].spoken[0] for one in [release] for code in ("fr", "en")] == ["fr", "en"]
        for code in ("fr", "en"):
            words = re.sub(r"<[^>]+>", " ", getattr(release, f"body_{code}")).split()
            assert 300 <= len(words) <= 500
            body = " ".join(words).replace("Alliance Sorbonne Université", "").replace("Sorbonne University Alliance", "")
            assert "Sorbonne Alliance" not in body
        assert not release.quotes.exists()


@pytest.mark.parametrize("language", languages.codes())
def test_the_pdf_of_each_release_passes_the_check_of_pdf_ua(demo, language):
    for release in PressRelease.objects.public(language).for_detail():
        with translation.override(language):
            assert pdfua.faults(pdf.make(read(release, language))) == []


def test_pages_that_the_law_asks_for_are_there(demo):
    assert set(Page.objects.public("fr").exclude(key=None).values_list("key", flat=True)) == set(PageKey.values)
    assert Page.objects.public("en").count() == Page.objects.count()


def test_french_texts_are_typeset(demo):
    """Narrow spaces before ; ? ! and no-break ones before : and inside « », no typewriter apostrophe, in either language."""
    slips = []
    for model in _models():
        for thing in model.objects.all():
            for field in model._meta.concrete_fields:
                text = getattr(thing, field.attname)
                if not isinstance(text, str) or not field.name.endswith(("_fr", "_en")):
                    continue
                plain = unescape(re.sub(r"<[^>]+>", "", text))
                if re.search(r"\w'\w", plain) or (field.name.endswith("_fr") and re.search(r"« |[^\u00a0]»| [:;?!]", plain)):
                    slips.append((str(thing), field.name))
    assert slips == []


def test_every_text_has_its_translation(demo):
    """What is written in one language is written in the other, but for names that a body has in one language only."""
    lacking = []
    for model in _models():
        for thing in model.objects.all():
            for field in model._meta.concrete_fields:
                if field.name.endswith("_fr") and not field.name.startswith("public_from"):
                    other = field.name[:-3] + "_en"
                    if bool(getattr(thing, field.name)) != bool(getattr(thing, other)):
                        lacking.append((str(thing), field.name[:-3]))
    assert sorted(lacking) == [("ANITI", "long_name"), ("SequoIA", "long_name")]


def test_loading_again_changes_nothing(demo):
    before = rows()
    assert "0 records made, 0 put right" in run("load_demo")
    assert rows() == before


def test_a_half_filled_database_ends_in_the_same_state(demo):
    before = contents()
    Opportunity.objects.all().delete()
    CAP.objects.filter(number__gt=12).delete()
    CAP.objects.get(acronym="RYDER").memberships.all().delete()
    CAP.objects.get(acronym="FLUIDES").involvements.filter(role="lead").update(role="participant")
    Partner.objects.filter(name__startswith="Exemple ").delete()
    first = PressRelease.objects.filter(pk=PressRelease.objects.order_by("pk").first().pk)
    first.update(**dict.fromkeys([*languages.columns("edition"), *languages.columns("public_from")]))
    first.get().delete()
    Event.objects.examples().delete()
    Coverage.objects.all().delete()
    Page.objects.filter(slug_fr="formation").update(body_en="", public_from_en=None)
    Institution.objects.filter(acronym="UTC").update(website="", description_fr="")
    moved = Institution.objects.get(acronym="ONERA")
    moved.slug_fr = "autre-adresse"
    moved.save()
    assert contents() != before
    run("load_demo")
    assert contents() == before


def test_search_finds_what_hangs_on_a_programme(demo):
    for words in ("Nasri", "chirurgie"):
        assert [hit.title.split()[0] for hit in find.search(words, "fr", kind="cap").hits] == ["RYDER"]


def test_what_staff_changed_is_left(demo):
    own = Institution.objects.create(name_fr="Établissement à nous", kind="court", circle="other", city="Paris")
    changed = CAP.objects.get(acronym="VIGIE")
    changed.title_fr = "Un autre titre"
    changed.save()
    changed.memberships.filter(role="member").delete()
    LogEntry.objects.create(
        user=User.objects.create(username="editor"),
        content_type=ContentType.objects.get_for_model(CAP),
        object_id=str(changed.pk),
        object_repr=str(changed),
        action_flag=CHANGE,
    )
    stamp = own.stamp
    said = run("load_demo")
    own.refresh_from_db()
    changed.refresh_from_db()
    assert (own.stamp, own.name_fr, own.public_from_fr) == (stamp, "Établissement à nous", None)
    assert (changed.title_fr, changed.memberships.count()) == ("Un autre titre", 2)
    assert "Left as it is, because it was changed in the admin" in said
    assert "03 VIGIE" in said


def test_a_rule_that_cannot_hold_stops_everything(demo):
    Opportunity.objects.all().delete()
    CAP.objects.filter(number=5).delete()
    CAP.objects.create(number=5, acronym="AUTRE", title_fr="Autre", theme=Theme.objects.first())
    before = rows()
    with pytest.raises(CommandError, match="POLYGLOTTE"):
        run("load_demo")
    assert rows() == before


def test_removing_examples_leaves_none_and_keeps_the_real(demo):
    said = run("remove_examples")
    marked = [model for model in apps.get_models() if any(field.name == "is_example" for field in model._meta.fields)]
    assert {model._meta.label: model.objects.filter(is_example=True).count() for model in marked} == {
        model._meta.label: 0 for model in marked
    }
    assert {cap.acronym: cap.public_languages() for cap in CAP.objects.all()} == {"RYDER": [], "AI-MADE": []}
    assert {cap.public_from(code) for cap in CAP.objects.all() for code in languages.codes()} == {None}
    assert set(Partner.objects.values_list("name", flat=True)) == REAL_PARTNERS
    assert {str(person) for person in Person.objects.all()} == REAL_PEOPLE
    assert Institution.objects.public("fr").count() == 21
    assert not PressRelease.objects.exists()
    assert not Picture.objects.exists()
    assert "The programme 09 RYDER is a draft again" in said
    assert "Removed 19 programmes." in said
    assert run("remove_examples") == "There was no example to remove.\n"


def test_removing_examples_takes_them_out_of_the_search(demo):
    run("remove_examples")
    kinds = {kind.label: set(kind.model.objects.values_list("pk", flat=True)) for kind in index.kinds()}
    assert [entry for entry in Entry.objects.all() if entry.object_id not in kinds[entry.model_label]] == []
    assert find.search("Nasri", "fr").hits == []


def test_removed_examples_leave_neither_address_nor_revision(demo):
    """Their addresses are free for real things, and nobody “recovers” what was made up."""
    call_command("createinitialrevisions", "partners.Partner", verbosity=0)
    assert Version.objects.get_for_model(Partner).count() > 60
    run("remove_examples")
    kinds = {model._meta.label_lower: set(model.objects.values_list("pk", flat=True)) for model in KINDS}
    assert [str(one) for one in SlugRecord.objects.all() if one.object_id not in kinds[one.model_label]] == []
    assert {version.object.name for version in Version.objects.get_for_model(Partner)} == REAL_PARTNERS


@pytest.mark.in_full
def test_examples_come_back_after_they_were_removed(demo):
    before = contents()
    run("remove_examples")
    run("load_demo")
    assert contents() == before


def test_a_real_record_that_stands_on_an_example_stops_the_removal(demo):
    theme = Theme.objects.create(name_fr="Domaine d’exemple", is_example=True)
    CAP.objects.filter(acronym="RYDER").update(theme=theme)
    before = rows()
    with pytest.raises(CommandError, match="09 RYDER"):
        run("remove_examples")
    assert rows() == before


def test_every_kind_of_record_is_removed_with_the_others():
    assert set(KINDS) == {model for model in apps.get_models() if issubclass(model, Record)}


def test_real_only_loads_no_example(demo):
    empty()
    run("load_demo", real_only=True)
    marked = [model for model in apps.get_models() if any(field.name == "is_example" for field in model._meta.fields)]
    assert [model for model in marked if model.objects.filter(is_example=True).exists()] == []
    assert {cap.acronym: cap.public_from_fr for cap in CAP.objects.all()} == {"RYDER": None, "AI-MADE": None}
    assert Institution.objects.count() == 21
    with pytest.raises(CommandError):
        run("load_demo", real_only=True, times=2)


@pytest.mark.in_full
@pytest.mark.slow
def test_times_multiplies_with_marked_examples_only(demo):
    before, real = contents(), {model: model.objects.real().count() for model in KINDS}
    run("load_demo", times=2)
    assert {model: model.objects.real().count() for model in KINDS} == real
    added = {model: model.objects.examples().filter(slug_fr__startswith="exemple-2-").count() for model in (CAP, Institution)}
    assert added == {CAP: 21, Institution: 21}
    assert {cap.acronym: cap.rule_breaks() for cap in CAP.objects.all() if cap.rule_breaks()} == {}
    assert Involvement.objects.filter(institution__acronym="UTC").count() == 4
    everything = rows()
    run("load_demo", times=2)
    assert rows() == everything
    assert not NationalCluster.objects.examples().exists()
    assert all(set(lines) >= set(before[label]) for label, lines in contents().items())


@pytest.mark.in_full
@pytest.mark.slow
def test_a_batch_copied_says_what_a_batch_written_says(demo):
    run("load_demo", times=3)
    editions = {number: PressRelease.objects.get(slug_fr=f"exemple-{number}-001").edition_in("fr") for number in (2, 3)}
    for number, edition in editions.items():
        words = working_words(edition.release)["fr"]
        assert (edition.digest, edition.title) == (words.digest, words.title.words)
        assert edition.hash == hashlib.sha256(edition.payload.encode()).hexdigest()
        assert f"Exemple {number}-001" in edition.title
    for model in (CAP, Institution, PressRelease):
        two, three = (model.objects.filter(slug_fr__startswith=f"exemple-{number}-") for number in (2, 3))
        assert three.count() == two.count() > 0
        assert list(two.public("fr").values_list("pk")) and two.public("fr").count() == three.public("fr").count()
    assert {one.acronym: one.rule_breaks() for one in CAP.objects.all() if one.rule_breaks()} == {}
    assert (
        SlugRecord.objects.filter(slug__startswith="exemple-3-").count()
        == SlugRecord.objects.filter(slug__startswith="exemple-2-").count()
    )
    assert make_institution_after_the_copies().pk > Institution.objects.examples().order_by("-pk")[1].pk


def make_institution_after_the_copies() -> Institution:
    return Institution.objects.create(name_fr="Après", name_en="After", is_example=True)
