"""The beginning of a text, cut between two words."""


def excerpt(text: str, most: int) -> str:
    """At most so many characters of a text, with “…” where it goes on: no word is cut, but one that is longer than all that."""
    if len(text) <= most:
        return text
    head = text[: most - 1]
    words = head if text[most - 1].isspace() else head.rpartition(" ")[0] or head
    return f"{words.rstrip(' ,;:–—')}…"
