"""A portal that grows: one more of everything at a time, tied to everything there is."""

from datetime import date

from django.apps import apps
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from caps.models import (
    CAP,
    Course,
    Involvement,
    Keyword,
    Membership,
    Opportunity,
    PartnerInvolvement,
    PersonPublication,
    ProgrammePublication,
    Publication,
)
from cluster.models import Institution, KeyFigure, Milestone, NationalCluster, Page, Person, Pillar, Role, Theme
from news.models import (
    Article,
    Attachment,
    Boilerplate,
    Coverage,
    Event,
    PressContact,
    PressRelease,
    Quote,
    ReleaseBoilerplate,
    ReleaseContact,
)
from partners.models import Partner, Pledge
from publishing.signals import one_change
from tests.make import cap, make, seal_anew


@one_change()
def grow() -> None:
    """One more of everything, tied to everything there is."""
    make(Theme)
    programme = cap(theme=Theme.objects.first())
    programme.keywords.add(make(Keyword))
    publication = make(Publication)
    ProgrammePublication.objects.create(cap=programme, publication=publication)
    PersonPublication.objects.create(person=programme.memberships.first().person, publication=publication)
    partner = make(Partner)
    make(Pledge, partner=partner, is_public=True)
    person = make(Person)
    make(Role, person=person, institution=make(Institution))
    for model in (Pillar, KeyFigure, Milestone, NationalCluster, Page, Coverage):
        make(model)
    make(Page, parent=Page.objects.filter(parent=None).first())
    contact, boilerplate = make(PressContact, in_press_room=True), make(Boilerplate)
    naming = [make(PressRelease), make(Article), make(Event)]
    course = make(Course)
    course.institutions.set(Institution.objects.all())
    course.caps.set(CAP.objects.all())
    for release in PressRelease.objects.all():
        ReleaseBoilerplate.objects.create(release=release, boilerplate=boilerplate)
        ReleaseContact.objects.create(release=release, contact=contact)
        make(Quote, release=release, person=person)
        Attachment.objects.create(release=release, title_fr="Document", file=_document())
    for programme in CAP.objects.all():
        PartnerInvolvement.objects.create(cap=programme, partner=partner)
        Membership.objects.get_or_create(cap=programme, person=person, defaults={"institution": Institution.objects.first()})
        Involvement.objects.get_or_create(cap=programme, institution=Institution.objects.first())
        for record in naming:
            record.caps.add(programme)
            record.institutions.add(*Institution.objects.all())
            record.partners.add(*Partner.objects.all())
    offered = make(Opportunity, cap=CAP.objects.first(), institution=Institution.objects.first(), closes=date(2200, 1, 1))
    offered.themes.add(*Theme.objects.all())
    offered.keywords.add(*Keyword.objects.all())
    for release in PressRelease.objects.all():
        seal_anew(release)


def count_as_real() -> None:
    """All that is an example counts as real: sums, choices, sitemaps and data files hold it too."""
    for model in apps.get_models():
        if any(field.name == "is_example" for field in model._meta.concrete_fields):
            model._base_manager.update(is_example=False)


def _document() -> str:
    return default_storage.save("news.attachment/token/document.pdf", ContentFile(b"%PDF-1.7"))
