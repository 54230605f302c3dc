"""Taking in a press list that exists, from a spreadsheet saved as text."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import tablib
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import get_language_info, override
from django.utils.translation import gettext as _
from import_export import resources
from import_export.results import Result, RowResult

from proofreading.text import spelt_out
from publishing import languages
from publishing.mail_addresses import normalised
from publishing.spreadsheet_files import read_csv

from . import subscribers
from .enums import OFF_THE_LIST, SubscriberState
from .models import ErasedAddress, Subscriber

EMAIL_COLUMNS = frozenset(
    {
        *("email", "emailaddress", "mail", "mailaddress"),
        *("courriel", "mel", "adresseemail", "adressemail", "adressemel"),
        *("adressecourriel", "adressedecourriel", "adresseelectronique"),
    }
)
"""What spreadsheets call the column of addresses, as ``bare`` gives it."""

LANGUAGE_COLUMNS = frozenset({"language", "langue"})
FIRST_ROW = 2
"""The number that a spreadsheet gives to the first row below its headers."""

HEADERS = ("number", "email", "language")


@dataclass
class ListImport:
    """What an import did, or why it did nothing: sentences that name each row by the number that a spreadsheet shows."""

    errors: list[str] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)
    added: int = 0


def import_list(content: bytes, *, origin: str, language: str = "", ask_first: bool = False) -> ListImport:
    """Put the addresses of a spreadsheet on the list, or, where one row is wrong, none of them.

    The first row names the columns: one for the address, and one for the language where it differs from row to row;
    ``language`` is for rows without one. Addresses that were erased or have left stay away. With ``ask_first`` each owner is
    asked to confirm before anything is sent.
    """
    try:
        table = AddressTable.read(content, language)
    except ValidationError as error:
        return ListImport(errors=error.messages)
    resource = SubscriberResource(origin, language, ask_first)
    result = resource.import_data(table.rows, use_transactions=True, rollback_on_validation_errors=True, raise_errors=False)
    errors = [*table.errors(result)]
    if errors:
        return ListImport(errors=errors)
    return ListImport(skipped=resource.skipped, added=result.totals[RowResult.IMPORT_TYPE_NEW])


@dataclass(frozen=True)
class AddressTable:
    """The rows of a list that hold anything, and what it calls its two columns."""

    rows: tablib.Dataset
    names: dict[str, str]

    @classmethod
    def read(cls, content: bytes, language: str) -> AddressTable:
        """Raises ``ValidationError`` where the content is no table, or lacks a column."""
        try:
            table = read_csv(content)
        except ValueError as error:
            raise ValidationError(_("This is not a table of comma-separated values.")) from error
        email = _column(table.headers, EMAIL_COLUMNS)
        spoken = _column(table.headers, LANGUAGE_COLUMNS)
        if email is None:
            raise ValidationError(_("Row 1: no column is named “email”."))
        if spoken is None and not language:
            raise ValidationError(_("Row 1: no column is named “language”, and no language was given for all."))
        rows = [
            (number, row[email], "" if spoken is None else row[spoken])
            for number, row in enumerate(table, start=FIRST_ROW)
            if any(cell.strip() for cell in row)
        ]
        names = {"email": table.headers[email], "language": "language" if spoken is None else table.headers[spoken]}
        return cls(tablib.Dataset(*rows, headers=HEADERS), names)

    def errors(self, result: Result) -> list[str]:
        """A sentence for each wrong cell. Raises what no cell is guilty of."""
        for failed in result.error_rows:
            raise failed.errors[0].error
        return [
            _("Row %(row)s, column %(column)s: %(sentence)s")
            % {"row": self.rows[row.number - 1][0], "column": self.names[name], "sentence": sentence}
            for row in result.invalid_rows
            for name, sentences in row.field_specific_errors.items()
            for sentence in sentences
        ]


class SubscriberResource(resources.ModelResource):
    """A subscriber a row. Who is known stays as it is; who was erased or has left is not brought back."""

    class Meta:
        model = Subscriber
        fields = import_id_fields = ("email", "language")
        skip_diff = True

    def __init__(self, origin: str, language: str, ask_first: bool):
        super().__init__()
        self.origin, self.language, self.ask_first = origin, language, ask_first
        self.skipped: list[str] = []

    def before_import_row(self, row: dict[str, str], **kwargs: Any) -> None:
        row["email"] = _address(row["email"])
        row["language"] = _language_code(row["language"]) if row["language"].strip() else self.language
        if row["language"] not in languages.codes():
            raise _cell_error("language", _("“%(value)s” is not one of the portal’s languages."), row["language"])

    def get_instance(self, instance_loader: object, row: dict[str, str]) -> Subscriber | None:
        return Subscriber.objects.filter(email__iexact=row["email"], language=row["language"]).first()

    def skip_row(
        self, instance: Subscriber, original: Subscriber, row: dict[str, str], import_validation_errors: object = None
    ) -> bool:
        reason = _reason_to_skip(instance)
        if reason:
            self.skipped.append(reason % {"row": row["number"]})
        return bool(reason)

    def before_save_instance(self, instance: Subscriber, row: dict[str, str], **kwargs: Any) -> None:
        instance.origin = self.origin
        instance.state = SubscriberState.PENDING if self.ask_first else SubscriberState.CONFIRMED
        instance.confirmed_at = None if self.ask_first else timezone.now()
        instance.leave_token = subscribers.hashed(subscribers.leave_token(instance.email, instance.language))


def _reason_to_skip(subscriber: Subscriber) -> str:
    if ErasedAddress.objects.filter(digest=subscribers.digest(subscriber.email, subscriber.language)).exists():
        return _("Row %(row)s: this address was erased; it stays away.")
    if subscriber.pk is None:
        return ""
    if subscriber.state in OFF_THE_LIST:
        return _("Row %(row)s: this address is off the list; it stays away.")
    return _("Row %(row)s: this address is known already.")


def _address(cell: str) -> str:
    try:
        return normalised(cell)
    except ValidationError:
        raise _cell_error("email", _("“%(value)s” is not an e-mail address."), cell) from None


def _cell_error(name: str, sentence: str, value: str) -> ValidationError:
    return ValidationError({name: ValidationError(sentence, params={"value": value.strip()})})


def _column(headers: list[str], names: Collection[str]) -> int | None:
    """Where the one column of these names stands. Raises ``ValidationError`` where several could be meant."""
    found = [place for place, header in enumerate(headers) if bare(header) in names]
    if len(found) > 1:
        sentence = _("Row 1: several columns could be meant: %(columns)s. Keep one of them.")
        raise ValidationError(sentence % {"columns": ", ".join(headers[place] for place in found)})
    return found[0] if found else None


def bare(words: str) -> str:
    """Letters and digits alone, without accents, in small letters: “Adresse e-mail” is ``adresseemail``."""
    return re.sub(r"[^a-z0-9]", "", spelt_out(words))


def _language_code(cell: str) -> str:
    """The language that a cell names: by its code, with a country or without, or by its name in one of the portal's."""
    code = re.split(r"[-_]", cell.strip().casefold(), maxsplit=1)[0]
    return _language_names().get(bare(cell), code)


@cache
def _language_names() -> dict[str, str]:
    names = {}
    for code in languages.codes():
        names[bare(get_language_info(code)["name_local"])] = code
        for reader in languages.codes():
            with override(reader):
                names[bare(str(languages.name(code)))] = code
    return names
