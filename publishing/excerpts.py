"""The beginning of a text, cut between two words."""


def excerpt(text: str, most: int) -> str:
    """At most so many characters of a text, with “…” where it goes on: no word is cut, but one that is longer than all that."""
    if len(text) <= most:
        return text
    head = text[:most]
    words = head if text[most : most + 1].isspace() else head[:-1].rpartition(" ")[0] or head[:-1]
    return f"{words[: most - 1].rstrip(' ,;:–—')}…"
