"""The choices of the programmes: models, querysets and pages all read them here."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

PI_COUNT = 2
"""How many principal investigators a programme has."""


class ProgrammePhase(TextChoices):
    PREPARATION = "preparation", _("in preparation")
    RUNNING = "running", _("running")
    TRANSFER = "transfer", _("transfer")


class MembershipRole(TextChoices):
    """What somebody is in a programme."""

    PI = "pi", _("principal investigator")
    MEMBER = "member", _("member")


class InvolvementRole(TextChoices):
    """What an institution does in a programme."""

    LEAD = "lead", _("leads")
    PARTICIPANT = "participant", _("takes part")


class CourseKind(TextChoices):
    """What is taught, as French universities name it."""

    BACHELOR = "bachelor", _("bachelor’s degree")
    MASTER = "master", _("master’s degree")
    MODULE = "module", _("module")
    DIPLOMA = "diploma", _("university diploma")
    SUMMER_SCHOOL = "summer_school", _("summer school")
    CONTINUING = "continuing", _("continuing education")
    DOCTORAL_SCHOOL = "doctoral_school", _("doctoral training")


class CourseLevel(TextChoices):
    """For whom: where in their studies, or at work. The order is that of the list."""

    BACHELOR = "bachelor", _("bachelor’s level")
    MASTER = "master", _("master’s level")
    DOCTORATE = "doctorate", _("doctoral level")
    PROFESSIONAL = "professional", _("people at work")
    EVERYBODY = "everybody", _("everybody")


class CourseFormat(TextChoices):
    ON_SITE = "on_site", _("on site")
    HYBRID = "hybrid", _("on site and online")
    ONLINE = "online", _("online")


class MatrixOrder(TextChoices):
    """How the rows stand: in the consortium's order under its circles, or in one sequence by what the address asks for."""

    CONSORTIUM = "", _("in the consortium’s order")
    NAME = "name", _("by name")
    COUNT = "count", _("by number of programmes")
    LEADS = "leads", _("by number of programmes led")

    @classmethod
    def asked(cls, value: str) -> MatrixOrder:
        """The order that a query parameter asks for; anything else asks for none."""
        return cls(value) if value in cls.values else cls.CONSORTIUM


class OpportunityKind(TextChoices):
    """What somebody may apply or answer to."""

    CALL_FOR_PROJECTS = "call_projects", _("call for projects")
    CALL_FOR_PARTNERS = "call_partners", _("call for partners")
    THESIS = "thesis", _("PhD position")
    POSTDOC = "postdoc", _("postdoctoral position")
    INTERNSHIP = "internship", _("internship")
    JOB = "job", _("job")
    FELLOWSHIP = "fellowship", _("fellowship")


POSTS = (OpportunityKind.THESIS, OpportunityKind.POSTDOC, OpportunityKind.INTERNSHIP, OpportunityKind.JOB)
"""The kinds in which somebody is employed, or taken on as a trainee: what schema.org calls a JobPosting."""


class OpportunityLevel(TextChoices):
    """The studies that are asked of who applies."""

    BACHELOR = "bachelor", _("bachelor’s degree (three years of higher education)")
    MASTER = "master", _("master’s degree (five years of higher education)")
    DOCTORATE = "doctorate", _("doctorate")
    EXPERIENCED = "experienced", _("experienced")


class OpportunityState(TextChoices):
    """Where an opportunity stands on a day: computed from its days, never stored."""

    OPEN = "open", _("open")
    COMING = "coming", _("opening soon")
    CLOSED = "closed", _("closed")
