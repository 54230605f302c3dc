"""Words of one language that say the opposite of the other’s. All texts here are made up."""

import pytest

from proofreading.tests.test_keys_and_values import told

CHANGED = {
    "a verb": ("La loi entrave la recherche.", "The law helps research.", "helps"),
    "a day that opens or closes": ("Les inscriptions ferment le 3 mars.", "Registrations open on 3 March.", "open"),
    "a time of the day": ("Le marché se tient le matin sur la place.", "The market is held in the evening.", "evening"),
    "an adjective": ("Elle dirige une entreprise publique.", "She heads a private company.", "private"),
    "inside a quotation": (
        "« Cette collaboration nous enrichit », dit Maud Kervella.",
        "“This competition enriches us,” says Maud Kervella.",
        "competition",
    ),
}


@pytest.mark.parametrize("kind", CHANGED)
def test_the_opposite_of_a_word_is_told(kind):
    fr, en, shown = CHANGED[kind]
    assert told(fr, en) == [("opposite-said", shown)]


@pytest.mark.parametrize(
    ("fr", "en"),
    [
        ("Les inscriptions sont ouvertes jusqu’au 3 mars.", "Registration closes on 3 March."),
        ("Les billets sont en vente dès lundi.", "Tickets can be bought from Monday."),
        ("La ferme de Kermadec accueille les visiteurs.", "The Kermadec farm opens its doors."),
        ("Entrée libre pour les propriétaires.", "Entry is free for owners."),
        ("Un rôle important pour la filière.", "A leading role in export for the sector."),
        ("La halle n’est jamais ouverte sans gardien.", "The hall is always closed without a guard."),
        ("Elle augmente ici et diminue là.", "It increases here."),
    ],
)
def test_what_says_the_same_in_other_words_is_not_told(fr, en):
    assert told(fr, en) == []
