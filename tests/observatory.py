"""Mozilla's published rules of grading a site's headers, asked here instead of over the network.

Source: MDN, HTTP Observatory, “Tests & Scoring” (2025). A baseline of 100; each test gives one modifier; bonuses count only
where 90 are left without them; from 100 on the grade is A+. What a preload list holds cannot be asked here and gives no bonus.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

SIX_MONTHS = 15_768_000
REFERRERS = {"no-referrer", "same-origin", "strict-origin", "strict-origin-when-cross-origin"}
UNSAFE_REFERRERS = {"origin", "origin-when-cross-origin", "unsafe-url"}
BROAD = ("http:", "https:", "ftp:", "data:", "blob:", "*")


def directives(policy: str) -> dict[str, list[str]]:
    return {words[0].lower(): words[1:] for part in policy.split(";") if (words := part.split())}


def sources(policy: dict[str, list[str]], name: str) -> list[str]:
    return policy.get(name, policy.get("default-src", ["*"]))


def content_security_policy(headers: Mapping[str, str], html: str) -> int:
    if not (policy := directives(headers.get("Content-Security-Policy", ""))):
        return -25
    script, style, plugins = (sources(policy, name) for name in ("script-src", "style-src", "object-src"))
    marked = any(source.startswith(("'nonce-", "'sha")) for source in script)
    if ("'unsafe-inline'" in script and not marked) or any(source in BROAD for source in (*script, *plugins)):
        return -20
    if any(source.startswith(("http:", "ftp:")) for name in policy for source in policy[name]):
        return -20
    if "'unsafe-eval'" in script:
        return -10
    if "'unsafe-inline'" in style or any(source in BROAD for source in style):
        return 0
    return 10 if policy.get("default-src") == ["'none'"] else 5


def cookies(headers: Mapping[str, str], html: str) -> int:
    said = [one.lower() for one in headers.get("Set-Cookie", "").split("\n") if one]
    if not said:
        return 0
    for one in said:
        is_session = re.match(r"[^=]*(sess|sid|login|auth)", one) is not None
        is_token = re.match(r"[^=]*csrf", one) is not None
        if "; secure" not in one:
            return -40 if is_session else -20
        if is_session and "; httponly" not in one:
            return -30
        if is_token and not re.search(r"; samesite=(strict|lax)", one):
            return -20
    return 5 if all(re.search(r"; samesite=(strict|lax)", one) for one in said) else 0


def transport_security(headers: Mapping[str, str], html: str) -> int:
    said = re.search(r"max-age=(\d+)", headers.get("Strict-Transport-Security", ""))
    return -20 if said is None else -10 if int(said[1]) < SIX_MONTHS else 0


def referrer_policy(headers: Mapping[str, str], html: str) -> int:
    said = headers.get("Referrer-Policy")
    return 0 if said is None else 5 if said in REFERRERS else -5


def content_type_options(headers: Mapping[str, str], html: str) -> int:
    return 0 if headers.get("X-Content-Type-Options", "").lower() == "nosniff" else -5


def frame_options(headers: Mapping[str, str], html: str) -> int:
    if "frame-ancestors" in directives(headers.get("Content-Security-Policy", "")):
        return 5
    return 0 if headers.get("X-Frame-Options", "").upper() in ("DENY", "SAMEORIGIN") else -20


def resource_sharing(headers: Mapping[str, str], html: str) -> int:
    """Open to all is what open data are, without credentials."""
    is_open = headers.get("Access-Control-Allow-Origin") is not None
    return -50 if is_open and headers.get("Access-Control-Allow-Credentials") else 0


def resource_policy(headers: Mapping[str, str], html: str) -> int:
    return {None: 0, "cross-origin": 0, "same-site": 10, "same-origin": 10}.get(headers.get("Cross-Origin-Resource-Policy"), -5)


def subresource_integrity(headers: Mapping[str, str], html: str) -> int:
    """Scripts of this site's own need no integrity; one of another host without it costs."""
    elsewhere = [tag for tag in re.findall(r"<script[^>]*>", html) if re.search(r"src=\"(?:https?:)?//", tag)]
    return -50 if any("http://" in tag for tag in elsewhere) else -5 if any("integrity=" not in tag for tag in elsewhere) else 0


TESTS = (
    content_security_policy,
    cookies,
    transport_security,
    referrer_policy,
    content_type_options,
    frame_options,
    resource_sharing,
    resource_policy,
    subresource_integrity,
)


def score(headers: Mapping[str, str], html: str = "") -> tuple[int, list[str]]:
    """The points, and the tests that took some away."""
    given = {test.__name__: test(headers, html) for test in TESTS}
    lost = sum(points for points in given.values() if points < 0)
    gained = sum(points for points in given.values() if points > 0) if 100 + lost >= 90 else 0
    return max(0, 100 + lost + gained), [name for name, points in given.items() if points < 0]


def grade(points: int) -> str:
    steps = ((100, "A+"), (90, "A"), (85, "A-"), (80, "B+"), (70, "B"), (65, "B-"), (60, "C+"), (50, "C"), (45, "C-"))
    steps += ((40, "D+"), (30, "D"), (25, "D-"), (0, "F"))
    return next(letter for least, letter in steps if points >= least)
