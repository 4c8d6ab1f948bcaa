import io
import time
import zipfile
from collections.abc import Callable

import pytest
from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from hypothesis import given, settings
from hypothesis import strategies as st

from fieldkit.coding.importers import LARGEST_FILE, read_file
from fieldkit.coding.importers.plain import CHARACTER_SETS
from fieldkit.errors import Problem

ARABIC = "الباحثة: كيف كان أسبوعك الأول في المدينة؟\nالمشاركة: انتظرنا ساعتين تحت المطر."


def docx(build: Callable[[Document], None]) -> bytes:  # type: ignore[valid-type] # docx has no types
    document = Document()
    build(document)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def changed_package(content: bytes, change: Callable[[str, bytes], bytes]) -> bytes:
    """Return the document with each of its parts changed."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)))
    return file.getvalue()


def refusal(name: str, content: bytes) -> Problem:
    with pytest.raises(Problem) as refused:
        read_file(name, content)
    assert refused.value.remedy
    return refused.value


@pytest.mark.parametrize(
    ("encoding", "how"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8"),
        ("utf-16", "utf-16"),
        ("utf-16-le", "utf-16"),
        ("utf-16-be", "utf-16"),
    ],
)
def test_unicode_files_are_read_with_and_without_a_mark(encoding: str, how: str) -> None:
    read = read_file("a.txt", ARABIC.encode(encoding))
    assert (read.text, read.how) == (ARABIC, how)


def test_utf_16_of_either_order_is_told_by_its_mark() -> None:
    for mark, encoding in ((b"\xfe\xff", "utf-16-be"), (b"\xff\xfe", "utf-16-le")):
        assert read_file("A.TXT", mark + ARABIC.encode(encoding)).text == ARABIC


def test_windows_arabic_is_read_when_the_language_says_so() -> None:
    read = read_file("a.txt", ARABIC.encode("cp1256"), language="ar")
    assert (read.text, read.how) == (ARABIC, "cp1256")


def test_windows_arabic_is_found_out_from_a_longer_text() -> None:
    assert read_file("a.txt", (ARABIC * 20).encode("cp1256")).text == ARABIC * 20


def test_windows_cyrillic_and_latin_are_read() -> None:
    ukrainian = "Учасниця: Ми приїхали у травні і чекали дві години під дощем."
    assert read_file("a.txt", ukrainian.encode("cp1251"), language="uk").text == ukrainian
    italian = "Perché abbiamo aspettato? Così è andata, un'attesa più lunga del previsto. " * 5
    assert read_file("a.txt", italian.encode("cp1252"), language="it").text == italian


def test_a_person_may_choose_the_character_set() -> None:
    assert read_file("a.txt", ARABIC.encode("cp1256"), character_set="cp1256").text == ARABIC
    with pytest.raises(Problem) as refused:
        read_file("a.txt", ARABIC.encode("cp1256"), character_set="utf-8")
    assert refused.value.code == "422.character-set"
    with pytest.raises(Problem):
        read_file("a.txt", b"a", character_set="rot13")


@pytest.mark.parametrize("name", CHARACTER_SETS)
def test_every_character_set_that_is_offered_exists(name: str) -> None:
    assert read_file("a.txt", "abc".encode(name), character_set=name).text == "abc"


@pytest.mark.parametrize("name", ["a.pdf", "a.odt", "a.doc", "a.rtf", "a.srt", "a", "a.docx.exe"])
def test_other_endings_are_refused_saying_what_is_read(name: str) -> None:
    problem = refusal(name, b"hello")
    assert problem.code == "415.ending-unknown"
    assert ".txt" in problem.remedy
    assert ".docx" in problem.remedy


@pytest.mark.parametrize("name", ["a.txt", "a.docx"])
def test_twenty_megabytes_of_anything_are_refused_at_once(name: str) -> None:
    began = time.process_time()
    assert refusal(name, b"\x9f\x01" * (LARGEST_FILE // 2 + 1)).code == "413.file-too-large"
    assert time.process_time() - began < 1


def test_a_picture_that_is_called_text_is_refused() -> None:
    assert refusal("a.txt", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40).code == "422.not-text"


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=2000), st.sampled_from(["ar", "uk", "it", ""]))
def test_any_bytes_give_a_text_or_a_problem(content: bytes, language: str) -> None:
    try:
        assert isinstance(read_file("a.txt", content, language=language).text, str)
    except Problem as problem:
        assert problem.status == 422  # noqa: PT017 - either outcome is right


@settings(max_examples=40, deadline=None)
@given(st.binary(max_size=400), st.integers(0, 3000))
def test_any_damage_to_a_document_gives_a_text_or_a_problem(garbage: bytes, place: int) -> None:
    whole = docx(lambda document: document.add_paragraph("INT: Hello."))
    at = place % len(whole)
    for content in (garbage, whole[:at], whole[:at] + garbage + whole[at + len(garbage) :]):
        try:
            assert isinstance(read_file("a.docx", content).text, str)
        except Problem as problem:
            assert problem.status in {413, 422}  # noqa: PT017 - either outcome is right


def test_paragraphs_tables_tabs_and_line_breaks_are_read_in_order() -> None:
    def build(document: Document) -> None:  # type: ignore[valid-type]
        document.add_paragraph("Interview 7")
        table = document.add_table(rows=2, cols=2)
        for row, cells in enumerate((("INT", "How was it?"), ("P1", "Long.\nVery long."))):
            for column, words in enumerate(cells):
                table.cell(row, column).text = words
        document.add_paragraph("P2:\tafterwards")

    assert read_file("a.docx", docx(build)).text.split("\n")[:5] == [
        "Interview 7",
        "INT\tHow was it?",
        "P1\tLong.",
        "Very long.",
        "P2:\tafterwards",
    ]


def test_tracked_insertions_are_read_and_deletions_are_not() -> None:
    def build(document: Document) -> None:  # type: ignore[valid-type]
        paragraph = document.add_paragraph("We waited ")
        for tag, text, words in (("ins", "t", "two hours"), ("del", "delText", "ten days")):
            paragraph._p.append(
                parse_xml(
                    f'<w:{tag} {nsdecls("w")} w:id="1" w:author="x"><w:r><w:{text}>{words}</w:{text}></w:r></w:{tag}>'
                )
            )

    assert read_file("a.docx", docx(build)).text.strip() == "We waited two hours"


def test_content_controls_links_and_text_boxes_are_read_once() -> None:
    def build(document: Document) -> None:  # type: ignore[valid-type]
        body = document.element.body
        control = (
            f"<w:sdt {nsdecls('w')}><w:sdtContent><w:p><w:r><w:t>In a control.</w:t></w:r></w:p></w:sdtContent></w:sdt>"
        )
        body.insert(0, parse_xml(control))
        paragraph = document.add_paragraph("See ")
        link = f"<w:hyperlink {nsdecls('w')}><w:r><w:t>the link</w:t></w:r></w:hyperlink>"
        paragraph._p.append(parse_xml(link))
        box = (
            f'<w:r {nsdecls("w")} xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
            "<mc:AlternateContent><mc:Choice><w:txbxContent><w:p><w:r><w:t>In a box.</w:t></w:r></w:p></w:txbxContent>"
            "</mc:Choice><mc:Fallback><w:txbxContent><w:p><w:r><w:t>In a box.</w:t></w:r></w:p></w:txbxContent>"
            "</mc:Fallback></mc:AlternateContent></w:r>"
        )
        paragraph._p.append(parse_xml(box))

    assert read_file("a.docx", docx(build)).text.split("\n")[:3] == ["In a control.", "See the link", "In a box."]


def test_footnotes_that_are_left_out_are_said() -> None:
    whole = docx(lambda document: document.add_paragraph("Text."))
    file = io.BytesIO(whole)
    with zipfile.ZipFile(file, "a") as package:
        package.writestr(
            "word/footnotes.xml",
            f"<w:footnotes {nsdecls('w')}><w:footnote><w:p><w:r><w:t>A note.</w:t></w:r></w:p></w:footnote>"
            "</w:footnotes>",
        )
    assert read_file("a.docx", file.getvalue()).left_out == ("footnotes",)
    assert read_file("a.docx", whole).left_out == ()


def test_a_bomb_is_refused_before_it_unpacks() -> None:
    whole = docx(lambda document: document.add_paragraph("x"))
    bomb = changed_package(whole, lambda name, part: b" " * (40 << 20) if name == "word/document.xml" else part)
    assert len(bomb) < 1 << 20
    assert refusal("a.docx", bomb).code == "413.word-unpacks-too-large"
    many = io.BytesIO(whole)
    with zipfile.ZipFile(many, "a") as package:
        for number in range(6000):
            package.writestr(f"x/{number}", b"")
    assert refusal("a.docx", many.getvalue()).code == "413.word-unpacks-too-large"


def test_entities_and_document_types_are_refused() -> None:
    def laugh(name: str, part: bytes) -> bytes:
        laughs = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'
        return part.replace(b"?>", b"?>" + laughs, 1) if name == "word/document.xml" else part

    whole = docx(lambda document: document.add_paragraph("x"))
    assert refusal("a.docx", changed_package(whole, laugh)).code == "422.word-broken"


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"no zip at all"])
def test_a_broken_document_is_refused(content: bytes) -> None:
    assert refusal("a.docx", content).code == "422.word-broken"


def test_a_spreadsheet_called_docx_is_refused() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as package:
        package.writestr("xl/workbook.xml", "<workbook/>")
    assert refusal("a.docx", file.getvalue()).code == "422.word-broken"


def test_the_old_format_and_passwords_are_refused_by_name() -> None:
    assert refusal("a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 500).code == "422.word-old"


def test_deeply_nested_elements_are_refused() -> None:
    def nest(name: str, part: bytes) -> bytes:
        deep = b"<w:r>" * 5000 + b"</w:r>" * 5000
        return (
            part.replace(b"<w:body>", b"<w:body><w:p>" + deep + b"</w:p>", 1) if name == "word/document.xml" else part
        )

    whole = docx(lambda document: document.add_paragraph("x"))
    assert refusal("a.docx", changed_package(whole, nest)).code == "422.word-broken"


WORD = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    ' xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
)
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"


def bare_document(runs: str, *, part: str = "word/document.xml", before: str = "") -> bytes:
    """Write the smallest document that holds `runs` in one paragraph, in a part of any name."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as package:
        package.writestr(
            "[Content_Types].xml",
            f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels"'
            ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/{part}" ContentType="{MAIN}"/></Types>',
        )
        package.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r" Type="{OFFICE}" Target="{part}"/>'
            "</Relationships>",
        )
        package.writestr(part, f"{before}<w:document {WORD}><w:body><w:p>{runs}</w:p></w:body></w:document>".encode())
    return file.getvalue()


@pytest.mark.parametrize(
    ("runs", "text"),
    [
        ("<w:r><w:t>before<!-- x -->after<?x y?> it</w:t></w:r>", "beforeafter it"),
        ("<w:r><w:t>left</w:t><w:ptab/><w:t>right</w:t></w:r>", "left\tright"),
        ("<w:r><w:t>we paid </w:t></w:r><m:oMath><m:r><m:t>2x</m:t></m:r></m:oMath>", "we paid 2x"),
        ('<w:r><w:t>papers</w:t><w:sym w:font="Wingdings" w:char="F0E0"/><w:t>work</w:t></w:r>', "papers\ufffdwork"),
        (
            '<w:r><w:t>a</w:t></w:r><w:r><w:t xml:space="preserve"> </w:t></w:r><w:r><w:t>b</w:t></w:r>',
            "a b",
        ),
        ("<w:r><w:t>soft</w:t><w:softHyphen/><w:t>ly</w:t></w:r>", "softly"),
        ("<w:r><w:t>قَالَ 👩‍👧 e\u0301</w:t></w:r>", "قَالَ 👩‍👧 e\u0301"),
    ],
)
def test_no_word_of_a_paragraph_is_lost_and_none_run_together(runs: str, text: str) -> None:
    assert read_file("a.docx", bare_document(runs)).text == text


@pytest.mark.parametrize("part", ["word/document.bin", "word/document.XML", "word/document"])
def test_a_document_type_is_refused_whatever_its_part_is_called(part: str) -> None:
    """Entities are never resolved; words around them would be missing without a word about it."""
    runs = "<w:r><w:t>[&x;]</w:t></w:r>"
    laugh = '<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/hostname">]>'
    assert refusal("a.docx", bare_document(runs, part=part, before=laugh)).code == "422.word-broken"
    assert read_file("a.docx", bare_document("<w:r><w:t>x</w:t></w:r>", part=part)).text == "x"


def test_a_document_with_macros_that_was_renamed_is_refused() -> None:
    macros = bare_document("<w:r><w:t>x</w:t></w:r>").replace(
        MAIN.encode(), b"application/vnd.ms-word.document.macroEnabled.main+xml"
    )
    assert refusal("a.docx", macros).code == "422.word-broken"


@pytest.mark.parametrize("content", [b"%PDF-1.4\n1 0 obj << /Type /Catalog >> endobj", b"{\\rtf1\\ansi hello}"])
def test_formats_that_are_written_in_plain_characters_are_no_text(content: bytes) -> None:
    assert refusal("a.txt", content).code == "422.not-text"


def test_utf_8_with_a_damaged_byte_is_refused_with_its_place_and_not_read_as_something_else() -> None:
    words = "Perché così, città? ".encode() * 20
    problem = refusal("a.txt", words + b"\xff" + words)
    assert (problem.code, problem.where) == ("422.character-set", f"a.txt, byte {len(words) + 1}")
    assert read_file("a.txt", words + b"\xff", character_set="cp1252").how == "cp1252"


def test_an_old_mac_file_can_be_read_by_choosing_its_character_set() -> None:
    assert read_file("a.txt", "Perché?\rCosì.".encode("mac_roman"), character_set="mac_roman").text == "Perché?\rCosì."
