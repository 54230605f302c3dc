"""What a made-up portal knows: the records that the examples of the data files are held against.

Each example whose rule asks for records says in ``known``, for whoever reads the guide, what of this it needs.
"""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from proofreading.knowledge import (
    CLUSTER,
    MEMBER,
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
    KnownRole,
    Remark,
    TermPair,
)

OTHER_CLUSTERS = {"ponant": "Ponant IA", "alizes": "Cluster des Alizés"}


def records() -> Knowledge:
    """The records, made anew: a test may change them."""
    return Knowledge(
        bodies=_bodies(),
        people=[
            KnownPerson("Élodie", "Brévan", [KnownRole({"fr": "directrice de l’Arpège", "en": "director of the Arpège"})]),
        ],
        contacts=[
            KnownContact("Claire Exemple", "presse@example.org", "+33 1 99 00 12 34"),
            KnownContact("Sam Autre", "press@example.org", "+33 1 99 00 56 78"),
        ],
        figures=[
            KnownFigure(
                "partners",
                Decimal(60),
                "",
                "more_than",
                "cluster",
                "2024",
                {"fr": "partenaires industriels", "en": "industrial partners"},
                {},
            ),
        ],
        milestones=[
            KnownMilestone("2025-04-01", "", {"fr": "PostGenAI@Paris est inauguré", "en": "PostGenAI@Paris is inaugurated"}),
        ],
        programmes=[
            KnownProgramme(
                "RYDER",
                {"fr": "Robotique et apprentissage en chirurgie", "en": "Robotics and learning in surgery"},
                "kermadec",
                ["Ada Varenne", "Luc Morel"],
            ),
        ],
        boilerplates=[
            KnownBoilerplate(
                {"fr": "À propos de l’Arpège", "en": "About the Arpège"},
                {
                    "fr": "L’Arpège réunit onze équipes et quatre cents personnes à Kermadec.",
                    "en": "The Arpège brings together eleven teams and four hundred people in Kermadec.",
                },
            ),
        ],
        glossary=[_programme_of_acceleration()],
        today=date(2026, 3, 2),
        tools={"fr": MadeUpTool("réponses lu par", "réponses lues par"), "en": MadeUpTool("answers was", "answers were")},
    )


class MadeUpTool:
    """A grammar checker that knows one slip."""

    def __init__(self, wrong: str, better: str) -> None:
        self.wrong, self.better = wrong, better

    def read(self, paragraphs: Sequence[str]) -> list[list[Remark]]:
        places = [paragraph.find(self.wrong) for paragraph in paragraphs]
        return [[Remark("Outil", at, at + len(self.wrong), self.better)] if at >= 0 else [] for at in places]


def _programme_of_acceleration() -> TermPair:
    return TermPair(
        {"fr": ["programme d’accélération collaboratif", "PAC"], "en": ["Collaborative Acceleration Programme", "CAP"]}
    )


def _bodies() -> list[KnownOrganisation]:
    term = _programme_of_acceleration()
    names = [KnownName(text, language, kind) for language, texts in term.texts.items() for text, kind in _kinds(texts)]
    return [
        KnownOrganisation(
            "ours", CLUSTER, [KnownName("PostGenAI@Paris", code, "official") for code in ("fr", "en")], ours=True
        ),
        *(KnownOrganisation(key, CLUSTER, [KnownName(name, "", "official")]) for key, name in OTHER_CLUSTERS.items()),
        _member(
            "kermadec",
            "Université de Kermadec",
            "University of Kermadec",
            "UDK",
            website="https://www.universite-kermadec.example.org",
            lookalikes=("Alliance Kermadec", "Kermadec Alliance"),
            leads=True,
        ),
        _member(
            "polar",
            "Centre national d’études polaires",
            "National Centre for Polar Studies",
            "CNEP",
            website="https://www.etudes-polaires.example.org",
        ),
        _member("advanced", "Institut d’études avancées de Kermadec", "Kermadec Institute for Advanced Study", "IEAK"),
        _member("marine", "Institut de recherche en informatique marine", "Marine Computing Research Institute", "IRIM"),
        _member("brianne", "École Brianne", "École Brianne"),
        KnownOrganisation("acceleration", TERM, names),
    ]


def _kinds(texts: list[str]) -> list[tuple[str, str]]:
    return list(zip(texts, ("official", "acronym"), strict=True))


def _member(
    key: str, fr: str, en: str, acronym: str = "", *, website: str = "", lookalikes: tuple[str, ...] = (), leads: bool = False
) -> KnownOrganisation:
    names = [KnownName(fr, "fr", "official"), KnownName(en, "en", "official")]
    names += [KnownName(acronym, "", "acronym")] if acronym else []
    return KnownOrganisation(key, MEMBER, names, list(lookalikes), website=website, leads=leads, acronym=acronym)
