"""What is attached to a letter: files, zips and other letters are read as reports of their own."""

from __future__ import annotations

import io
import zipfile
from email import policy
from email.message import EmailMessage

import pytest

from gongbao import read
from gongbao.errors import InputError
from gongbao.ontology import Ontology
from gongbao.read.files import parts_of
from gongbao.read.raw import Raw


def _sent_with(*attached: tuple[str, bytes], text: str = "请查收附件。") -> bytes:
    letter = EmailMessage(policy=policy.SMTP)
    letter["Subject"], letter["From"], letter["To"] = "报送材料", "a@b.example", "c@d.example"
    if text:
        letter.set_content(text)
    for name, data in attached:
        letter.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    return letter.as_bytes()


def test_what_is_attached_to_a_letter_is_read(terms: Ontology) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("二/河道.txt", "东岭县水务局清理河道6处。")
    told = _sent_with(
        ("总结.txt", "东岭县水务局巡查河道12公里。".encode("gb18030")),
        ("图.png", b"\x89PNG\r\n\x1a\n"),
        ("包.zip", packed.getvalue()),
    )
    found = {d.source: d.text.strip() for d in read.read_bytes(told, "a.eml", ontology=terms)}
    assert found == {
        "a.eml": "请查收附件。",
        "a.eml/总结.txt": "东岭县水务局巡查河道12公里。",
        "a.eml/包.zip/二/河道.txt": "东岭县水务局清理河道6处。",
    }


def test_an_attachment_that_cannot_be_read_is_told_and_costs_no_other(terms: Ontology) -> None:
    told = _sent_with(
        ("一.docx", b"no docx"),
        ("二.zip", b"PK\x03\x04"),
        ("三.rar", b"Rar!"),
        ("四.txt", "东岭县水务局清理河道。".encode()),
    )
    found = [part for each in parts_of(told, "a.eml") for part in each.found()]
    assert [one.source for one in found if isinstance(one, Raw)] == ["a.eml", "a.eml/四.txt"]
    errors = [str(one) for one in found if isinstance(one, InputError)]
    assert [error.split(":")[0] for error in errors] == ["a.eml/一.docx", "a.eml/二.zip", "a.eml/三.rar"]


def test_a_letter_without_text_is_what_is_attached_to_it(terms: Ontology) -> None:
    told = _sent_with(("总结.txt", "東嶺縣水務局巡查河道12公里。".encode()), text="")
    assert [d.source for d in read.read_bytes(told, "a.eml", ontology=terms)] == ["a.eml/总结.txt"]
    blank = _sent_with(("总结.txt", "東嶺縣水務局巡查河道12公里。".encode()), text="\n")
    assert [d.source for d in read.read_bytes(blank, "a.eml", ontology=terms)] == ["a.eml/总结.txt"]
    with pytest.raises(InputError, match="a.eml: "):
        list(read.read_bytes(_sent_with(("图.png", b"\x89PNG\r\n\x1a\n"), text=""), "a.eml", ontology=terms))
    with pytest.raises(InputError, match="no text in this mail"):
        list(read.read_bytes(_sent_with(text=""), "a.eml", ontology=terms))


def test_a_letter_attached_to_a_letter_is_read(terms: Ontology) -> None:
    inner, outer = EmailMessage(policy=policy.SMTP), EmailMessage(policy=policy.SMTP)
    inner["Subject"], inner["Date"] = "东岭县水务局河道通报", "Wed, 05 Jun 2024 10:00:00 +0800"
    inner.set_content("东岭县水务局清理河道6处。")
    outer["Subject"] = "转：通报"
    outer.set_content("请阅。")
    outer.add_attachment(inner)
    sent_on = list(read.read_bytes(outer.as_bytes(), "a.eml", ontology=terms))[1]
    assert (sent_on.source, sent_on.title, sent_on.issued) == (
        "a.eml/东岭县水务局河道通报.eml",
        "东岭县水务局河道通报",
        "2024-06-05",
    )
