import re

from . import Vocabulary, by_kind, calendars, geography, kinds, negation, practical, rough
from .given_names import GIVEN_NAMES

_ROLES = {
    "treasurer": "treasurer",
    "commissioner": "commissioner",
    "ambassador": "ambassador",
    "editor in chief": "editor-in-chief",
    "editor-in-chief": "editor-in-chief",
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
    "analyst": "analyst",
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
    "surgeon": "physician",
    "scientific director": "scientific-director",
    "chief scientific officer": "scientific-director",
    "technical director": "technical-director",
    "chief technology officer": "technical-director",
    "deputy director": "deputy-director",
    "composer": "composer",
    "violinist": "violinist",
    "musician": "musician",
    "journalist": "journalist",
    "lawyer": "lawyer",
    "economist": "economist",
    "mathematician": "mathematician",
    "philosopher": "philosopher",
    "historian": "historian",
    "nurse": "nurse",
    "oceanographer": "oceanographer",
    "biologist": "biologist",
    "chemist": "chemist",
    "physicist": "physicist",
    "computer scientist": "computer-scientist",
    "geographer": "geographer",
    "sociologist": "sociologist",
    "linguist": "linguist",
    "statistician": "statistician",
    "neurologist": "physician",
    "cardiologist": "physician",
    "radiologist": "physician",
    "psychologist": "psychologist",
    "botanist": "botanist",
    "archaeologist": "archaeologist",
    "teacher": "teacher",
    "officer": "officer",
    "executive director": "chief-executive",
    "chief financial officer": "finance-director",
    "chief information officer": "information-director",
    "principal investigator": "head",
}

_COUNTED = """
partner partners: partner
company companies firm firms business businesses corporation corporations smes: company
startup startups start: company
institution institutions establishment establishments: institution
university universities: university institution
member members: member institution partner
organisation organisations organization organizations body bodies: institution member partner association
association associations: association institution
project projects: project
programme programmes program programs cap caps: programme
laboratory laboratories lab labs: laboratory
team teams: team
group groups: team company
student students pupil pupils learner learners trainees: student
phd phds thesis theses doctoral doctorates: phd
postdoc postdocs postdoctoral fellows fellow fellowship fellowships: postdoc grant
lecturer lecturers teacher teachers professors: teacher researcher
researcher researchers scientist scientists academic academics faculty investigators: researcher
staff employee employees jobs job workers posts positions: staff post
healthcare caregivers clinicians nurses nurse professionals: care staff
doctor doctors physician physicians surgeons surgeon radiologists radiologist: doctor care
engineers engineer technicians: engineer staff
patient patients volunteers: patient person
people person persons men women citizens inhabitants residents: person staff
participant participants attendees visitors visitor guests audience: participant person
speaker speakers: speaker
seats seat places place: place seat person
country countries nations: country
city cities towns: city
centre centres center centers sites site: centre hospital
hospital hospitals: hospital centre institution
department departments wards units unit services: department
school schools: school institution
course courses training modules module sessions session workshops workshop lessons: course
chair chairs: chair
application applications submissions proposals files applicants candidates: application candidate
winners winner laureates laureate: winner project
prizes prize awards award: prize
grants grant scholarships scholarship: grant
articles article papers paper publications publication: publication
communications presentations talks: publication talk
patents patent: patent
specimens specimen: specimen
species: species
family families: family
images image photographs photos scans pictures: image
records record recordings recording: record
sequences sequence: sequence
documents document pages books volumes: document
objects works artworks: object
chairs: chair
clusters cluster hubs: cluster
accelerators gpus processors cards: processor
interventions operations procedures: intervention
trials tests experiments: trial
"""

_FIELDS = """
defence defense armed: defence
environment ecology: environment
agriculture: agriculture
transport transportation: transport
culture: culture
interior home: interior
justice: justice
economy economic: economy
labour labor employment: labour
energy: energy
foreign diplomacy: foreign
housing: housing
sport sports: sport
industry: industry
budget accounts: budget
information: information
communication communications press media: communication
partnerships partnership alliances: partnership
research scientific science: research
training education teaching learning studies: training
innovation transfer valorisation: innovation
development: development
technology technical: technology
finance financial: finance
marketing: marketing
sales: sales
strategy: strategy
security: security
health medical clinical: health
digital: digital
operations operating: operations
human resources: people
legal law: legal
medicine: health
computer computing: computing
mathematics: mathematics
"""

_SAYS = (
    "says|said|explains|explained|adds|added|states|stated|continues|continued|concludes|concluded|notes|noted|stresses"
    "|stressed|recalls|recalled|comments|commented"
)

WORDS = Vocabulary(
    stops=frozenset(
        "a an and are as at be by for from in into is it its of on or s that the their this to was were which who will with has have"
        " not but than more our we you your they them he she his her between".split()
    ),
    telling=frozenset(
        "the of and to in is for with by that this are from its it be was were which will has have their an at not our we they these"
        " between who about into his her as or more than also both all two three press".split()
    ),
    months=calendars.months("en", also={"sept": 9} | calendars.whole_months("fr")),
    weekdays=calendars.weekdays("en"),
    seasons={"spring": "spring", "summer": "summer", "autumn": "autumn", "fall": "autumn", "winter": "winter"},
    numerals=frozenset(
        "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
        " twenty thirty forty fifty sixty seventy eighty ninety hundred thousand".split()
    ),
    joiners=frozenset({"and"}),
    about={"dozen": 12},
    multipliers={
        "thousand": 10**3,
        "million": 10**6,
        "millions": 10**6,
        "billion": 10**9,
        "billions": 10**9,
        "bn": 10**9,
        "trillion": 10**12,
        "trillions": 10**12,
    },
    before={
        "no more than": "up_to",
        "not more than": "up_to",
        "more than": "more_than",
        "over": "more_than",
        "in excess of": "more_than",
        "upwards of": "more_than",
        "above": "more_than",
        "exceeding": "more_than",
        "nearly": "nearly",
        "almost": "nearly",
        "close to": "nearly",
        "just under": "nearly",
        "about": "about",
        "around": "about",
        "some": "about",
        "approximately": "about",
        "roughly": "about",
        "circa": "about",
        "at least": "at_least",
        "no fewer than": "at_least",
        "no less than": "at_least",
        "a minimum of": "at_least",
        "up to": "up_to",
        "at most": "up_to",
        "as many as": "up_to",
        "a maximum of": "up_to",
        "less than": "less_than",
        "fewer than": "less_than",
        "under": "less_than",
        "below": "less_than",
        "barely": "less_than",
        "only": "",
        "+": "more_than",
    },  # fmt: skip
    loose=frozenset({"over", "some", "under", "above", "about", "below", "around"}),
    after={"or so": "about", "or more": "at_least", "at least": "at_least"},
    units={
        "m2": "m2",
        "square metres": "m2",
        "square meters": "m2",
        "sq m": "m2",
        "sqm": "m2",
        "km2": "km2",
        "km": "km",
        "kilometres": "km",
        "kilometre": "km",
        "kilometer": "km",
        "metre": "m",
        "meter": "m",
        "kilometers": "km",
        "metres": "m",
        "meters": "m",
        "hectares": "ha",
        "ha": "ha",
        "tonnes": "t",
        "tons": "t",
        "kg": "kg",
        "year": "year",
        "years": "year",
        "yr": "year",
        "month": "month",
        "months": "month",
        "week": "week",
        "weeks": "week",
        "day": "day",
        "days": "day",
        "hour": "hour",
        "hours": "hour",
        "minute": "minute",
        "minutes": "minute",
        "%": "%",
        "per cent": "%",
        "percent": "%",
        "points": "points",
        "percentage points": "pp",
        "percentage point": "pp",
        "kilograms": "kg",
        "second": "second",
        "seconds": "second",
        "milliseconds": "millisecond",
        "millisecond": "millisecond",
        "ms": "millisecond",
        "microseconds": "microsecond",
        "nanoseconds": "nanosecond",
        "mm": "mm",
        "millimetres": "mm",
        "cm": "cm",
        "centimetres": "cm",
        "kw": "kw",
        "kilowatts": "kw",
        "mw": "mw",
        "megawatts": "mw",
        "kwh": "kwh",
        "mwh": "mwh",
        "gigabytes": "gb",
        "gb": "gb",
        "terabytes": "tb",
        "tb": "tb",
        "petabytes": "pb",
        "pb": "pb",
        "petaflops": "petaflops",
    },  # fmt: skip
    numbered=(
        "no.",
        "no",
        "n.",
        "number",
        "master",
        "master's",
        "article",
        "page",
        "p.",
        "version",
        "volume",
        "vol.",
        "vol",
        "chapter",
        "horizon",
        "issue",
        "edition",
        "phase",
        "part",
        "room",
        "fig.",
        "fig",
        "figure",
        "table",
        "step",
        "round",
        "strand",
    ),  # fmt: skip
    fractions={
        "half of its": 50,
        "half of the": 50,
        "half of it": 50,
        "half of them": 50,
        "half of our": 50,
        "half of their": 50,
        "half the": 50,
        "half its": 50,
        "half their": 50,
        "one half": 50,
        "one third": 33,
        "one-third": 33,
        "a third of": 33,
        "a third more": 33,
        "a third less": 33,
        "two thirds": 66,
        "two-thirds": 66,
        "a quarter of": 25,
        "one quarter": 25,
        "three quarters": 75,
        "three-quarters": 75,
    },
    out_of=("in", "out of"),
    hyphenates=True,
    grants=frozenset("grant grants funding funded funds awarded receives received allocated budget with".split()),
    separators=frozenset({"or"}),
    lists_open=frozenset(
        "as including include includes like namely with together unites gathers members comprises involves associates".split()
    ),
    counted=kinds(_COUNTED),
    fields=by_kind(_FIELDS),
    clocks={"noon": "12:00", "midday": "12:00", "midnight": "00:00"},
    hours={word: hour for hour, word in enumerate("one two three four five six seven eight nine ten eleven twelve".split(), 1)},
    parts_of_an_hour={"half past {hours}": 30, "(?:a )?quarter past {hours}": 15, "(?:a )?quarter to {hours}": -15},
    denies=negation.denies("en"),
    may_deny=negation.may_deny("en"),
    ordinals=rough.ordinals("en"),
    rough_figures=rough.rough_figures("en"),
    range_words=("to", "and", "or"),
    decimal=".",
    thousands=",",
    abbreviations=frozenset(
        "mr mrs ms dr prof st etc p pp no vs cf art vol fig tel ext e.g i.e eg ie approx inc ltd co corp dept jr sr univ".split()
    ),
    honorifics=frozenset("mr mrs ms dr prof professor sir dame".split()),
    said=frozenset(
        "confirms replies recalls writes hopes promises admits agrees insists tells confides welcomes argues enthuses says said explains explained adds added states stated notes noted stresses stressed comments commented concludes concluded declares"
        " declared points observes observed believes emphasises emphasised according recalls recalled continues continued remarks insists jokes quips warns warned asks sums laughs joked asked smiles".split()
    ),
    of_men=r"Mr\.?|Sir",
    of_women=r"Mrs\.?|Ms\.?|Miss|Dame",
    who=frozenset({"who", "whose", "whom"}),
    own_acronyms=dict(
        pair.split()
        for pair in (
            "UE EU,ONU UN,OTAN NATO,FMI IMF,OCDE OECD,OMC WTO,OIT ILO,BCE ECB,BEI EIB,RGPD GDPR,ONG NGO,ADN DNA,VIH HIV,PME SME"
            ",PIB GDP,OGM GMO,TVA VAT"
        ).split(",")
    ),
    he_says=rf"\bhe (?:{_SAYS})|\b(?:{_SAYS}) he\b",
    she_says=rf"\bshe (?:{_SAYS})|\b(?:{_SAYS}) she\b",
    roles=_ROLES,
    events={
        "launched": "launch",
        "launch": "launch",
        "launches": "launch",
        "created": "launch",
        "creation": "launch",
        "founded": "launch",
        "established": "launch",
        "started": "launch",
        "starts": "launch",
        "began": "launch",
        "set up": "launch",
        "creates": "launch",
        "opened": "open",
        "opening": "open",
        "opens": "open",
        "inaugurated": "inaugurate",
        "inauguration": "inaugurate",
        "inaugurates": "inaugurate",
        "announced": "announce",
        "announces": "announce",
        "announcement": "announce",
        "unveiled": "announce",
        "revealed": "announce",
        "named": "announce",
        "winner": "award",
        "winners": "award",
        "laureate": "award",
        "laureates": "award",
        "selected": "award",
        "chosen": "award",
        "won": "award",
        "presented": "present",
        "presents": "present",
        "holds": "hold",
        "held": "hold",
    },  # fmt: skip
    actors={
        "president of the republic": "head-of-state",
        "french president": "head-of-state",
        "president of the french republic": "head-of-state",
        "president macron": "head-of-state",
        "prime minister": "prime-minister",
        "minister": "minister",
        "ministry": "minister",
        "government": "government",
        "european commission": "commission",
        "secretary of state": "minister",
        "mayor": "mayor",
        "anr": "anr",
        "french national research agency": "anr",
    },  # fmt: skip
    led_by=(
        "led by",
        "headed by",
        "coordinated by",
        "steered by",
        "driven by",
        "spearheaded by",
        "under the leadership of",
        "whose lead institution is",
    ),
    investigators=("principal investigators", "principal investigator", "led by", "co-led by", "headed by", "co-pis", "pis"),
    takes_place=re.compile(r"\b(?:takes place|will take place|will be held|is held|are held|will run|runs)\b"),
    last_day=re.compile(
        r"\b(?:registration|register|registrations|rsvp|accreditation|sign up)\b[^.]{0,60}?\b(?:by|before|until|no later than|closes?|deadline)\b"
    ),
    labels=practical.labels("en"),
    contact_headings=(
        "contact",
        "contacts",
        "press contact",
        "press contacts",
        "media contact",
        "media contacts",
        "press office",
        "press enquiries",
        "media enquiries",
    ),
    about_headings=("about",),
    mailboxes=frozenset(
        "presse press contact contacts info information communication communications com comms media medias service office desk relations"
        " secretariat enquiries inquiries hello editor news newsroom international research pr pressoffice support webmaster".split()
    ),
    dangling=frozenset(
        "the a an of and or but to in for with by from that which who on at as its their our your his her this these those is are was"
        " were be into between than if so not will has have".split()
    ),
    seldom_last=frozenset(
        "before after since during without within upon among through against toward towards because when while where until unless"
        " whether about can could would should may might must been had does such each every both no".split()
    ),
    doubles=frozenset("had that very bye ha hear there".split()),
    impossible=frozenset(
        (first, second)
        for first, seconds in {
            "the": "a an of to for with and is are was from by this these",
            "a": "an the of for and is are was were from by this these",
            "an": "a the of to for with and is are was were from by this",
            "of": "of to for with by",
            "to": "of",
            **dict.fromkeys(("its", "their", "our"), "on of to for with by at from is are was were the a an"),
        }.items()
        for second in seconds.split()
    ),  # fmt: skip
    headings=frozenset(
        "introduction background objectives timeline governance funding training research partners consortium challenges ambitions"
        " quotes contacts testimonials summary conclusion outlook appendix glossary methods results figures".split()
    ),
    modifiers={
        "industrial": "industrial",
        "industry": "industrial",
        "academic": "academic",
        "private": "private",
        "public": "public",
        "european": "european",
        "international": "international",
        "institutional": "institutional",
        "foreign": "foreign",
        "overseas": "foreign",
        "regional": "regional",
        "national": "national",
    },  # fmt: skip
    quotation=(("“", "”"),),
    not_names=frozenset(
        "then finally now today after before since but while when so also yesterday the a an this that these those our its their his her he she it they we you in on at of to for from by with and as".split()
    ),
    titles=frozenset(
        "director advisor adviser officer leader manager commissioner fellow analyst coordinator secretary minister president chancellor counsel editor representative specialist consultant ambassador treasurer dean professor researcher engineer developer designer member chair chairman executive assistant associate attorney spokesperson".split()
    ),
    given_names=GIVEN_NAMES,
    territories=geography.territories("en"),
    countries=geography.countries("en"),
    peoples=geography.peoples("en"),
    towns=geography.towns("en"),
    place_words="in|In|near|at|from|At",
    not_people=frozenset(
        "foundation palace university college institute institution school academy herbarium federation confederation union observatory archive archives gallery hospital hospitals museum laboratory centre center"
        " council ministry agency department faculty library theatre station campus street avenue square tower hall house park city"
        " america africa asia europe ocean island islands basin coast valley mountain river bay sea gulf press publishing editions"
        " group company systems technologies labs prize award fund king queen saint pope emperor prince bank alliance network programme project cluster days day week"
        " organization organisation authority association society committee office service intelligence horizon".split()
    ),
)
