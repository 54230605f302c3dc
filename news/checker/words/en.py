from . import Vocabulary

_ROLES = {
    "president": "president",
    "vice-president": "vice-president",
    "vice president": "vice-president",
    "director": "director",
    "managing director": "chief-executive",
    "director general": "chief-executive",
    "chief executive": "chief-executive",
    "chief executive officer": "chief-executive",
    "ceo": "chief-executive",
    "professor": "professor",
    "associate professor": "lecturer",
    "assistant professor": "lecturer",
    "lecturer": "lecturer",
    "senior lecturer": "lecturer",
    "researcher": "researcher",
    "research scientist": "researcher",
    "scientist": "researcher",
    "research director": "research-director",
    "director of research": "research-director",
    "senior researcher": "research-director",
    "dean": "dean",
    "minister": "minister",
    "prime minister": "prime-minister",
    "coordinator": "coordinator",
    "head": "head",
    "lead": "head",
    "leader": "head",
    "manager": "head",
    "chair": "president",
    "chairman": "president",
    "chairwoman": "president",
    "chairperson": "president",
    "founder": "founder",
    "co-founder": "founder",
    "cofounder": "founder",
    "mayor": "mayor",
    "rector": "rector",
    "engineer": "engineer",
    "phd student": "phd-student",
    "doctoral student": "phd-student",
    "phd candidate": "phd-student",
    "delegate": "delegate",
    "secretary": "secretary",
    "spokesperson": "spokesperson",
    "spokeswoman": "spokesperson",
    "spokesman": "spokesperson",
    "curator": "curator",
    "physician": "physician",
    "teacher": "teacher",
    "officer": "officer",
    "principal investigator": "head",
}

WORDS = Vocabulary(
    stops=frozenset(
        "a an and are as at be by for from in into is it its of on or s that the their this to was were which who will with has have"
        " not but than more our we you your they them he she his her between".split()
    ),
    telling=frozenset(
        "the of and to in is for with by that this are from its it be was were which will has have their an at not our we they these"
        " between who about into his her as or more than also both all two three press".split()
    ),
    months={
        "january": 1, "jan": 1, "february": 2, "feb": 2, "march": 3, "mar": 3, "april": 4, "apr": 4, "may": 5, "june": 6, "jun": 6,
        "july": 7, "jul": 7, "august": 8, "aug": 8, "september": 9, "sept": 9, "sep": 9, "october": 10, "oct": 10, "november": 11,
        "nov": 11, "december": 12, "dec": 12,
    },  # fmt: skip
    weekdays={"monday": 0, "tuesday": 1, "wednesday": 2, "thursday": 3, "friday": 4, "saturday": 5, "sunday": 6},
    seasons={"spring": "spring", "summer": "summer", "autumn": "autumn", "fall": "autumn", "winter": "winter"},
    numerals=frozenset(
        "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
        " twenty thirty forty fifty sixty seventy eighty ninety hundred thousand".split()
    ),
    joiners=frozenset({"and"}),
    about={"dozen": 12},
    multipliers={"thousand": 10**3, "million": 10**6, "millions": 10**6, "billion": 10**9, "billions": 10**9, "bn": 10**9},
    before={
        "more than": "more_than", "over": "more_than", "in excess of": "more_than", "upwards of": "more_than", "above": "more_than",
        "exceeding": "more_than", "nearly": "nearly", "almost": "nearly", "close to": "nearly", "just under": "nearly", "about": "about",
        "around": "about", "some": "about", "approximately": "about", "roughly": "about", "circa": "about", "at least": "at_least",
        "no fewer than": "at_least", "no less than": "at_least", "a minimum of": "at_least", "up to": "up_to", "at most": "up_to",
        "as many as": "up_to", "a maximum of": "up_to", "less than": "less_than", "fewer than": "less_than", "under": "less_than",
        "below": "less_than", "barely": "less_than", "only": "", "+": "more_than",
    },  # fmt: skip
    loose=frozenset({"over", "some", "under", "above", "about", "below", "around"}),
    after={"or so": "about", "or more": "at_least", "at least": "at_least"},
    units={
        "m2": "m2", "square metres": "m2", "square meters": "m2", "sq m": "m2", "sqm": "m2", "km2": "km2", "km": "km", "kilometres": "km",
        "kilometers": "km", "metres": "m", "meters": "m", "hectares": "ha", "ha": "ha", "tonnes": "t", "tons": "t", "kg": "kg", "year": "year", "years": "year",
        "yr": "year", "month": "month", "months": "month", "week": "week", "weeks": "week", "day": "day", "days": "day", "hour": "hour",
        "hours": "hour", "minute": "minute", "minutes": "minute", "%": "%", "per cent": "%", "percent": "%", "points": "points", "mw": "mw",
        "petaflops": "petaflops",
    },  # fmt: skip
    range_words=("to", "and"),
    decimal=".",
    thousands=",",
    abbreviations=frozenset("mr mrs ms dr prof st etc p pp no vs cf art vol fig tel ext e.g i.e eg ie approx inc ltd co corp dept jr sr univ".split()),
    honorifics=frozenset("mr mrs ms dr prof professor sir dame".split()),
    said=frozenset(
        "says said explains explained adds added states stated notes noted stresses stressed comments commented concludes concluded declares"
        " declared points observes observed believes emphasises emphasised according recalls recalled continues continued remarks insists".split()
    ),
    roles=_ROLES,
    events={
        "launched": "launch", "launch": "launch", "launches": "launch", "created": "launch", "creation": "launch", "founded": "launch",
        "established": "launch", "started": "launch", "starts": "launch", "began": "launch", "set up": "launch", "creates": "launch",
        "opened": "open", "opening": "open", "opens": "open",
        "inaugurated": "inaugurate", "inauguration": "inaugurate", "inaugurates": "inaugurate",
        "announced": "announce", "announces": "announce", "announcement": "announce", "unveiled": "announce", "revealed": "announce",
        "named": "announce", "presented": "present", "presents": "present", "holds": "hold", "held": "hold",
    },  # fmt: skip
    actors={
        "president of the republic": "head-of-state", "french president": "head-of-state", "president of the french republic": "head-of-state",
        "president macron": "head-of-state", "prime minister": "prime-minister", "minister": "minister", "ministry": "minister",
        "government": "government", "european commission": "commission", "secretary of state": "minister", "mayor": "mayor", "anr": "anr",
        "french national research agency": "anr",
    },  # fmt: skip
    led_by=("led by", "headed by", "coordinated by", "run by", "steered by", "driven by", "spearheaded by"),
    investigators=("principal investigators", "principal investigator", "led by", "co-led by", "headed by", "co-pis", "pis"),
    contact_headings=("contact", "contacts", "press contact", "press contacts", "media contact", "media contacts", "press office", "press enquiries", "media enquiries"),
    about_headings=("about",),
    mailboxes=frozenset(
        "presse press contact contacts info information communication communications com comms media medias service office desk relations"
        " secretariat enquiries inquiries hello editor news newsroom international research pr pressoffice support webmaster".split()
    ),
    streets=frozenset("street avenue road lane square place".split()),
    dangling=frozenset(
        "the a an of and or but to in for with by from that which who on at as its their our your his her this these those is are was"
        " were be into between than if so not will has have".split()
    ),
    doubles=frozenset("had that very bye ha hear there".split()),
    impossible=frozenset(
        (first, second)
        for first, seconds in {
            "the": "a an of to for with and is are was from by this these", "a": "an the of for and is are was were from by this these",
            "an": "a the of to for with and is are was were from by this", "of": "of to for with by", "to": "of",
        }.items()
        for second in seconds.split()
    ),  # fmt: skip
    headings=frozenset(
        "introduction background objectives timeline governance funding training research partners consortium challenges ambitions"
        " quotes contacts testimonials summary conclusion outlook appendix glossary methods results figures".split()
    ),
    modifiers={
        "industrial": "industrial", "industry": "industrial", "academic": "academic", "private": "private", "public": "public",
        "european": "european", "international": "international", "institutional": "institutional", "new": "new", "foreign": "foreign",
        "overseas": "foreign", "regional": "regional", "national": "national",
    },  # fmt: skip
    quotation=(("“", "”"),),
    not_names=frozenset("the a an this that these those our its their his her he she it they we you in on at of to for from by with and as".split()),
)
