"""The minute of publication, through HTTP: one second before and one second after."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.contrib.auth.models import Permission, User
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils.translation import override

from news.models import Attachment, PressRelease, SealedFile
from publishing import languages
from tests.make import draft, future, make, past, seal_anew
from tests.responses import let_go

pytestmark = pytest.mark.django_db
MOMENT = datetime(2026, 12, 1, 13, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def surfaces(release: PressRelease, code: str) -> dict[str, str]:
    with override(code):
        pages = {name: reverse(name) for name in ("home", "pressrelease-list", "press-feed")}
    return pages | {"sitemap": reverse("sitemap-part", kwargs={"kind": "pressrelease", "number": 1})}


def test_release_appears_everywhere_at_its_second(client):
    release = make(PressRelease, "Minuteuse", **dict.fromkeys(languages.columns("public_from"), MOMENT))
    with time_machine.travel(MOMENT - SECOND, tick=False):
        for code in languages.codes():
            assert client.get(release.get_absolute_url(code)).status_code == 404
            for path in surfaces(release, code).values():
                assert release.slug(code) not in client.get(path).content.decode()
    with time_machine.travel(MOMENT, tick=False):
        for code in languages.codes():
            assert client.get(release.get_absolute_url(code)).status_code == 200
            for path in surfaces(release, code).values():
                assert release.slug(code) in client.get(path).content.decode(), path


def test_document_waits_for_its_language(client):
    main, other = languages.codes()[:2]
    later = languages.column("public_from", other)
    release = make(PressRelease, **past() | {later: future()[later]})
    paths = {}
    for code in (main, other, ""):
        document = Attachment(release=release, language=code, **{languages.column("title", main): "Document"})
        document.file.save(f"document-{code}.pdf", ContentFile(b"%PDF-1.7 words" + code.encode()))
        paths[code] = ""
    seal_anew(release)
    for code in paths:
        file = SealedFile.objects.get(
            uses__record=Attachment.objects.get(language=code).pk, uses__edition__language=code or main
        )
        paths[code] = file.document.url
    assert {code: status(client, path) for code, path in paths.items()} == {main: 200, other: 404, "": 200}
    served = client.get(paths[""])
    assert b"".join(served.streaming_content) == b"%PDF-1.7 words"
    assert served["Content-Security-Policy"] == "default-src 'none'; sandbox"
    let_go(served)
    PressRelease.objects.update(withdrawn_at=MOMENT - timedelta(days=400))
    assert {status(client, path) for path in paths.values()} == {404}


def test_nginx_hands_out_only_what_the_portal_lets_go(client, settings):
    settings.MEDIA_ACCEL = "/_media/"
    release = make(PressRelease)
    document = Attachment(release=release, title_fr="Document")
    document.file.save("document.pdf", ContentFile(b"%PDF-1.7"))
    seal_anew(release)
    sealed = SealedFile.objects.get()
    response = client.get(sealed.document.url)
    assert (response["X-Accel-Redirect"], response["Content-Type"]) == (f"/_media/{sealed.path}", "application/pdf")
    assert response.content == b""
    PressRelease.objects.update(**future())
    hidden = client.get(sealed.document.url)
    assert hidden.status_code == 404
    assert "X-Accel-Redirect" not in hidden


def status(client, path: str) -> int:
    response = client.get(path)
    let_go(response)
    return response.status_code


@pytest.fixture
def preview() -> str:
    release = make(PressRelease, "Brouillon", **draft())
    return reverse("preview", kwargs={"label": "news.pressrelease", "pk": release.pk})


def staff(client, *permissions: str) -> None:
    user = User.objects.create_user("staff", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=permissions))
    client.force_login(user)


def test_preview_is_for_whoever_may_edit(client, preview):
    assert client.get(preview).status_code == 404
    staff(client, "view_pressrelease", "change_article")
    assert client.get(preview).status_code == 404


def test_preview_shows_the_real_page_and_is_never_kept(client, preview):
    staff(client, "change_pressrelease")
    response = client.get(preview)
    assert response.status_code == 200
    assert "news/pressrelease_detail.html" in [template.name for template in response.templates]
    assert "Brouillon title_fr" in response.content.decode()
    assert (response["Cache-Control"], response["X-Robots-Tag"]) == ("private, no-store", "noindex, nofollow")
    with override("en"):
        english = client.get(preview.replace("/fr/apercu/", "/en/preview/"))
    assert "Brouillon title_en" in english.content.decode()


@pytest.mark.parametrize("label", ["auth.user", "news.quote", "nothing", "a.b.c", "news"])
def test_preview_of_what_has_no_page_is_unknown(client, label):
    User.objects.create_superuser("root")
    client.force_login(User.objects.get())
    assert client.get(f"/fr/apercu/{label}/1/").status_code == 404


def test_preview_of_an_absurd_key_is_unknown(client):
    User.objects.create_superuser("root")
    client.force_login(User.objects.get())
    assert client.get(f"/fr/apercu/news.pressrelease/{'9' * 40}/").status_code == 404
