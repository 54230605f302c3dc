"""The table of rules. Their order is the order in which two of them that see one fault, and are as grave, come first."""

from __future__ import annotations

from ..rule import Rule
from . import (
    agreement,
    brackets,
    confusions,
    contacts,
    dates,
    drafts,
    event_days,
    facts,
    foreign_words,
    grammar,
    language,
    leftovers,
    links,
    lost_words,
    misspellings,
    notation,
    paragraphs,
    pictures,
    questions,
    quotation_marks,
    quotations,
    register,
    sentence_heads,
    sums,
    typography,
    unread,
    wording,
)
from .names import acronym_letters, acronyms, cluster, courtesy, glossary, lists, majority, organisations
from .names import people as names_of_people
from .pairs import acronyms as acronyms_of_pairs
from .pairs import addresses as addresses_of_pairs
from .pairs import (
    bodies,
    contrasts,
    figures,
    keys,
    moved,
    name_order,
    negations,
    numbered,
    opposites,
    ordinals,
    people,
    statements,
)
from .pairs import courtesy as courtesy_of_pairs
from .pairs import dates as dates_of_pairs
from .pairs import links as links_of_pairs
from .pairs import lists as lists_of_pairs
from .pairs import names as names_of_pairs
from .portal import boilerplates, claims, leads, milestones, roles

MODULES = (
    # What is seen in one text comes before what is seen only beside another.
    contacts,
    links,
    dates,
    event_days,
    facts,
    sums,
    language,
    cluster,
    organisations,
    acronyms,
    acronym_letters,
    names_of_people,
    courtesy,
    majority,
    lists,
    glossary,
    boilerplates,
    claims,
    leads,
    milestones,
    roles,
    brackets,
    quotation_marks,
    paragraphs,
    sentence_heads,
    questions,
    wording,
    lost_words,
    foreign_words,
    register,
    misspellings,
    agreement,
    confusions,
    grammar,
    leftovers,
    drafts,
    pictures,
    notation,
    typography,
    bodies,
    dates_of_pairs,
    figures,
    keys,
    ordinals,
    numbered,
    links_of_pairs,
    addresses_of_pairs,
    acronyms_of_pairs,
    names_of_pairs,
    people,
    name_order,
    courtesy_of_pairs,
    lists_of_pairs,
    statements,
    negations,
    opposites,
    contrasts,
    moved,
    quotations,
    unread,
)
"""Every module that holds rules. Within one they stand in the order in which they are written."""

RULES: dict[str, Rule] = {
    made.code: made
    for module in MODULES
    for made in vars(module).values()
    if isinstance(made, Rule) and made.run.__module__ == module.__name__
}
RANKS: dict[str, int] = {code: rank for rank, code in enumerate(RULES)}
