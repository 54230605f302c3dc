"""“Did you mean”: the usual slips of the finger in the domain of an e-mail address."""

from __future__ import annotations

USUAL = (
    *(
        "gmail.com",
        "googlemail.com",
        "outlook.com",
        "outlook.fr",
        "hotmail.com",
        "hotmail.fr",
        "live.com",
        "live.fr",
        "msn.com",
    ),
    *("yahoo.com", "yahoo.fr", "icloud.com", "orange.fr", "wanadoo.fr", "laposte.net", "sfr.fr", "free.fr", "bbox.fr"),
    *("proton.me", "protonmail.com", "gmx.com", "gmx.fr", "aol.com"),
    *("sorbonne-universite.fr", "etu.sorbonne-universite.fr", "cnrs.fr", "inria.fr", "inserm.fr", "aphp.fr", "utc.fr"),
)
"""Domains that many people write from. What is one letter away from one of them may be another's all the same."""

ONE_OWNER = {"gmail": "gmail.com", "googlemail": "googlemail.com", "icloud": "icloud.com", "laposte": "laposte.net"}
"""First labels under which there is one domain alone, whatever the ending typed."""

SHORTEST = 7
"""A shorter domain is one letter away from too many others."""


def likely(address: str) -> str:
    """The address that was probably meant; empty where nothing speaks for another one."""
    local_part, _at, domain = address.rpartition("@")
    if domain in USUAL:
        return ""
    meant = ONE_OWNER.get(domain.partition(".")[0]) or next((one for one in USUAL if _is_a_slip(domain, one)), "")
    return f"{local_part}@{meant}" if meant else ""


def _is_a_slip(typed: str, meant: str) -> bool:
    """One letter too many, too few or another, or two that changed places."""
    if len(meant) < SHORTEST or abs(len(typed) - len(meant)) > 1:
        return False
    start = next((place for place, (one, two) in enumerate(zip(typed, meant, strict=False)) if one != two), None)
    if start is None:
        return len(typed) != len(meant)
    a, b = typed[start:], meant[start:]
    swapped = len(a) > 1 and len(b) > 1 and a[0] == b[1] and a[1] == b[0] and a[2:] == b[2:]
    return swapped or a[1:] == b[1:] or a[1:] == b or a == b[1:]
