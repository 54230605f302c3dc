"""The portal's own pages that no record stands for, and what people look for when they need them."""

from django.utils.translation import gettext_lazy as _

from publishing import head
from search.index import SearchedSection, sections

from .page_names import NAMES

OWN = (
    SearchedSection(
        "cap-list", _("Programmes"), _("list of the programmes, Collaborative Acceleration Programmes, CAPs, research projects")
    ),
    SearchedSection("matrix", NAMES["matrix"], _("matrix, institutions and programmes")),
    SearchedSection(
        "course-list",
        _("Training"),
        _("courses, masters, degrees, summer school, diploma, continuing education, doctoral school, study, apply, students"),
    ),
    SearchedSection(
        "publication-list",
        _("Publications, data and code"),
        _("articles, papers, theses, software, data sets, HAL, open access, bibliography, BibTeX"),
    ),
    SearchedSection(
        "institution-list", _("Consortium"), _("member institutions, members, list of the institutions, universities")
    ),
    SearchedSection("person-list", _("People"), _("team, directory, researchers, who is who")),
    SearchedSection("theme-list", _("Themes"), _("research fields, research areas")),
    SearchedSection("pillar-list", _("Pillars"), _("how the cluster works")),
    SearchedSection("keyfigure-list", _("Key figures"), _("figures, numbers, statistics, budget, funding, grant, amount")),
    SearchedSection("milestone-list", _("Timeline"), _("history, calendar of the project, dates, milestones")),
    SearchedSection(
        "nationalcluster-list", _("National network"), _("map, AI clusters, IA-Cluster, winners, laureates, nine clusters")
    ),
    SearchedSection("partner-list", _("Partners"), _("companies, industrial partners, become a partner, sponsors")),
    SearchedSection("article-list", NAMES["article-list"], _("latest news, articles")),
    SearchedSection("event-list", _("Events"), _("agenda, calendar, conferences, seminars, workshops")),
    SearchedSection(
        "newsletter-subscribe",
        NAMES["newsletter-subscribe"],
        _("newsletter, mailing list, news by e-mail, subscribe, unsubscribe"),
    ),
    SearchedSection(
        "newsletter-list",
        NAMES["newsletter-list"],
        _("past newsletters, newsletters sent, back issues"),
    ),
    SearchedSection(
        "opportunity-list",
        _("Opportunities"),
        _("recruitment, jobs, vacancies, careers, internships, PhD positions, postdocs, fellowships, emploi, stage"),
    ),
    SearchedSection(
        "pressrelease-list",
        _("Press"),
        _("press contact, press releases, journalists, media, press room, press kit, logos, communication"),
    ),
    SearchedSection(
        "press-subscribe",
        NAMES["press-subscribe"],
        _("subscribe, subscription, receive the releases by e-mail, newsletter, mailing list"),
    ),
    SearchedSection("cite", _("Cite and acknowledge"), _("citation, acknowledgement, how to cite, grant reference")),
    SearchedSection("coverage-list", _("Press coverage"), _("press review, they talk about us, articles in the press")),
    SearchedSection("press-feed", NAMES["press-feed"], _("RSS, Atom, feed")),
    SearchedSection("open-data", _("Open data"), _("datasets, download, CSV, JSON, API, reuse, licence")),
    SearchedSection("site-map", _("Site map"), _("all pages, contents")),
)


def register() -> None:
    sections.extend(one for one in OWN if one not in sections)
    head.name_sections({one.route: one.title for one in OWN})
