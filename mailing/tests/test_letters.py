"""What many receive is written once: each message is the one that would have been made for its reader alone."""

import re
from email import message_from_bytes, policy

import pytest
from django.core.mail import EmailMultiAlternatives

from mailing import letters
from mailing.letters import READER_TOKEN, Letter, LetterBook, on_the_wire

URL = f"https://portal.example/fr/lettre-d-information/desabonnement/{READER_TOKEN}/"
TOKEN = "a1" * 32


def letter(words: str = "Voici l’été : « déjà » …") -> Letter:
    message = EmailMultiAlternatives(
        "Un objet accentué, é", f"{words}\n\n{URL}\n", to=[""], headers={"Auto-Submitted": "auto-generated"}
    )
    message.attach_alternative(f'<p>{words}</p><a href="{URL}">x</a>', "text/html")
    return Letter.of(message, {"List-Unsubscribe": f"<{URL}>"})


def plain(content: bytes) -> bytes:
    """Without what differs from one writing to the next."""
    return re.sub(rb"={15}\d+==|\r\nDate: [^\r]+", b"", content)


def ready(one: Letter, address: str):
    message = one.to(address, TOKEN)
    message.extra_headers["Message-ID"] = "<press-1.abc@portal.example>"
    return message


@pytest.mark.parametrize("words", ["Voici l’été.", "é" * 1200, ".\nun point seul"], ids=["short", "long line", "dot"])
@pytest.mark.parametrize("address", ["jane@example.net", "o'neil+press@sub.example.org", "jané@exämple.org"])
def test_the_shared_form_is_that_of_a_message_made_for_one(words, address):
    """A line that is too long for 8 bits is encoded, and its links broken: then nothing is shared."""
    message = ready(letter(words), address)
    shared, alone = message.on_the_wire, on_the_wire(ready(letter(words), address).message())
    assert plain(shared) == plain(alone)
    assert READER_TOKEN.encode() not in shared
    read = message_from_bytes(shared, policy=policy.default)
    assert TOKEN in read.get_body(("plain",)).get_content()
    assert TOKEN in read.get_body(("html",)).get_content()
    assert TOKEN in read["List-Unsubscribe"]


def test_a_message_with_headers_of_its_own_is_made_for_itself():
    message = ready(letter(), "jane@example.net")
    message.extra_headers["In-Reply-To"] = "<earlier@portal.example>"
    assert b"In-Reply-To: <earlier@portal.example>" in message.on_the_wire


def test_what_is_kept_is_read_anew_after_a_second_and_for_each_batch(monkeypatch):
    now, written = [100.0], []
    monkeypatch.setattr(letters.time, "monotonic", lambda: now[0])
    book = LetterBook()

    def get() -> int:
        return book.get("key", lambda: written.append(1) or len(written))

    assert (get(), get()) == (1, 1)
    now[0] += letters.MOST_AGE
    assert (get(), get()) == (2, 2)
    book.forget()
    assert get() == 3
