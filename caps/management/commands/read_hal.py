from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from caps.enums import GOOD
from caps.hal import files, questions, taking
from caps.hal.client import HalClient, HalFault
from caps.models import CAP, HalQuery


class Command(BaseCommand):
    help = (
        "Asks HAL, the French open archive, what the cluster has published: by its grant, by what programmes and people carry, "
        "and by whatever staff add in the back office. Meant for every day; it may be run at any time and stopped at any "
        "moment. Where HAL gives no good answer everything stays as it was, and the back office says so. With --file nothing "
        "is asked: the documents of a file that HAL exported (wt=json) are taken in."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--file", type=Path, help="take in this file instead of asking HAL")
        parser.add_argument("--programme", metavar="ACRONYM", help="with --file: what it holds is of this programme")
        parser.add_argument(
            "--accept-losses",
            action="store_true",
            help="believe answers that are empty, or lack more than half of what was found before",
        )

    def handle(self, *args: Any, file: Path | None, programme: str | None, accept_losses: bool, **options: Any) -> None:
        if file is not None:
            self._take(file, programme)
            return
        if programme:
            raise CommandError("--programme goes with --file alone.")
        asked = list(self._ask(accept_losses))
        bad = [one for one in asked if one.outcome not in GOOD]
        waiting = HalQuery.objects.active().real().count() - len(asked)
        if bad:
            left = f" {waiting} questions were not asked." if waiting else ""
            raise CommandError(f"HAL gave no good answer to {len(bad)} questions: what was there stays as it was.{left}")

    def _ask(self, accept_losses: bool) -> Any:
        for one in questions.ask_all(HalClient(), accept_losses=accept_losses):
            self.stdout.write(f"{one.query.kind} {one.query.pk}: {_told(one)}")
            yield one

    def _take(self, file: Path, acronym: str | None) -> None:
        cap = CAP.objects.filter(acronym__iexact=acronym).first() if acronym else None
        if acronym and cap is None:
            raise CommandError(f"There is no programme {acronym}.")
        try:
            taken = taking.take_file(files.documents_of(file), cap=cap)
        except files.UnreadableFile as error:
            raise CommandError(str(error)) from error
        except HalFault as error:
            raise CommandError(f"No document of {file} can be read: nothing was taken in.") from error
        self.stdout.write(_counted(taken))


def _told(asked: questions.Asked) -> str:
    detail = f" ({asked.detail})" if asked.detail else ""
    return f"{asked.outcome.value}{detail}. {_counted(asked.taken)}" if asked.taken else f"{asked.outcome.value}{detail}."


def _counted(taken: taking.Taken) -> str:
    return (
        f"Documents: {taken.documents}. New: {taken.made}. Changed: {taken.mended}. Given up: {taken.lost}. "
        f"Not readable: {taken.unread}."
    )
