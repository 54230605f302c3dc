"""The portal's own pages that no record stands for, and what people look for when they need them."""

from django.utils.translation import gettext_lazy as _

from search.index import Section, sections

OWN = (
    Section(
        "cap-list", _("Programmes"), _("list of the programmes, Collaborative Acceleration Programmes, CAPs, research projects")
    ),
    Section("matrix", _("Who takes part in which programme"), _("matrix, institutions and programmes")),
    Section("institution-list", _("Consortium"), _("member institutions, members, list of the institutions, universities")),
    Section("person-list", _("People"), _("team, directory, researchers, who is who")),
    Section("theme-list", _("Themes"), _("research fields, research areas")),
    Section("pillar-list", _("Pillars"), _("how the cluster works")),
    Section("keyfigure-list", _("Key figures"), _("figures, numbers, statistics, budget, funding, grant, amount")),
    Section("milestone-list", _("Timeline"), _("history, calendar of the project, dates, milestones")),
    Section("nationalcluster-list", _("National network"), _("map, AI clusters, IA-Cluster, laureates, nine clusters")),
    Section("partner-list", _("Partners"), _("companies, industrial partners, become a partner, sponsors")),
    Section("article-list", _("News"), _("latest news, articles")),
    Section("event-list", _("Events"), _("agenda, calendar, conferences, seminars, workshops")),
    Section(
        "pressrelease-list",
        _("Press"),
        _("press contact, press releases, journalists, media, press room, press kit, logos, communication"),
    ),
    Section(
        "press-subscribe",
        _("Press list"),
        _("subscribe, subscription, receive the releases by e-mail, newsletter, mailing list"),
    ),
    Section("coverage-list", _("Press coverage"), _("press review, they talk about us, articles in the press")),
    Section("press-feed", _("Press feed"), _("RSS, Atom, feed")),
    Section("open-data", _("Open data"), _("datasets, download, CSV, JSON, API, reuse, licence")),
    Section("site-map", _("Site map"), _("all pages, contents")),
)


def register() -> None:
    sections.extend(one for one in OWN if one not in sections)
