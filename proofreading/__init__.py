"""The check of a communiqué: against itself, against its other language, and against what the portal knows.

A text is read once (``reading``) into paragraphs, sentences, figures, dates, people, organisations, addresses and quotes;
what the
portal knows is loaded once (``knowledge``); each rule (``rules``) is a small function over the two. ``engine`` runs them.
"""
