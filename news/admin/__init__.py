"""The press room in the back office, a concept a file."""

from . import embargo_links, history, news, releases, reusable, sign_offs  # noqa: F401  each registers its own
