"""The portal's own pages that no record stands for, and what people look for when they need them."""

from django.utils.translation import gettext_lazy as _

from search.index import SearchedSection, sections

OWN = (
    SearchedSection(
        "cap-list", _("Programmes"), _("list of the programmes, Collaborative Acceleration Programmes, CAPs, research projects")
    ),
    SearchedSection("matrix", _("Who takes part in which programme"), _("matrix, institutions and programmes")),
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
    SearchedSection("nationalcluster-list", _("National network"), _("map, AI clusters, IA-Cluster, laureates, nine clusters")),
    SearchedSection("partner-list", _("Partners"), _("companies, industrial partners, become a partner, sponsors")),
    SearchedSection("article-list", _("News"), _("latest news, articles")),
    SearchedSection("event-list", _("Events"), _("agenda, calendar, conferences, seminars, workshops")),
    SearchedSection(
        "pressrelease-list",
        _("Press"),
        _("press contact, press releases, journalists, media, press room, press kit, logos, communication"),
    ),
    SearchedSection(
        "press-subscribe",
        _("Press list"),
        _("subscribe, subscription, receive the releases by e-mail, newsletter, mailing list"),
    ),
    SearchedSection("coverage-list", _("Press coverage"), _("press review, they talk about us, articles in the press")),
    SearchedSection("press-feed", _("Press feed"), _("RSS, Atom, feed")),
    SearchedSection("open-data", _("Open data"), _("datasets, download, CSV, JSON, API, reuse, licence")),
    SearchedSection("site-map", _("Site map"), _("all pages, contents")),
)


def register() -> None:
    sections.extend(one for one in OWN if one not in sections)
