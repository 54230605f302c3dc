"""Words that deny, and words in which another language may say so: “not” is “sans”, “refuser”, “in-” as well. Folded."""

from __future__ import annotations

import re

_DENIES = {
    "fr": (
        r"(?<!\w)(?:ne |n')(?:\w+[' -]){0,4}?(?:pas|jamais|rien|aucune?)(?!\w)"
        r"|(?<!\w)(?:personne|nul|rien|aucune?)(?: \w+){0,3} (?:ne |n')"
    ),
    "en": r"(?<!\w)(?:not|never|cannot|nobody|no one)(?!\w)(?! only)|n't(?!\w)",
}
_MAY_DENY = {
    "fr": (
        r"n'|ne|non|pas|jamais|sans|aucune?s?|rien|ni|nulle?s?|personne|peu|difficile\w*|impossible\w*|plutot|seuls?|seules?|seulement"
        r"|sinon|hors|loin|trop|faute|uniquement|guere|rare\w*|sauf|encore|absence|defaut|interdi\w+|in(?:capable|existant|utile|suffisant)\w*"
        r"|(?:empech|evit|refus|manqu|ignor|depourv|echou|cess|echapp|exclu|oubli|rejet)\w*"
        r"|mal|hormis|contraire\w*|(?:differ|oppos|invers|dispens)\w*"
    ),
    "en": (
        r"not|never|no|none|nobody|nothing|cannot|without|nor|neither|either|unless|hardly|unable|few|little|only|rather|instead"
        r"|yet|still|rarely|barely|impossible|too|nowhere|otherwise|out|except|far|absen\w+|beyond|non|unlike|unfair|less"
        r"|(?:lack|fail|avoid|prevent|refus|stop|ignor|miss|forg[eo]t|forbid|deny|denie|reject|exclu|cease)\w*|\w{3,}less"
        r"|apart|contrary|wrong\w*|badly|poorly|(?:differ|oppos)\w*"
        r"|un(?:known|clear|likely|fair|able|necessary|free|willing|even|usual|aware|available)\w*|in(?:complete|correct|sufficient|capable)\w*"
    ),
}


def denies(language: str) -> re.Pattern[str]:
    """A plain negation."""
    return re.compile(_DENIES[language])


def may_deny(language: str) -> re.Pattern[str]:
    """Anything in which a negation of the other language may have been put."""
    return re.compile(rf"(?<!\w)(?:{_MAY_DENY[language]})(?!\w)|(?<!\w)n'|n't(?!\w)")
