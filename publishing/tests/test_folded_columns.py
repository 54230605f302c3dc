"""Rows of people's addresses are found by letters too, without a copy of them, and alike on both databases."""

import pytest
from django.contrib.auth import get_user_model
from django.db.models import Value

from mailing.enums import SubscriberState
from mailing.models import Journalist, Subscriber
from portal.models import AccountEvent
from proofreading.text import INVISIBLE, spelt_out
from publishing.folded_columns import Folded
from search.models import StaffEntry
from tests.backoffice import route, staff

pytestmark = pytest.mark.django_db
TEXTS = [
    "L’Œuvre d'un Siècle",
    "e\u0301te\u0301 ÉTÉ Åse Ngân Đặng Łódź İstanbul ıĸß ẞ Þór Ægir",
    "ﬁn de siècle ½ Ⅷ ℌ",
    "Москва ΑΘΉΝΑ Ὀδυσσεύς",
    "cyber\u00adsécurité a_b % \\ '",
    "中文 العربية עברית",
    "".join(chr(code) for code in (*range(0x21, 0x250), *range(0x1E00, 0x1F00))),
    INVISIBLE,
    "",
]


@pytest.mark.parametrize("text", TEXTS)
def test_the_database_folds_as_the_house_does(text):
    make = get_user_model().objects
    make.create(username="somebody")
    assert make.annotate(said=Folded(Value(text))).get().said == spelt_out(text)


def found(client, model, query):
    answer = client.get(route(model, "changelist"), {"q": query})
    assert answer.status_code == 200
    return {row.pk for row in answer.context["cl"].result_list}


def test_journalists_subscribers_and_the_log_of_accounts_are_found_by_letters():
    one = Subscriber.objects.create(
        email="claire@oeuvre.example", language="fr", state=SubscriberState.CONFIRMED, origin="Liste d’été", leave_token="a"
    )
    Journalist.objects.filter(pk=one.journalist_id).update(outlet="L’Œuvre des Écoles")
    event = AccountEvent.objects.create(account_key=1, account_name="Élodie Đặng", by_name="", action="invited")
    client = staff()
    for typed in ("ecole", "ÉCOLES l'oeuvre", "œuvre", "e\u0301coles", "CLAIRE@", "claire œuvre"):
        assert found(client, Journalist, typed) == {one.journalist_id}, typed
    for typed in ("d'ete", "Claire@Oeuvre", "liste oeuvre.example"):
        assert found(client, Subscriber, typed) == {one.pk}, typed
    for typed in ("elodie", "DANG", "Đặng"):
        assert found(client, AccountEvent, typed) == {event.pk}, typed
    for typed in ("%", "_", "\\", "ailleurs", "mot " * 1300):
        assert found(client, Journalist, typed) == set(), typed
    assert not StaffEntry.objects.filter(words__contains="oeuvre").exists(), "the search keeps no copy"
