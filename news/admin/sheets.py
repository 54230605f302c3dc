"""Press contacts as spreadsheets, by the rules of their form: no mobile number is ever public."""

from django.utils.translation import gettext_lazy as _

from news.models import PressContact
from publishing.language_fields import SpokenField
from publishing.languages import columns
from publishing.needed_fields import needed
from publishing.spreadsheet_kinds import SheetKind

PRESS_CONTACTS = SheetKind(
    PressContact,
    columns=(
        "name",
        *columns("role"),
        "email",
        "phone",
        "out_of_hours",
        "spoken",
        "in_press_room",
        "valid_from",
        "valid_until",
        "last_confirmed",
        "rank",
    ),
    name_of=lambda texts: texts.get("name", ""),
    names_in=("name",),
    names=lambda contact: [contact.name],
    names_are_unique=False,
    tells_apart=("email",),
    # Required by the model, which says so in a sentence of its own.
    fields={"spoken": lambda: needed(SpokenField(required=False, help_text=_("In which journalists may call.")))},
    also={
        "email": ("e mail", "mail", "courriel", "mel", "adresse e mail"),
        "phone": ("tel", "telephone"),
        "spoken": ("langues", "languages"),
    },
)
