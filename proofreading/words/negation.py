"""Words that deny, and words in which another language may say so: “not” is “sans”, “refuser”, “in-” as well. Folded."""

from __future__ import annotations

import re

_DENIES = {
    "fr": (
        r"(?<!\w)(?:ne |n')(?:\w+[' -]){0,4}?(?:pas|jamais|rien|aucune?)(?!\w)"
        r"|(?<!\w)(?:personne|nul|rien|aucune?)(?: \w+){0,6} (?:ne |n')"
    ),
    "en": r"(?<!\w)(?:not|never|cannot|nobody|no one)(?!\w)(?! only)|n't(?!\w)",
}
_MAY_DENY = {
    "fr": (
        r"n'|ne|non|pas|jamais|sans|aucune?s?|rien|ni|nulle?s?|personne|peu|difficile\w*|impossible\w*|plutot|seuls?|seules?|seulement"
        r"|sinon|hors|loin|trop|faute|uniquement|guere|rare\w*|sauf|encore|absence|defaut|interdi\w+|in(?:capable|existant|utile|suffisant)\w*"
        r"|(?:empech|evit|refus|manqu|ignor|depourv|echou|cess|echapp|exclu|oubli|rejet)\w*"
        r"|mal|hormis|contraire\w*|(?:differ|oppos|invers|dispens|hesit|desapprouv|deconseill|decourag|dissua|soumi|prive|libre de)\w*"
        r"|sous silence|desaccord|malgre|(?:in|im|ir|il)(?:just|egal|complet|correct|exact|direct|certain|connu|accept|attendu|dependa"
        r"|evitab|juri|legitim|legal|limit|mobil|moral|partial|parfait|possib|prevu|probab|prudent|regul|respons|visib)\w*"
        r"|(?:des(?:agre|equilib|espe|hono|interess|ordon)|me(?:connai|connu|fi|prise)|depass)\w*"
    ),
    "en": (
        r"not|never|no|none|nobody|nothing|cannot|without|nor|neither|either|unless|hardly|unable|few|little|only|rather|instead"
        r"|yet|still|rarely|barely|impossible|too|nowhere|otherwise|out|except|far|absen\w+|beyond|non|unlike|unfair|less"
        r"|(?:lack|fail|avoid|prevent|refus|stop|ignor|miss|forg[eo]t|forbid|deny|denie|reject|exclu|cease)\w*|\w{3,}less"
        r"|apart|contrary|wrong\w*|badly|poorly|(?:differ|oppos)\w*"
        r"|un(?!der|til|i[onqtf]|iver|an)[a-z]{4,}|non-?\w+|free to|hesitat\w*|despite|(?:abstain|exempt|refrain|withh[eo]ld|neglect|omit)\w*"
        r"|(?:in|im|ir|il)(?:accura|accessib|activ|adequa|appropria|capab|compatib|complete|consist|correct|depend|direct|efficien"
        r"|elig|equal|equit|flexib|formal|justice|secur|sufficient|tolera|valid|visib|vulnerab|evitab|mobil|moral|partial"
        r"|perfect|possib|proper|prudent|regular|relevan|responsib|reversib|legal|legitim|logic)\w*"
        r"|dis(?:agree|allow|appear|appoint|approv|belie|connect|continu|courag|honest|honour|honor|interest|like|loyal|miss|obe"
        r"|order|pleas|prov|qualif|regard|respect|satisf|suad|trust)\w*"
    ),
}


def denies(language: str) -> re.Pattern[str]:
    """A plain negation."""
    return re.compile(_DENIES[language])


def may_deny(language: str) -> re.Pattern[str]:
    """Anything in which a negation of the other language may have been put."""
    return re.compile(rf"(?<!\w)(?:{_MAY_DENY[language]})(?!\w)|(?<!\w)n'|n't(?!\w)")
