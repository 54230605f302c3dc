"""The choices of the programmes: models, querysets and pages all read them here."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

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
    PROFESSIONAL = "professional", _("working professionals")
    EVERYBODY = "everybody", _("general public")


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


class PublicationKind(TextChoices):
    """What was published. HAL tells more kinds apart (``caps.hal.fields.KINDS``); these are the ones that visitors filter
    by."""

    ARTICLE = "article", pgettext_lazy("publication", "article")
    CONFERENCE = "conference", pgettext_lazy("publication", "conference paper")
    THESIS = "thesis", pgettext_lazy("publication", "thesis")
    PREPRINT = "preprint", pgettext_lazy("publication", "preprint")
    BOOK = "book", pgettext_lazy("publication", "book")
    CHAPTER = "chapter", pgettext_lazy("publication", "book chapter")
    REPORT = "report", pgettext_lazy("publication", "report")
    DATA = "data", pgettext_lazy("publication", "data")
    SOFTWARE = "software", pgettext_lazy("publication", "software")
    OTHER = "other", pgettext_lazy("publication", "other publication")


NOT_TEXTS = (PublicationKind.DATA, PublicationKind.SOFTWARE)
"""What the share in open access leaves out: it is said of texts."""


class HalState(TextChoices):
    """What HAL says of a publication; empty for one that staff typed."""

    FOUND = "found", _("on HAL")
    LEFT = "left", _("on HAL, but no question finds it any more")
    GONE = "gone", _("HAL does not have it any more")


STANDING = ("", HalState.FOUND)
"""The states in which the public sees a publication."""


class HalQueryKind(TextChoices):
    """What HAL is asked by."""

    ANR = "anr", _("reference of an ANR grant")
    EUROPEAN = "european", _("reference of a European grant")
    ORCID = "orcid", _("ORCID iD of an author")
    IDHAL = "idhal", _("idHAL of an author")


GRANTS = (HalQueryKind.ANR, HalQueryKind.EUROPEAN)


class HalOutcome(TextChoices):
    """What came of asking HAL. Only after the first two is anything written or marked; after all others all stays as it was."""

    ANSWERED = "answered", _("answered")
    UNCHANGED = "unchanged", _("nothing has changed since the last answer")
    EMPTY = "empty", _("no publication at all, though there were some: nothing was touched")
    SHRUNK = "shrunk", _("more than half of the publications are missing: nothing was touched")
    SLOW = "slow", _("too slow")
    SILENT = "silent", _("no connection")
    BUSY = "busy", _("asks to come back later")
    GONE = "gone", _("the address of the service is gone")
    REFUSED = "refused", _("refuses the question")
    FAILED = "failed", _("fault of the service")
    WRONG = "wrong", _("not an answer of HAL’s search interface")
    TRUNCATED = "truncated", _("the answer broke off")
    TOO_LARGE = "too-large", _("the answer is too long")


GOOD = (HalOutcome.ANSWERED, HalOutcome.UNCHANGED)
