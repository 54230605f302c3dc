"""Two records become one: whatever leads to the one that goes leads to the other, or nothing is changed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.core.exceptions import PermissionDenied
from django.db import models
from django.utils.translation import override
from reversion import add_to_revision, create_revision
from reversion.models import Version

from caps.enums import HalQueryKind, InvolvementRole
from caps.models import (
    CAP,
    Course,
    HalFinding,
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
from cluster.models import Institution, NationalCluster, Person, Role, Theme
from mailing.models import Journalist, Mailbox, NewsletterIssue, NewsletterItem, NewsletterReader, ReleaseAudience
from mailing.tests.visitors import visitors_message
from news.edition_doors import open_door
from news.models import Article, Contribution, Edition, EditionReference, Event, PressRelease, Quote
from partners.models import Partner, Pledge
from publishing import languages
from publishing.collaboration_tables import Assignment, RecordCare, RecordComment
from publishing.double_decisions import DoubleDecision
from publishing.doubles import kind_of, kinds
from publishing.models import SlugRecord
from publishing.record_merging import Merged, MergeOrder, MergeRefused, merge, row_collisions
from publishing.record_references import keys_to, numbered_references, unexplained_numbers
from publishing.translated_texts import TranslatedText, TranslationState
from search.models import Entry
from tests.backoffice import form_of, route, staff
from tests.make import cap, draft, make, past, seal_anew

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator():
    return get_user_model().objects.create_user("ada", is_staff=True, is_superuser=True)


def two(model: type[models.Model], **given: Any) -> tuple[Any, Any]:
    """A record to keep and one to merge into it."""
    return make(model, "Garde", **given), make(model, "Parti", **given)


def merged(kept: Any, gone: Any, by: Any, **chosen: Any) -> Merged:
    kept.refresh_from_db(), gone.refresh_from_db()
    kind = kind_of(type(kept))
    assert kind is not None
    return merge(kind, kept.pk, gone.pk, MergeOrder((str(kept.stamp), str(gone.stamp)), **chosen), by)


def refused(kept: Any, gone: Any, by: Any, **chosen: Any) -> str:
    with override("en"), pytest.raises(MergeRefused) as caught:
        merged(kept, gone, by, **chosen)
    assert type(gone).objects.filter(pk=gone.pk).exists()
    return " ".join(map(str, caught.value.sentences))


# Every table that leads to a record


def _tied(model: type[models.Model], field: str) -> Callable[[Any], Any]:
    def tie(record: Any) -> Any:
        owner = make(model)
        getattr(owner, field).add(record)
        through = getattr(model, field).through
        return through._base_manager.latest("pk")

    return tie


def _tie(related: Any, record: Any) -> Any:
    related.add(record)
    return related.through._base_manager.latest("pk")


def _audience(theme: Theme) -> Any:
    audience = ReleaseAudience.objects.create(release=make(PressRelease, **draft()))
    audience.themes.add(theme)
    return ReleaseAudience.themes.through._base_manager.latest("pk")


def _journalist(theme: Theme) -> Any:
    journalist = make(Journalist)
    journalist.themes.add(theme)
    return Journalist.themes.through._base_manager.latest("pk")


def _reader(theme: Theme) -> Any:
    return _tie(NewsletterReader.objects.create(email="jane@example.net", language="fr", leave_token="x").themes, theme)


def _named_in_an_edition(field: str) -> Callable[[Any], EditionReference]:
    def seal(record: Any) -> EditionReference:
        release = make(PressRelease, **draft())
        if field == "person":
            make(Quote, release=release, person=record)
        else:
            getattr(release, f"{field}s").add(record)
        seal_anew(release, **past())
        return EditionReference.objects.filter(**{field: record}, edition__language="fr").first()

    return seal


ROWS: dict[str, Callable[[Any], Any]] = (
    {
        "cluster.Role.person": lambda person: make(Role, person=person),
        "cluster.Role.institution": lambda institution: make(Role, person=make(Person), institution=institution),
        "caps.CAP.theme": lambda theme: make(CAP, theme=theme),
        "caps.Membership.person": lambda person: Membership.objects.create(
            cap=make(CAP), person=person, institution=make(Institution)
        ),
        "caps.Membership.institution": lambda institution: Membership.objects.create(
            cap=make(CAP), person=make(Person), institution=institution
        ),
        "caps.Involvement.institution": lambda institution: Involvement.objects.create(cap=make(CAP), institution=institution),
        "caps.PartnerInvolvement.partner": lambda partner: PartnerInvolvement.objects.create(cap=make(CAP), partner=partner),
        "caps.Opportunity.institution": lambda institution: make(Opportunity, institution=institution),
        "caps.Opportunity_themes.theme": _tied(Opportunity, "themes"),
        "caps.Opportunity_themes.opportunity": lambda opportunity: _tie(opportunity.themes, make(Theme)),
        "caps.Opportunity_keywords.opportunity": lambda opportunity: _tie(opportunity.keywords, make(Keyword)),
        "caps.PersonPublication.person": lambda person: PersonPublication.objects.create(
            person=person, publication=make(Publication)
        ),
        "caps.PersonPublication.publication": lambda publication: PersonPublication.objects.create(
            person=make(Person), publication=publication
        ),
        "caps.ProgrammePublication.publication": lambda publication: ProgrammePublication.objects.create(
            cap=make(CAP), publication=publication
        ),
        "caps.HalFinding.publication": lambda publication: HalFinding.objects.create(
            query=make(HalQuery), publication=publication
        ),
        "caps.HalQuery.person": lambda person: HalQuery.objects.create(
            person=person, kind=HalQueryKind.IDHAL, identifier="claire-exemple"
        ),
        "partners.Pledge.partner": lambda partner: make(Pledge, partner=partner),
        "news.Quote.person": lambda person: make(Quote, release=make(PressRelease, **draft()), person=person),
        "caps.Course_institutions.institution": _tied(Course, "institutions"),
        "mailing.Journalist_themes.theme": _journalist,
        "mailing.ReleaseAudience_themes.theme": _audience,
        "mailing.NewsletterReader_themes.theme": _reader,
        "mailing.NewsletterItem.opportunity": lambda opportunity: NewsletterItem.objects.create(
            issue=make(NewsletterIssue), opportunity=opportunity
        ),
        "mailing.Mailbox_institutions.institution": _tied(Mailbox, "institutions"),
        "mailing.Mailbox_partners.partner": _tied(Mailbox, "partners"),
        "mailing.ContactMessage.institution": lambda institution: visitors_message(institution=institution),
        "mailing.ContactMessage.partner": lambda partner: visitors_message(partner=partner),
    }
    | {
        f"news.{model.__name__}_{field}s.{field}": _tied(model, f"{field}s")
        for model in (PressRelease, Article, Event)
        for field in ("institution", "partner")
    }
    | {f"news.EditionReference.{field}": _named_in_an_edition(field) for field in ("institution", "partner", "person")}
)
"""For each column that is a key of a record that may be merged, a row of it. A new relation needs one here."""

NUMBERED = {
    "publishing.TranslatedText.object_id",
    "publishing.TranslatedText.record_id",
    "publishing.SlugRecord.object_id",
    "publishing.RecordCare.object_id",
    "publishing.RecordComment.object_id",
    "publishing.Assignment.object_id",
}
"""The columns of numbers that follow; each has a test below."""


def _name(reference: Any) -> str:
    return f"{reference.model._meta.label}.{reference.name}"


def test_every_relation_is_known_to_these_tests():
    assert {_name(key) for kind in kinds() for key in keys_to(kind.model)} == set(ROWS)
    assert {reference.name for reference in numbered_references()} == NUMBERED


def test_every_column_of_numbers_says_what_it_names():
    assert list(unexplained_numbers()) == []


@pytest.mark.in_full
@pytest.mark.parametrize("model", [Institution, Person, Theme, NationalCluster, Partner, Opportunity, Publication])
def test_whatever_leads_to_the_one_that_goes_leads_to_the_other(model, administrator):
    kept, gone = two(model)
    rows = {_name(key): (key, ROWS[_name(key)](gone)) for key in keys_to(model)}
    merged(kept, gone, administrator, may_gain=True, may_lose=True)
    found = {
        name: set(key.model._base_manager.filter(pk=row.pk).values_list(key.attname, flat=True))
        for name, (key, row) in rows.items()
    }
    assert found == dict.fromkeys(rows, {kept.pk})
    assert not model.objects.filter(pk=gone.pk).exists()


def test_a_row_that_both_have_is_one_with_the_role_that_was_chosen(administrator):
    (kept, gone), programme = two(Institution), make(CAP)
    Involvement.objects.create(cap=programme, institution=kept)
    Involvement.objects.create(cap=programme, institution=gone, role=InvolvementRole.LEAD)
    [collision] = row_collisions(kept, gone)
    release = make(PressRelease, **draft())
    release.institutions.set([kept, gone])
    merged(kept, gone, administrator, rows=frozenset([collision.key]))
    assert [(row.institution_id, row.role) for row in programme.involvements.all()] == [(kept.pk, InvolvementRole.LEAD)]
    assert list(release.institutions.all()) == [kept]


def test_a_row_that_both_have_stays_the_kept_ones_unless_chosen(administrator):
    (kept, gone), programme = two(Person), make(CAP)
    for person, title in ((kept, "A"), (gone, "B")):
        Membership.objects.create(cap=programme, person=person, institution=make(Institution), title=title)
    merged(kept, gone, administrator)
    assert [(row.person_id, row.title) for row in programme.memberships.all()] == [(kept.pk, "A")]


# The record itself


def test_names_are_united_and_what_is_empty_is_filled(administrator):
    kept = make(Institution, "Garde", aliases="Un\nDeux", acronym="", city="Paris")
    gone = make(Institution, "Parti", aliases="deux\nTrois", acronym="PRT", city="Lyon")
    names = [getattr(gone, column) for column in languages.columns("name")]
    merged(kept, gone, administrator)
    kept.refresh_from_db()
    assert kept.aliases.splitlines() == ["Un", "Deux", *names, "Trois"]
    assert (kept.acronym, kept.city) == ("PRT", "Paris")


def test_what_is_chosen_is_taken_and_the_name_that_gives_way_is_another_name(administrator):
    kept, gone = two(Partner, siren="", country="FR", aliases="")
    gone.siren = "732829320"
    gone.save()
    names = kept.name, gone.name
    merged(kept, gone, administrator, taken=frozenset(["name", "country"]))
    kept.refresh_from_db()
    assert (kept.name, kept.aliases.splitlines(), kept.siren) == (names[1], [names[0]], "732829320")


def test_private_data_move_unseen_and_two_of_them_need_the_right(django_user_model):
    editor = django_user_model.objects.create_user("edith", is_staff=True)
    editor.user_permissions.set(Permission.objects.filter(codename__in=["change_partner", "delete_partner"]))
    kept, gone = two(Partner, **draft())
    empty = dict.fromkeys(Partner.private_fields, "")
    assert "private" in refused(kept, gone, editor)
    Partner.objects.filter(pk=kept.pk).update(**empty)
    merged(kept, gone, editor)
    kept.refresh_from_db()
    assert kept.contact_email == gone.contact_email


def test_how_translations_stand_comes_along(administrator):
    kept, gone = two(Person, biography_fr="", biography_en="")
    gone.biography_fr, gone.biography_en = "<p>Ancien</p>", "<p>Old</p>"
    gone.save()
    gone.biography_fr = "<p>Nouveau texte</p>"
    gone.save()
    role = make(Role, person=gone, institution=make(Institution))
    role.title_fr = "Autre chose"
    role.save()
    merged(kept, gone, administrator, may_gain=True)
    states = TranslatedText.objects.of_record(kept).values_list("field", "state")
    assert ("biography", TranslationState.STALE) in states
    assert ("title", TranslationState.STALE) in states
    assert not TranslatedText.objects.filter(record_label="cluster.person", record_id=gone.pk).exists()


def test_what_staff_keep_beside_a_record_comes_along_and_the_kept_ones_care_stays(administrator):
    kept, gone = two(Person)
    owner = get_user_model().objects.create_user("owner")
    for person, who in ((kept, owner), (gone, None)):
        RecordCare.objects.create(record=person, owner=who)
    RecordComment.objects.create(record=gone, text="Lire la biographie")
    Assignment.objects.create(record=gone, title="Relire")
    merged(kept, gone, administrator, may_gain=True)
    assert [care.owner for care in RecordCare.objects.all()] == [owner]
    assert {row.object_id for table in (RecordCare, RecordComment, Assignment) for row in table.objects.all()} == {kept.pk}


# What the public sees


def test_both_addresses_lead_to_the_page_that_stays(administrator, client):
    kept, gone = two(Partner)
    old = {code: gone.get_absolute_url(code) for code in languages.codes()}
    older = gone.slug_fr
    gone.slug_fr = "encore-autrement"
    gone.save()
    old["older"] = old["fr"].replace(older, "encore-autrement")
    merged(kept, gone, administrator)
    assert Entry.objects.filter(model_label="partners.partner", object_id=gone.pk).count() == 0
    assert Entry.objects.filter(model_label="partners.partner", object_id=kept.pk).count() == len(languages.codes())
    for code, path in old.items():
        answer = client.get(path)
        assert (answer.status_code, answer["Location"]) == (301, kept.get_absolute_url(code if code != "older" else "fr"))
    assert not SlugRecord.objects.filter(model_label="partners.partner", object_id=gone.pk).exists()


def test_editions_stay_as_they_were_sealed_and_their_links_live(administrator, client):
    kept, gone = two(Institution)
    reference = ROWS["news.EditionReference.institution"](gone)
    release = reference.edition.release
    before = list(Edition.objects.order_by("pk").values())
    leaves = list(EditionReference.objects.order_by("pk").values("pk", "place", "part", "part_place", "words"))
    merged(kept, gone, administrator)
    assert list(Edition.objects.order_by("pk").values()) == before
    assert list(EditionReference.objects.order_by("pk").values("pk", "place", "part", "part_place", "words")) == leaves
    page = client.get(release.get_absolute_url("fr")).content.decode()
    assert reference.words in page
    assert kept.get_absolute_url("fr") in page
    with open_door([], "test"):
        pass  # every door is closed again
    assert not reference.edition._meta.apps.get_model("news.EditionDoor").objects.exists()


def test_a_merge_publishes_nothing_unless_it_is_said(administrator):
    kept, gone = make(Person, "Garde"), make(Person, "Parti", **draft())
    make(Role, person=gone, institution=make(Institution))
    assert kept.public_languages() == []
    assert "would be seen" in refused(kept, gone, administrator)
    merged(kept, gone, administrator, may_gain=True)
    assert Person.objects.get().public_languages() == languages.codes()


def test_a_text_that_was_not_public_is_taken_only_if_chosen(administrator):
    kept, gone = make(Partner, "Garde", description_fr="", description_en=""), make(Partner, "Parti", **draft())
    merged(kept, gone, administrator, may_gain=True)
    kept.refresh_from_db()
    assert kept.description_fr in ("", None)


def test_a_public_page_goes_off_only_if_it_is_said(administrator):
    kept, gone = make(Partner, "Garde", **draft()), make(Partner, "Parti")
    assert "its page would go" in refused(kept, gone, administrator)
    merged(kept, gone, administrator, may_lose=True)
    assert Partner.objects.get().public_languages() == []


def test_a_rule_of_a_public_programme_is_told_and_nothing_is_changed(administrator):
    programme = cap()
    first, second = (row.institution for row in programme.memberships.order_by("pk"))
    assert str(programme) in refused(first, second, administrator)
    assert programme.memberships.values("institution").distinct().count() == 2


# Who, and when


@pytest.mark.parametrize("group", ["Translators", "Press officers", "Editors"])
def test_only_who_changes_and_deletes_both_merges(group, django_user_model):
    user = django_user_model.objects.create_user("g", is_staff=True)
    user.groups.add(Group.objects.get(name=group))
    kept, gone = two(Institution)
    kept.refresh_from_db(), gone.refresh_from_db()
    may = user.has_perms(["cluster.change_institution", "cluster.delete_institution", "cluster.publish_institution"])
    if may:
        merged(kept, gone, user)
    else:
        with pytest.raises(PermissionDenied):
            merged(kept, gone, user)
    assert Institution.objects.count() == (1 if may else 2)


def test_what_was_saved_or_merged_meanwhile_is_not_merged(administrator):
    kept, gone = two(Theme)
    kind = kind_of(Theme)
    order = MergeOrder((str(kept.stamp), str(gone.stamp)))
    Theme.objects.get(pk=gone.pk).save()
    with pytest.raises(MergeRefused) as caught:
        merge(kind, kept.pk, gone.pk, order, administrator)
    assert caught.value.is_stale
    merged(kept, gone, administrator)
    for pair in ((kept.pk, gone.pk), (gone.pk, kept.pk), (kept.pk, kept.pk), (2**70, kept.pk)):
        with pytest.raises(MergeRefused):
            merge(kind, *pair, order, administrator)


def test_an_example_is_never_merged_into_what_is_none(administrator):
    kept, gone = make(Theme, "Garde"), make(Theme, "Parti", is_example=True)
    assert "example" in refused(kept, gone, administrator)


def test_the_one_that_goes_is_recovered_from_the_history_with_its_own_rows(administrator):
    kept, gone = two(Person)
    role = make(Role, person=gone)
    programme = make(CAP)
    Membership.objects.create(cap=programme, person=gone, institution=make(Institution))
    name = str(gone)
    merged(kept, gone, administrator, may_gain=True)
    version = Version.objects.get_deleted(Person).get()
    assert version.object_repr == name
    assert Role.objects.get(pk=role.pk).person == kept
    [note] = Version.objects.get_for_object(kept)
    assert name in note.revision.comment
    assert Version.objects.get_for_object(programme).get().revision == note.revision
    assert programme.stamp != CAP.objects.get().stamp


def test_whose_merge_changed_the_words_of_a_release_is_known(administrator):
    (kept, gone), release = two(Person), make(PressRelease, **draft())
    make(Quote, release=release, person=gone)
    merged(kept, gone, administrator, may_gain=True)
    assert {row.by for row in Contribution.objects.filter(release=release)} == {administrator}


def test_what_was_said_of_the_pair_is_forgotten(administrator):
    kept, gone = two(Theme)
    DoubleDecision.objects.create(
        first_label="cluster.theme", first_id=kept.pk, second_label="cluster.theme", second_id=gone.pk, digest="x"
    )
    merged(kept, gone, administrator)
    assert not DoubleDecision.objects.exists()


def test_an_older_revision_that_names_the_one_that_went_leads_to_the_one_that_stays(administrator):
    kept, gone, last = make(Person, "Garde"), make(Person, "Parti"), make(Person, "Encore")
    programme = make(CAP, **draft())
    row = Membership.objects.create(cap=programme, person=last, institution=make(Institution))
    with create_revision():
        add_to_revision(programme)
    version = Version.objects.get_for_object(programme).get()
    merged(gone, last, administrator, may_gain=True)
    merged(kept, gone, administrator, may_gain=True)
    row.delete()
    client = staff()
    url = route(CAP, "revision", programme.pk, version.pk)
    assert client.post(url, form_of(client.get(url), CAP)).status_code == 302
    assert [member.person for member in programme.memberships.all()] == [kept]


def test_an_older_revision_that_names_what_is_gone_is_refused_in_words():
    programme, person = make(CAP, **draft()), make(Person)
    row = Membership.objects.create(cap=programme, person=person, institution=make(Institution))
    with create_revision():
        add_to_revision(programme)
    version = Version.objects.get_for_object(programme).get()
    row.delete(), person.delete()
    answer = staff().get(route(CAP, "revision", programme.pk, version.pk), follow=True)
    assert "cannot be taken back" in answer.content.decode()
