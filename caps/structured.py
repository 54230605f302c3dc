"""What a programme's page says of itself to machines."""

from __future__ import annotations

from cluster.structured import institution_named, person_named
from partners.structured import partner_named
from publishing.structured import Node, absolute, cluster, describes, kept, text

from .enums import CourseFormat, CourseKind, PublicationKind
from .models import CAP, Course, Publication

TAUGHT_AS: dict[str, str] = {
    CourseFormat.ON_SITE: "onsite",
    CourseFormat.HYBRID: "blended",
    CourseFormat.ONLINE: "online",
}
"""How a course is taught, in the words that schema.org proposes for ``courseMode``."""
DEGREES = (CourseKind.BACHELOR, CourseKind.MASTER, CourseKind.DIPLOMA, CourseKind.DOCTORAL_SCHOOL)
"""What is a programme of studies made of courses (``EducationalOccupationalProgram``) rather than one course."""


@describes(CAP, of_rows=True)
def cap(programme: CAP, language: str) -> Node:
    """A programme with those who take part in it, each in the part they take."""
    return kept(
        {
            "@type": "ResearchProject",
            "name": text(programme, "title"),
            "alternateName": programme.acronym,
            "identifier": str(programme.number),
            "description": text(programme, "summary"),
            "url": absolute(programme.get_absolute_url()),
            "sameAs": programme.website,
            "knowsAbout": text(programme.theme, "name"),
            "keywords": [text(word, "name") for word in programme.keywords.all()],
            "foundingDate": programme.start,
            "dissolutionDate": programme.end,
            "parentOrganization": cluster(),
            "member": [
                *(_in_part(institution_named(row.institution), row.get_role_display()) for row in programme.involvements.all()),
                *(_in_part(person_named(row.person), row.get_role_display()) for row in programme.memberships.all()),
                *(partner_named(row.partner) for row in programme.partner_involvements.all()),
            ],
        }
    )


WORKS: dict[str, str] = {
    PublicationKind.ARTICLE: "ScholarlyArticle",
    PublicationKind.CONFERENCE: "ScholarlyArticle",
    PublicationKind.PREPRINT: "ScholarlyArticle",
    PublicationKind.THESIS: "Thesis",
    PublicationKind.BOOK: "Book",
    PublicationKind.CHAPTER: "Chapter",
    PublicationKind.REPORT: "Report",
    PublicationKind.DATA: "Dataset",
    PublicationKind.SOFTWARE: "SoftwareSourceCode",
}
AUTHORS_TOLD = 100
FULL_DATE = len("2026-01-31")


@describes(Publication)
def publication(work: Publication, language: str) -> Node:
    """A publication by what its own page shows of it; of very many authors the first."""
    return kept(
        {
            "@type": WORKS.get(work.kind, "CreativeWork"),
            "name": work.title,
            "author": [{"@type": "Person", "name": name} for name in work.author_names[:AUTHORS_TOLD]],
            "datePublished": work.published_on if len(work.published_on) == FULL_DATE else "",
            "inLanguage": work.language,
            "identifier": [name for name in (work.hal_id, work.doi) if name],
            "url": absolute(work.get_absolute_url()),
            "sameAs": [address for address in dict.fromkeys((work.address, work.url)) if address],
            "isPartOf": {"@type": "CreativeWork", "name": work.venue} if work.venue else {},
            "isAccessibleForFree": work.is_open,
            "license": work.licence,
            "codeRepository": work.hal_record.get("code", []) if work.kind == PublicationKind.SOFTWARE else [],
            "keywords": work.hal_record.get("keywords", []),
            "funder": cluster() if work.acknowledges else {},
        }
    )


def _in_part(who: Node, part: str) -> Node:
    return {"@type": "OrganizationRole", "roleName": part, "member": who}


@describes(Course)
def course(record: Course, language: str) -> Node:
    """A course with its one run, or a programme of studies with its days: schema.org has a type for each."""
    shared = {
        "name": text(record, "title"),
        "description": text(record, "summary"),
        "url": absolute(record.get_absolute_url()),
        "sameAs": record.website,
        "provider": [institution_named(one) for one in record.institutions.all()],
    }
    if record.kind in DEGREES:
        return kept(
            shared
            | {
                "@type": "EducationalOccupationalProgram",
                "startDate": record.start,
                "endDate": record.end,
                "applicationDeadline": record.apply_until,
                "educationalProgramMode": TAUGHT_AS[record.format],
            }
        )
    run = {
        "@type": "CourseInstance",
        "courseMode": TAUGHT_AS[record.format],
        "startDate": record.start,
        "endDate": record.end,
        "inLanguage": list(record.taught_in),
        "location": _where(record.place),
    }
    level = str(record.get_level_display())
    return kept(shared | {"@type": "Course", "educationalLevel": level, "hasCourseInstance": kept(run)})


def _where(city: str) -> Node | str:
    if not city:
        return ""
    return {"@type": "Place", "address": {"@type": "PostalAddress", "addressLocality": city}}
