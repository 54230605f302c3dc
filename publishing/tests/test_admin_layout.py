"""Forms that say what is wrong and where, deletions and histories in words, and the libraries' sentences in ours."""

import polib
import pytest
from django.contrib import admin
from django.contrib.admin.helpers import Fieldset
from django.contrib.admin.utils import flatten_fieldsets
from django.contrib.auth.models import Group, User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory
from django.utils.translation import gettext, override

from caps.models import CAP
from cluster.models import Institution, Person
from news.models import PressRelease
from portal import catalogues
from publishing import admin_layout, languages
from publishing.admin import PortalAdmin
from publishing.sorting import sort_key
from tests.backoffice import change_url, opened, route, staff
from tests.make import cap, make

pytestmark = pytest.mark.django_db
FRENCH = pytest.mark.skipif("fr" not in languages.codes(), reason="The portal has no French.")


class _Faulty:
    """A form of which one field is wrong."""

    def __init__(self, name: str):
        self.errors = {name: ["Wrong."]}


def test_a_section_knows_that_a_field_of_it_is_wrong_whatever_its_row():
    request = RequestFactory().get("/")
    request.user = User.objects.create_superuser("root")
    tried = 0
    for model, model_admin in admin.site._registry.items():
        if isinstance(model_admin, PortalAdmin) and model_admin.has_add_permission(request):
            sections = model_admin.get_fieldsets(request)
            names = [name for name in flatten_fieldsets(sections) if isinstance(name, str)]
            for name in names:
                faulty = [options for _, options in sections if admin_layout.is_faulty(Fieldset(_Faulty(name), **options))]
                assert len(faulty) == 1, (model, name)
                tried += "collapse" in faulty[0].get("classes", ())
    assert tried > 10


def test_the_list_of_kinds_is_each_readers_own_and_says_where_one_is():
    """It is kept between requests by all that it says: rights, place and language."""
    boss, translator = staff("boss", language="en"), staff("theo", group="Translators", language="en")
    pages = {
        (who, model): client.get(route(model, "changelist")).content.decode()
        for _turn in range(2)
        for who, client in (("boss", boss), ("theo", translator))
        for model in (CAP, Institution)
    }
    for (who, model), html in pages.items():
        listed = html[html.index('id="nav-sidebar"') : html.index("</nav>", html.index('id="nav-sidebar"'))]
        link = f'href="{route(model, "changelist")}"'
        assert [link in part for part in listed.split('aria-current="page"')] == [True, False]
        assert (route(User, "changelist") in listed) == (who == "boss")
        assert (route(CAP, "add") in listed) == (who == "boss")


def test_an_error_in_a_closed_section_opens_it_and_is_named_at_the_top():
    one = make(Institution)
    client = staff()
    picture = SimpleUploadedFile("logo.gif", b"GIF89a", content_type="image/gif")
    response = client.post(change_url(one), opened(client, one) | {"logo": picture})
    html = response.content.decode()
    assert html.count("<details open>") == 1
    found = {
        fault.anchor: fault.label
        for fault in admin_layout.faults(response.context["adminform"], response.context["inline_admin_formsets"])
    }
    assert found["id_logo"] == "Logo"
    assert all(f'href="#{anchor}"' in html and f'id="{anchor}"' in html for anchor in found)


@pytest.mark.parametrize("number", [1, 4])
def test_a_deletion_names_what_goes_too_by_what_it_belongs_to(number):
    caps = [cap() for _ in range(number)]
    lead = caps[0].lead.institution
    make(PressRelease).caps.set(caps)
    client = staff()
    page = client.get(route(Institution, "delete", lead.pk)).content.decode()
    assert page.count(f">{caps[0]}</a>") == 1 and "These go with it" not in page, "each use is told once"
    page = client.get(route(CAP, "delete", caps[0].pk)).content.decode()
    assert "object (" not in page
    assert page.count(str(PressRelease.objects.get())) == 1, "each use is told once"
    assert "Institutions in a programme (2)" in page
    asked = {"action": "delete_selected", "_selected_action": [one.pk for one in caps]}
    page = client.post(route(CAP, "changelist"), asked).content.decode()
    assert "Institutions in a programme" in page and "object (" not in page


@FRENCH
def test_the_portals_words_come_before_those_of_the_libraries():
    ours = polib.pofile(str(catalogues.path("fr")))
    borrowed = [entry for entry in ours if any("borrowed_messages" in path for path, _line in entry.occurrences)]
    assert len(borrowed) > 80
    with override("fr"):
        assert {one.msgid: gettext(one.msgid) for one in borrowed} == {one.msgid: one.msgstr for one in borrowed}
        assert not [one.msgid for one in borrowed if "objet" in one.msgstr or "(e)" in one.msgstr]


@FRENCH
def test_groups_and_rights_are_in_the_readers_language():
    client = staff(language="fr")
    group = Group.objects.get(name="Editors")
    page = client.get(change_url(group)).content.decode()
    assert ": Can " not in page.replace("\u00a0", "")
    rights = page.partition("<legend>Actualités et presse › Actualités</legend>")[2].partition("</fieldset>")[0]
    assert [one for one in ("ajouter", "modifier", "supprimer", "consulter") if one not in rights.lower()] == []
    assert "Éditeurs" in client.get(route(Group, "changelist")).content.decode()
    account = client.get(change_url(User.objects.get())).content.decode()
    assert "Éditeurs" in account and "Editors" not in account


@pytest.mark.parametrize("language", languages.codes())
def test_the_menu_stands_in_the_order_of_its_readers_letters(language):
    response = staff(language=language).get(route(Person, "changelist"))
    for app in response.context["available_apps"]:
        names = [str(model["name"]) for model in app["models"]]
        assert names == sorted(names, key=sort_key)
