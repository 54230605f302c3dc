"""What the programmes add to the pages of the consortium and of the partners."""

from cluster.models import Institution, Person, Theme
from partners.models import Partner
from publishing.related import Section, adds_to

from .models import CAP, Membership


@adds_to(Institution)
def of_institution(institution, language):
    caps = list(CAP.objects.public(language).involving(institution).for_list())
    lead = [cap for cap in caps if cap.lead and cap.lead.institution_id == institution.pk]
    return Section(
        "caps/_of_institution.html", {"leads": lead, "joins": [cap for cap in caps if cap not in lead], "total": len(caps)}
    )


@adds_to(Theme)
def of_theme(theme, language):
    return Section("caps/_of_theme.html", {"caps": list(CAP.objects.public(language).filter(theme=theme).for_list())})


@adds_to(Person)
def of_person(person, language):
    memberships = list(
        Membership.objects.filter(person=person, cap__in=CAP.objects.public(language))
        .select_related("cap__theme", "institution")
        .order_by("cap__number", "pk")
    )
    return Section("caps/_of_person.html", {"memberships": memberships}) if memberships else None


@adds_to(Partner)
def of_partner(partner, language):
    caps = CAP.objects.public(language).filter(partner_involvements__partner=partner).for_list()
    return Section("caps/_of_partner.html", {"caps": list(caps)})
