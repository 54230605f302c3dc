"""Links out of releases, as the public reads them: those of the edition in force, not of the working text."""

from collections.abc import Iterator

from publishing import languages, linked_paths
from publishing.outgoing_links import FoundLink, register
from publishing.portal_links import addresses_in

from .models import Edition, PressRelease
from .reading import read_public


def links_of_releases() -> Iterator[FoundLink]:
    for code in languages.codes():
        for release in PressRelease.objects.public(code).real().for_public_reading(code):
            words = read_public(release, code).words
            for field, texts in (("body", [words.body]), ("boilerplates", [about.body for about in words.boilerplates])):
                for text in texts:
                    for address in addresses_in(text.html):
                        yield FoundLink(address, PressRelease, release.pk, field, code)


register(links_of_releases, instead_of=PressRelease)
linked_paths.register(Edition, "payload")
