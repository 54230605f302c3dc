"""Prints how long the check of a pair of texts takes, beside the making of the release’s page."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial
from statistics import median
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.test import Client
from django.utils import translation

from news.models import PressRelease
from news.release_checks.knowledge import load
from proofreading import engine
from proofreading.files import reading_of
from proofreading.knowledge import Knowledge
from publishing import languages

WORDS = 1000


def seconds(action: Callable[[], object], times: int = 7) -> float:
    """The usual time of an action, once it has been done before."""
    action()
    taken = []
    for _turn in range(times):
        start = time.perf_counter()
        action()
        taken.append(time.perf_counter() - start)
    return median(taken)


class Command(BaseCommand):
    help = "Time the check of a pair of 1,000-word texts beside the page of a release, and texts of growing size."

    def handle(self, *args: Any, **options: Any) -> None:
        release = PressRelease.objects.public(languages.main()).first()
        if release is None:
            raise CommandError("No release is public: load the demo data first.")
        texts = {code: self._text(release, code) for code in languages.codes()}
        known = load()
        url = release.get_absolute_url(languages.main())
        with translation.override(languages.main()):
            page = seconds(lambda: Client(headers={"host": "localhost"}).get(url))
            pair = seconds(lambda: self._check(texts, known, WORDS))
            loading = seconds(load)
            self.stdout.write(f"the release’s page               {page * 1000:8.1f} ms")
            self.stdout.write(f"what the portal knows, loaded    {loading * 1000:8.1f} ms")
            self.stdout.write(
                f"a pair of {WORDS:,} words, checked   {pair * 1000:8.1f} ms, {(pair + loading) / page:.1f} times the"
                f" page with loading"
            )
            for factor in (4, 16):
                size = WORDS * factor
                larger = seconds(partial(self._check, texts, known, size), 1)
                self.stdout.write(
                    f"a pair of {size:,} words, checked {larger * 1000:9.1f} ms, {larger / pair:.1f} times as long"
                    f" for {factor} times the text"
                )

    @staticmethod
    def _text(release: PressRelease, code: str) -> list[str]:
        title, lead, body = (getattr(release, languages.column(name, code)) for name in ("title", "lead", "body"))
        return f"<h1>{title}</h1><p>{lead}</p>{body}".split(" ")

    @staticmethod
    def _check(texts: dict[str, list[str]], known: Knowledge, size: int) -> None:
        readings = {}
        for code, words in texts.items():
            text = " ".join((words * (size // len(words) + 1))[:size])
            readings[code] = reading_of(code, "release.html", text, known)
        engine.check(readings, known)
