from __future__ import annotations

import base64

import pytest
from reading_checks import assert_sound

from valuecheck.errors import DraftError
from valuecheck.reading import read_bytes, read_text
from valuecheck.records import Draft


def read(data: bytes | str) -> Draft:
    raw = data.encode() if isinstance(data, str) else data
    draft = read_bytes(raw, name="message.eml")
    assert_sound(draft)
    assert draft.final
    return draft


PARTS = """From: jo@shop.example
Subject: Parts
MIME-Version: 1.0
Content-Type: multipart/alternative; boundary="cut"

--cut
Content-Type: text/plain; charset=utf-8

{plain}
--cut
Content-Type: text/html; charset=utf-8

<p>{html}</p>
--cut--
"""


def test_subject_and_body_become_one_text():
    draft = read("From: a@b.example\r\nSubject: Lunch\r\n\r\nCome at one.\r\n")
    assert draft.text == "Lunch\n\nCome at one.\r\n"
    assert draft.subject is not None
    assert draft.subject.text == "Lunch"
    assert draft.subject.origin.to_source(0, 5) == (0, 5)
    assert draft.prose.text == "Come at one.\r\n"
    assert draft.decoded
    assert not draft.subject_apart


@pytest.mark.parametrize(
    ("header", "subject"),
    [
        ("=?utf-8?q?Caf=C3=A9_now?=", "Café now"),
        ("=?utf-8?b?4oKs?=\r\n =?utf-8?q?5_off?=", "€5 off"),
        ("=?utf-8?q?=E2=82?= =?utf-8?q?=AC?= 5", "€ 5"),
        ("=?no-such-charset?q?Hello?=", "Hello"),
        ("=?utf-8?b?broken!!?= tail", "n\x89è\x9e tail"),
        ("folded\r\n over lines", "folded over lines"),
        ("=?unfinished", "=?unfinished"),
    ],
)
def test_subjects_are_decoded(header, subject):
    draft = read(f"Subject: {header}\r\n\r\nBody")
    assert draft.subject is not None
    if "broken" in header:
        assert draft.subject.text.endswith(" tail")
    else:
        assert draft.subject.text == subject


def test_plain_text_goes_before_html():
    assert read(PARTS.format(plain="Plain words", html="HTML words")).prose.text == "Plain words"


def test_a_notice_that_the_message_is_html_does_not():
    html = "The real message has many more words than its notice, " * 3
    draft = read(PARTS.format(plain="Please view this in HTML.", html=html))
    assert draft.prose.text.startswith("The real message")
    assert draft.text.startswith("Parts\n\n<p>The real")


def test_transfer_encodings_and_charsets():
    body = base64.b64encode("Prix : 5 €".encode("cp1252"))
    headers = b"Content-Type: text/plain; charset=windows-1252\r\nContent-Transfer-Encoding: base64"
    assert read(headers + b"\r\n\r\n" + body).prose.text == "Prix : 5 €"
    quoted = (
        b"Content-Transfer-Encoding: quoted-printable\r\nSubject: x\r\n\r\ncaf=C3=A9 =\r\nau lait"
    )
    assert read(quoted).prose.text == "café au lait"


@pytest.mark.parametrize(
    "charset",
    ["us-ascii", "utf-8", "no-such-thing", "rot13", "punycode", "utf-16", "\N{BLACK STAR}"],
)
def test_a_lying_charset_is_survived(charset):
    head = f'Subject: x\r\nContent-Type: text/plain; charset="{charset}"\r\n\r\n'.encode()
    draft = read(head + b"caf\xe9 \x93quoted\x94!")
    assert draft.prose.text


def test_bytes_in_no_declared_charset_are_cp1252():
    draft = read(b"Subject: x\r\n\r\ncaf\xe9 \x93quoted\x94")
    assert draft.prose.text == "café “quoted”"


def test_a_broken_boundary_is_survived():
    draft = read(
        'Subject: x\nContent-Type: multipart/mixed; boundary="never"\n\nStill words here.\n'
    )
    assert "Still words here." in draft.prose.text


def test_parts_nested_past_any_sense_are_survived():
    data = "".join(
        f"Content-Type: multipart/mixed; boundary=b{depth}\n\n--b{depth}\n" for depth in range(3000)
    )
    read("Subject: x\n" + data + "\nwords")


@pytest.mark.parametrize(
    ("body", "own"),
    [
        ("Mine.\n\n> theirs\n>> older\nMine too.\n", "Mine.\n\nMine too.\n"),
        ("Yes.\n\nOn Mon, 3 May 2021, Jo <j@a.example> wrote:\n> Can you?\n", "Yes.\n\n"),
        ("Yes.\n\nOn Mon, 3 May 2021, Jo Someone\n<j@a.example> wrote:\n> Can you?\n", "Yes.\n\n"),
        ("Yes.\n\nOn 3 May 2021 Jo wrote:\n\nCan you?\n", "Yes.\n\n"),
        ("Yes.\n\n-----Original Message-----\nFrom: Jo\nCan you?\n", "Yes.\n\n"),
        ("Yes.\n\nFrom: Jo\nSent: Monday\nTo: Me\nSubject: Q\n\nCan you?\n", "Yes.\n\n"),
        ("Yes.\n-- \nJo Bloggs\nHead of Tea\n", "Yes.\n"),
        ("On 3 May 2021 Jo wrote:\n| can you?\nYes I can.\n", "| can you?\nYes I can.\n"),
        ("On Monday we open:\nCome in.\n", "On Monday we open:\nCome in.\n"),
        (
            "From: the bottom of our hearts\nThank you.\n",
            "From: the bottom of our hearts\nThank you.\n",
        ),
    ],
)
def test_quotes_and_signature_stay_in_the_text_only(body, own):
    draft = read(f"Subject: Re: Q\n\n{body}")
    assert draft.prose.text == own
    assert draft.text == f"Re: Q\n\n{body}"


def test_quotes_in_html_mail_are_no_prose():
    draft = read(
        "Content-Type: text/html\n\n<p>Mine</p>"
        '<div class="gmail_quote"><p>On Monday Jo wrote</p><blockquote>Theirs</blockquote></div>'
    )
    assert draft.prose.text == "Mine"


def test_hidden_text_points_into_the_decoded_text():
    draft = read(
        "Subject: Sale\nContent-Type: text/html\n\n<b style='display:none'>psst</b><p>Hi</p>"
    )
    assert [draft.text[start:end] for start, end in draft.hidden] == ["psst"]


def test_images_only():
    draft = read(
        "Subject: Pic\nContent-Type: image/png\nContent-Transfer-Encoding: base64\n\niVBO\n"
    )
    assert draft.empty_reason == "only images"


def test_attachments_are_ignored():
    draft = read(
        "Subject: x\nContent-Type: multipart/mixed; boundary=cut\n\n"
        "--cut\nContent-Type: text/plain\nContent-Disposition: attachment; filename=a.txt\n\nNo\n"
        "--cut\nContent-Type: text/plain\n\nYes\n--cut--\n"
    )
    assert draft.prose.text.strip() == "Yes"


def test_a_file_without_headers_is_read_as_text():
    draft = read("Hello there,\n\nthis is only a letter.\n")
    assert draft.text == draft.prose.text == "Hello there,\n\nthis is only a letter.\n"
    assert not draft.decoded


def test_binary_mail_is_refused():
    with pytest.raises(DraftError, match=r"message\.eml: looks binary"):
        read_bytes(b"Subject: x\r\n\r\n\x00\x01\x02", name="message.eml")


def test_empty_file():
    assert read(b"").empty_reason == "the file is empty"


def test_text_can_be_read_as_mail():
    draft = read_text("Subject: Hi\n\nCafé?", format="email")
    assert draft.text == "Hi\n\nCafé?"
    assert draft.channel == "email"
