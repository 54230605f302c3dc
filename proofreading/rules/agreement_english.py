"""English words beside one another that do not agree, in number or in the form of a verb.

Only where the dictionary leaves one reading: a word that may be a verb, a noun and an adjective tells nothing.
"""

from __future__ import annotations

import re

from ..spelling import knows
from .slips import Slip


def _is_only_a_noun(word: str) -> bool:
    """Whether a word is a noun in the singular and no verb: it has a genitive and a plural, and no past."""
    plural = word[:-1] + "ies" if word.endswith("y") and not knows("en", word + "s") else word + "s"
    return knows("en", word + "'s") and knows("en", plural) and not _is_a_verb(word)


def _is_a_verb(word: str) -> bool:
    return any(knows("en", form) for form in (word + "ing", word.rstrip("e") + "ing", word + "ed", word + "d"))


def _is_only_a_verb(word: str) -> bool:
    return _is_a_verb(word) and not knows("en", word + "'s")


def _is_a_plural(word: str) -> bool:
    singular = word[:-3] + "y" if word.endswith("ies") else word[:-1]
    return word.endswith("s") and not word.endswith("ss") and _is_only_a_noun(singular)


def _is_many(word: str) -> bool:
    """“plans”, a plural where no verb can stand."""
    singular = word[:-3] + "y" if word.endswith("ies") else word[:-1]
    return (
        word.endswith("s")
        and not word.endswith("ss")
        and word not in _NO_PLURALS
        and knows("en", singular + "'s")
        and knows("en", word)
    )


_NO_PLURALS = frozenset("news means series species thanks lots always perhaps politics physics mathematics".split())


def _is_all_singular(match: re.Match[str]) -> bool:
    """Whether no word between “one of the” and its last one is a plural: “one of the teams in the hall” is sound."""
    return not any(_is_a_plural(word) or word in _ONE_OF_ALL for word in match.group().split()[3:-1])


def _article_of(word: str) -> str:
    """“a” or “an”, by how a word begins to be said; empty where that is not sure."""
    if word.startswith(("hour", "honest", "honour", "honor", "heir")):
        return "an"
    if re.match(r"(?:uni(?!n|m)|us[aeiu]|eu|ew|one\b|once\b|ut[ei]|ub|ur[aeiou])", word):
        return "a"
    if word[0] in "aeio" or re.match(r"un(?!i)|up|ul|um", word):
        return "an"
    return "" if word[0] in "hu" else "a"


def _is_base(word: str) -> bool:
    """Whether a word is the base of a regular verb and nothing else: “develop”, neither “open” nor “come”."""
    return (
        word not in _SAME
        and _is_only_a_verb(word)
        and _past_of(word) != ""
        and not any(knows("en", form) for form in (word + "ly", word[:-1] + "ily"))
    )


def _past_of(verb: str) -> str:
    """The past of a regular verb; empty where the dictionary has none."""
    forms = (
        (verb + "d",)
        if verb.endswith("e")
        else (verb[:-1] + "ied",)
        if re.search("[^aeiou]y$", verb)
        else (verb + "ed", verb + verb[-1] + "ed")
    )
    return next((form for form in forms if knows("en", form)), "")


def _base_of(past: str) -> str:
    """The base of a verb of which a word is the regular past; empty where there is none."""
    if _is_a_verb(past):
        return ""
    forms = (past[:-1], past[:-2], past[:-3], past[:-3] + "y")
    return next((form for form in forms if len(form) > 2 and _is_a_verb(form) and _past_of(form) == past), "")


# Verbs whose participle is their base, or that are adjectives too.
_SAME = frozenset(
    "come become overcome run put set let cut hit cost read split spread hurt shut burst cast broadcast input output beat bid quit"
    " own need dare help found wound bound".split()
)
# Nouns that stand behind “be”: “be part”, “be home to”.
_NO_PASSIVES = frozenset(
    "part home access open free present subject welcome due key able next close similar clear native central equal back here there"
    " only well just more less even still also true fair sure late down over thanks testament tribute answer".split()
)
_IRREGULAR = {
    "took": "take", "went": "go", "came": "come", "gave": "give", "knew": "know", "saw": "see", "began": "begin", "wrote": "write",
    "became": "become", "spoke": "speak", "chose": "choose", "built": "build", "brought": "bring", "grew": "grow", "kept": "keep",
    "showed": "show", "broke": "break", "drew": "draw", "fell": "fall", "got": "get", "met": "meet", "paid": "pay", "sent": "send",
    "sold": "sell", "spent": "spend", "told": "tell", "won": "win", "thought": "think", "had": "have", "did": "do", "was": "be",
}  # fmt: skip
_ONE_OF_ALL = frozenset(
    "staff people media personnel data few world team group crew public lot kind list last most least following above are is due indeed".split()
)
_ONE_OF_MANY = frozenset("hundred thousand million billion dozen percent per pm am century".split())


def _is_an_adjective(word: str) -> bool:
    """“similar”, “public”, “new”: it has an adverb or a comparative, and no genitive."""
    forms = (word + "ly", word[:-1] + "y", word + "ally", word[:-1] + "ily", word + "ness")
    if word.endswith(_ADJECTIVES) or knows("en", word + "est") or knows("en", word + "st") and word.endswith("e"):
        return True
    return not knows("en", word + "'s") and any(knows("en", form) for form in forms)


_ADJECTIVES = ("ous", "ive", "ful", "less", "able", "ible", "ical", "ional", "ary", "wn")
_NO_ADJECTIVES = frozenset("few great good further single every".split())
# What is easy, ready or asked “to” do: behind these nothing is “too” much.
_READY = (
    "happy|pleased|proud|easy|hard|ready|glad|excited|delighted|likely|unlikely|unable|due|encouraged|invited|expected|designed"
    "|forced|allowed|used|order|chance|opportunity|way|right|ability|continues?|began|begins?|starts?|aims?|difficult|possible"
    "|important|necessary|decided|chosen|agreed|set"
)
_ADVERBS = "also|already|only|recently|just|now|always|never|since|successfully|further|greatly|significantly"
_AFTER_ARTICLES = "the|an?|our|its|their|this|that|these|his|her|your|all"
_TO_SOMEBODY = "you|your|the|from|with|all|our|everyone|them|further|more|this|these|an?"
_BEHIND = "of|in|and|to|for|from|with|that|which|who|are|were|have|today"
_HEAD = r"(?:^|(?<=[.!?] ))"
_MANY_OF = {"is": "are", "was": "were", "has": "have", "does": "do"}
_ONE_OF = {many: one for one, many in _MANY_OF.items()}
# Of these many may be said as of one, or one as of many.
_GROUPS = frozenset(
    "government council committee board company group family police army audience jury staff public youth press crew couple pair"
    " majority minority half rest percent years months weeks days hours minutes dollars euros miles kilometres kilometers thanks"
    " lots series species remainder bulk faculty club union association party management leadership cattle clergy poor rich elderly"
    " unemployed first second third last latter former other same following best most would could should will might must population generation class opposition cast band trio duo panel".split()
)


def _has_a_verb(match: re.Match[str]) -> bool:
    """Whether what stands between a plural and “is” may have a verb or another subject of its own."""
    words = match["more"].lower().split()
    return any(
        len(word) > 3 and _is_only_a_verb(word) or word in ("which", "that", "who", "it", "what", "how", "one", "and")
        for word in words
    )


ENGLISH = (
    Slip(
        re.compile(r"(?<![\w’'.-])(?P<wrong>[Aa]n?) (?P<word>[a-z]{2,})\b(?!\.)"),
        lambda match: match["wrong"][0] + _article_of(match["word"])[1:],
        lambda match: _article_of(match["word"]) not in ("", match["wrong"].lower()) and knows("en", match["word"]),
    ),
    Slip(
        re.compile(r"\b[Tt]here (?P<wrong>is|was|has been) (?P<noun>[a-z]+s)\b(?![’'-])"),
        lambda match: {"is": "are", "was": "were"}.get(match["wrong"], "have been"),
        lambda match: _is_a_plural(match["noun"]) and match["noun"] not in ("lots", "heaps", "loads"),
    ),
    Slip(
        re.compile(
            r"(?<!one of the )(?<!one of those )\b(?P<noun>people|women|men|those|[a-z]+s) who (?P<wrong>has|is|was|does)\b"
        ),
        lambda match: {"has": "have", "is": "are", "was": "were", "does": "do"}[match["wrong"]],
        lambda match: match["noun"] in ("people", "women", "men", "those") or _is_a_plural(match["noun"]),
    ),
    Slip(
        re.compile(r"(?:^|(?<=[.!?] ))(?:The|These|Those|Our|Their) (?P<noun>[a-z]+s) (?P<wrong>[a-z]+s)\b(?![’'-])"),
        lambda match: match["wrong"][:-1],
        lambda match: _is_a_plural(match["noun"]) and _is_only_a_verb(match["wrong"][:-1]),
    ),
    Slip(
        re.compile(rf"(?<![\w-])(?:[Mm]any|[Ss]everal|[Vv]arious|[Nn]umerous) (?P<wrong>[a-z]+)(?= (?:{_BEHIND})\b|[,.;:])"),
        lambda match: match["wrong"][:-1] + "ies" if match["wrong"].endswith("y") else match["wrong"] + "s",
        lambda match: (
            not match["wrong"].endswith("s") and _is_only_a_noun(match["wrong"]) and match["wrong"] not in _ONE_OF_ALL
        ),
    ),
    Slip(
        re.compile(r"\b(?:might|could|should|would|must) (?P<wrong>of)\b(?! (?:course|late|the|a|all|these|those)\b)"),
        lambda match: "have",
    ),
    Slip(re.compile(r"\b(?P<wrong>[Ii]t[’']s) own\b"), lambda match: match["wrong"][:2] + "s"),
    Slip(
        re.compile(r"(?<![\w’'-])(?P<wrong>[Ii]ts) (?:a|an|the|not|been|because|also)\b(?! [a-z]+ (?:of|and) its)"),
        lambda match: match["wrong"][:2] + "’s",
    ),
    Slip(re.compile(r"\b(?P<wrong>[Tt]h(?:ere|ey[’']re)) own\b"), lambda match: match["wrong"][:2] + "eir"),
    Slip(re.compile(r"\b(?:with|of|for|from|about|by|share|into|through) (?P<wrong>you[’']re)\b"), lambda match: "your"),
    Slip(
        re.compile(r"\b(?:like|wants?|needs?|able|going|hopes?|try|wish|plans?|ready) (?P<wrong>too) (?P<verb>[a-z]+)\b"),
        lambda match: "to",
        lambda match: _is_a_verb(match["verb"]),
    ),
    Slip(
        re.compile(r"\b(?P<wrong>(?:have has|has have|is are|are is|was were|were was))\b"),
        lambda match: match["wrong"].split()[1],
    ),
    Slip(
        re.compile(r"(?:^|(?<=[.!?] ))(?:It|He|She) (?P<wrong>[a-z]+)\b(?![’'-])"),
        lambda match: match["wrong"] + "s",
        lambda match: _is_base(match["wrong"]) and knows("en", match["wrong"] + "s"),
    ),
    Slip(
        re.compile(r"(?:^|(?<=[.!?] ))(?:They|We|You) (?P<wrong>is|was|has|does|[a-z]+s)\b(?![’'-])"),
        lambda match: {"is": "are", "was": "were", "has": "have", "does": "do"}.get(match["wrong"], match["wrong"][:-1]),
        lambda match: match["wrong"] in ("is", "was", "has", "does") or _is_base(match["wrong"][:-1]),
    ),
    Slip(
        re.compile(
            r"(?:^|(?<=[.!?] ))(?:The|These|Those|Our|Their|All|Many|Both|Some) (?P<noun>[a-z]+s) (?P<wrong>is|was|has|does)\b"
        ),
        lambda match: {"is": "are", "was": "were", "has": "have", "does": "do"}[match["wrong"]],
        lambda match: _is_a_plural(match["noun"]),
    ),
    Slip(
        re.compile(r"\b(?:is|are|was|were|been|being) (?P<wrong>[a-z]{4,})(?= (?:by|to|in|for|with|on|from)\b)"),
        lambda match: _past_of(match["wrong"]),
        lambda match: _is_base(match["wrong"]),
    ),
    Slip(
        re.compile(rf"\b(?:has|have|had) (?:(?:{_ADVERBS}) )?(?P<wrong>[a-z]{{4,}})(?= (?:{_AFTER_ARTICLES})\b)"),
        lambda match: _past_of(match["wrong"]),
        lambda match: (
            match["wrong"] not in _SAME
            and _is_a_verb(match["wrong"])
            and _past_of(match["wrong"]) != ""
            and _base_of(match["wrong"]) == ""
        ),
    ),
    Slip(
        re.compile(rf"\bforward to (?P<wrong>[a-z]+)(?= (?:{_TO_SOMEBODY})\b)"),
        lambda match: next(form for form in (match["wrong"].rstrip("e") + "ing", match["wrong"] + "ing") if knows("en", form)),
        lambda match: (
            _is_a_verb(match["wrong"])
            and not match["wrong"].endswith(("ing", "s"))
            and match["wrong"] not in ("our", "the", "all")
        ),
    ),
    Slip(
        re.compile(
            r"\b[Oo]ne of (?:the|our|its|their|these|those) (?:[a-z]+ ){0,2}(?P<wrong>[a-z]+)(?=[.,;]| (?:in|of|for|to|and|that|who|which|at)\b)"
        ),
        lambda match: match["wrong"][:-1] + "ies" if match["wrong"].endswith("y") else match["wrong"] + "s",
        lambda match: (
            _is_only_a_noun(match["wrong"])
            and match["wrong"] not in _ONE_OF_ALL
            and not match["wrong"].endswith("s")
            and _is_all_singular(match)
        ),
    ),
    Slip(
        re.compile(
            rf"\b(?:will|would|can|could|should|must|may|might|cannot|did not|didn[’']t|does not|doesn[’']t|do not|don[’']t) (?P<wrong>[a-z]+ed|{'|'.join(_IRREGULAR)})\b"
        ),
        lambda match: _IRREGULAR.get(match["wrong"]) or _base_of(match["wrong"]),
        lambda match: match["wrong"] in _IRREGULAR or match["wrong"] != "indeed" and _base_of(match["wrong"]) != "",
    ),
    Slip(
        re.compile(
            r"\b(?P<wrong>[Tt]his|[Tt]hat|[Ee]ach|[Ee]very|[Aa]nother) (?P<noun>[a-z]+s)\b(?![’'-]| [a-z]+(?<!\bof|\bis|\bin))"
        ),
        lambda match: {"this": "these", "that": "those"}.get(match["wrong"].lower(), "all"),
        lambda match: match["wrong"].lower() != "that" and _is_a_plural(match["noun"]),
    ),
    Slip(
        re.compile(rf"\b(?P<wrong>[Tt]hese|[Tt]hose) (?P<noun>[a-z]+)(?= (?:is|are|was|has|can|will|{_BEHIND})\b|[.,;])"),
        lambda match: {"these": "this", "those": "that"}[match["wrong"].lower()],
        lambda match: (
            _is_only_a_noun(match["noun"]) and not match["noun"].endswith(("s", "ing")) and match["noun"] not in _ONE_OF_ALL
        ),
    ),
    Slip(
        re.compile(r"\b(?P<noun>[a-z]+)(?P<wrong>[’']s) (?:are|were|have)\b"),
        lambda match: "s",
        lambda match: _is_only_a_noun(match["noun"]),
    ),
    Slip(
        re.compile(rf"(?<![\w’'.-])(?P<wrong>[Aa]n?) (?P<noun>[a-z]+s)(?=[.,;]| (?:{_BEHIND}|is|has|by|on|at)\b)"),
        lambda match: "",
        lambda match: _is_a_plural(match["noun"]),
    ),
    Slip(
        re.compile(
            rf"(?<![\w’'.-])(?:[Aa]n?|[Ee]ach|[Ee]very|[Aa]nother) (?P<adjective>[a-z]+) (?P<wrong>[a-z]+s)(?=[.,;]| (?:{_BEHIND}|is|has|by|on|at|as)\b)"
        ),
        lambda match: match["wrong"][:-3] + "y" if match["wrong"].endswith("ies") else match["wrong"][:-1],
        lambda match: (
            _is_a_plural(match["wrong"]) and match["adjective"] not in _NO_ADJECTIVES and _is_an_adjective(match["adjective"])
        ),
    ),
    Slip(
        re.compile(
            rf"(?<![\w’'.-])(?:[Tt]wo|[Tt]hree|[Ff]our|[Ff]ive|[Ss]ix|[Ss]even|[Ee]ight|[Nn]ine|[Tt]en|[Aa] (?:number|series|couple) of|[Dd]ozens of|[Hh]undreds of|[Tt]housands of|(?:than|over|nearly|about|all|from|of|with) [1-9]\d+) (?:[a-z]+(?:ive|ous|al|ic|able) )?(?P<wrong>[a-z]+)(?= (?:{_BEHIND})\b|[.,;:](?:\s|$))"
        ),
        lambda match: match["wrong"][:-1] + "ies" if re.search("[^aeiou]y$", match["wrong"]) else match["wrong"] + "s",
        lambda match: (
            not match["wrong"].endswith("s")
            and _is_only_a_noun(match["wrong"])
            and match["wrong"] not in _ONE_OF_MANY
            and match["wrong"] not in _ONE_OF_ALL
        ),
    ),
    Slip(
        re.compile(r"\b(?:be|been|being) (?P<wrong>[a-z]{4,})(?= (?:by|to)\b)"),
        lambda match: _past_of(match["wrong"]),
        lambda match: (
            _is_a_verb(match["wrong"])
            and _base_of(match["wrong"]) == ""
            and not match["wrong"].endswith(("ed", "ing"))
            and _past_of(match["wrong"]) not in ("", match["wrong"])
            and match["wrong"] not in _SAME | _NO_PASSIVES
            and not knows("en", match["wrong"] + "ly")
        ),
    ),
    Slip(
        re.compile(rf"\b(?:{_READY}) (?P<wrong>too) (?P<verb>[a-z]+)\b"),
        lambda match: "to",
        lambda match: (_is_a_verb(match["verb"]) or match["verb"] == "be") and not knows("en", match["verb"] + "ly"),
    ),
    Slip(re.compile(r"\b(?P<wrong>too) (?:be|have|create|provide|make|help|ensure|become|allow)\b"), lambda match: "to"),
    Slip(
        re.compile(r"\b(?P<wrong>[Ii]t[’']s) (?:(?P<adjective>[a-z]+) )?(?P<noun>[a-z]+s)\b(?![’'-])"),
        lambda match: match["wrong"][:2] + "s",
        lambda match: (
            (_is_many if match["adjective"] else _is_a_plural)(match["noun"])
            and (not match["adjective"] or _is_an_adjective(match["adjective"]))
        ),
    ),
    Slip(re.compile(r"(?<![\w’'.-])(?P<wrong>[Aa]n) (?=[BCDGJKPQTVWZ][a-z])"), lambda match: match["wrong"][0]),
    Slip(
        re.compile(
            r"\b[Tt]here (?P<wrong>is|was) (?:some|many|several|few|two|three|four|five|numerous|various) (?:[a-z]+ )?(?P<noun>[a-z]+s)\b(?![’'-])"
        ),
        lambda match: {"is": "are", "was": "were"}[match["wrong"]],
        lambda match: _is_many(match["noun"]),
    ),
    Slip(
        re.compile(
            r"\b(?:will|would|can|could|should|may|might|must)(?: (?:now|also|only|then|still|not))? (?P<wrong>by) [a-z]+ed\b"
        ),
        lambda match: "be",
    ),
    Slip(
        re.compile(r"(?<!due )(?<!thanks )\bto (?P<wrong>[a-z]+ed) (?:it|them|the|an?|our|its|their|this|these|you|us)\b"),
        lambda match: _base_of(match["wrong"]),
        lambda match: _base_of(match["wrong"]) != "",
    ),
    Slip(
        re.compile(
            r"\b(?:that|because|where|when|if|but|since|while) (?:the|our|their|these|those|all|many|most) (?:(?P<adjective>[a-z]+) )?(?P<noun>[a-z]+s) (?P<wrong>is|was|has|does)\b"
        ),
        lambda match: {"is": "are", "was": "were", "has": "have", "does": "do"}[match["wrong"]],
        lambda match: (
            (_is_many if match["adjective"] else _is_a_plural)(match["noun"])
            and (not match["adjective"] or _is_an_adjective(match["adjective"]))
        ),
    ),
    Slip(
        re.compile(r"\b(?:of|for|by|without|from) (?P<wrong>[a-z]{4,})(?= (?:the|an?|our|its|their|your)\b)"),
        lambda match: match["wrong"].rstrip("e") + "ing",
        lambda match: _is_base(match["wrong"]) and knows("en", match["wrong"].rstrip("e") + "ing"),
    ),
    Slip(
        re.compile(
            rf"{_HEAD}(?:(?P<article>The|These|Our|Their|All|Many|Most|Some|Several|More) )?(?P<first>[A-Za-z][a-z]+ )?(?P<noun>[A-Za-z][a-z]+s) (?:of|from|for|in|with|on) (?P<more>(?:the |an? |our |its |their )?(?:[a-z]+ ){{0,2}}[A-Za-z]+) (?P<wrong>is|was|has|does)\b"
        ),
        lambda match: _MANY_OF[match["wrong"]],
        lambda match: (
            (_is_many if match["article"] else _is_a_plural)(match["noun"].lower())
            and not _GROUPS & {match["noun"].lower()}
            and not _has_a_verb(match)
        ),
    ),
    Slip(
        re.compile(r"\b(?P<one>[A-Za-z][a-z]+) and (?P<noun>[a-z]+s) (?P<wrong>is|was|has|does)\b"),
        lambda match: _MANY_OF[match["wrong"]],
        lambda match: (
            _is_many(match["noun"])
            and _is_a_plural(match["one"].lower())
            and not re.search(r"\b(?:of|for|in|with|between|on|to|by|that|which|who) [^.;:]*$", match.string[: match.start()])
        ),
    ),
    Slip(
        re.compile(
            r"(?:(?<=, )|(?<=and )|(?<=that ))(?P<who>they|we|all|both) (?P<wrong>is|was|has|does)\b(?! (?:well|about|not lost))"
        ),
        lambda match: _MANY_OF[match["wrong"]],
        lambda match: match["who"] != "all" or match["wrong"] == "has",
    ),
    Slip(
        re.compile(
            r"(?<!the )(?<!a )(?<!of )(?<!good )(?<!free )\b(?:will|would|can|could|should|must|may|might)(?: not)? (?P<wrong>[a-z]+s)\b(?![’'-])"
        ),
        lambda match: match["wrong"][:-1],
        lambda match: _is_base(match["wrong"][:-1]),
    ),
    Slip(
        re.compile(r"(?<!to )\b(?:is|are|was|were) (?P<wrong>[a-z]{4,})(?= by (?:the|an?|our|its|their|[A-Z]))"),
        lambda match: _past_of(match["wrong"]),
        lambda match: (
            _is_a_verb(match["wrong"])
            and not match["wrong"].endswith(("ed", "ing"))
            and _base_of(match["wrong"]) == ""
            and _past_of(match["wrong"]) not in ("", match["wrong"])
            and match["wrong"] not in _SAME | _NO_PASSIVES
            and not knows("en", match["wrong"] + "ly")
        ),
    ),
    Slip(
        re.compile(rf"{_HEAD}(?P<wrong>Too) (?P<verb>[a-z]+) (?:out|this|that|these|those|the|an?|our|its|their|your)\b"),
        lambda match: "To",
        lambda match: _is_a_verb(match["verb"]) and not _is_an_adjective(match["verb"]),
    ),
    Slip(
        re.compile(
            rf"{_HEAD}(?P<wrong>There) (?P<adjective>[a-z]+)(?: and [a-z]+)? (?P<noun>[a-z]+s?) (?:is|are|was|were|has|have|will|can|[a-z]+ed)\b"
        ),
        lambda match: "Their",
        lambda match: _is_an_adjective(match["adjective"]) and not knows("en", match["adjective"] + "ing"),
    ),
    Slip(
        re.compile(
            rf"{_HEAD}(?:The|This|That|A|Its|Our|Their) (?:(?P<adjective>[a-z]+) )?(?P<noun>[a-z]+) (?P<wrong>are|were|have|do)\b(?! not only)"
        ),
        lambda match: _ONE_OF[match["wrong"]],
        lambda match: (
            knows("en", match["noun"] + "'s")
            and not match["noun"].endswith(("s", "ing"))
            and match["noun"] not in _GROUPS | _ONE_OF_ALL
            and (not match["adjective"] or _is_an_adjective(match["adjective"]))
        ),
    ),
)
