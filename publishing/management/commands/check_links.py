from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from publishing import link_checking, outgoing_links
from publishing.link_tables import OutgoingLink

MOST = 2000


class Command(BaseCommand):
    help = (
        "Looks whether the links of public texts to other sites still lead somewhere, and tells staff in the back office; it "
        "changes no text. Meant for every night; it may be run at any time, and looks at nothing twice within a night."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--most", type=int, default=MOST, help=f"look at so many addresses at the most ({MOST})")
        parser.add_argument("--collect", action="store_true", help="only note which links there are; ask no other site")

    def handle(self, *args: Any, most: int, collect: bool, **options: Any) -> None:
        self.stdout.write(f"Links to other sites: {outgoing_links.collect()}.")
        if collect:
            return
        due = {link.address: link for link in OutgoingLink.objects.due()[:most]}
        looked = list(link_checking.look_at_all(due))
        if link_checking.is_cut_off([look for _address, look in looked]):
            raise CommandError("Most sites give no answer: this machine does not reach the internet. Nothing is noted.")
        for address, found in looked:
            due[address].note(found.outcome, found.status, found.moved_to)
        broken, unclear = OutgoingLink.objects.broken().count(), OutgoingLink.objects.to_look_at().count()
        self.stdout.write(f"Looked at: {len(due)}. Broken: {broken}. To be looked at by a person: {unclear}.")
