"""The section pages, which exist in every language whatever they hold."""

LISTS = (
    "home",
    "institution-list",
    "person-list",
    "theme-list",
    "pillar-list",
    "keyfigure-list",
    "milestone-list",
    "cite",
    "nationalcluster-list",
    "cap-list",
    "matrix",
    "publication-list",
    "partner-list",
    "article-list",
    "event-list",
    "pressrelease-list",
    "press-subscribe",
    "coverage-list",
    "site-map",
    "open-data",
)
