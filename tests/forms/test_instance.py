"""Submissions as they are sent: what they say, which files they name, and everything that is refused."""

import string
import time
from contextlib import suppress
from xml.sax import saxutils

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldkit.errors import Problem
from fieldkit.forms.flat import flat_columns, flat_tables
from fieldkit.forms.instance import Instance, named_files, read_answers, read_instance
from fieldkit.forms.model import Question

QUESTIONS = (
    Question("/data/start", "start"),
    Question("/data/visit", "group"),
    Question("/data/visit/outcome", "select_one"),
    Question("/data/visit/sign", "image"),
    Question("/data/facts", "repeat", repeat="/data/facts"),
    Question("/data/facts/fact", "text", repeat="/data/facts"),
    Question("/data/facts/photos", "repeat", repeat="/data/facts/photos"),
    Question("/data/facts/photos/photo", "image", repeat="/data/facts/photos"),
    Question("/data/bye", "note"),
    Question("/data/tape", "background-audio"),
    Question("/data/meta/audit", "audit"),
)
BODY = """<start>2026-05-04T09:30:00Z</start>
  <tape>tape.m4a</tape>
  <visit><outcome>served</outcome><sign>sign\u0301.jpg</sign></visit>
  <unknown>?</unknown>
  <facts><fact>First</fact><photos><photo>1.jpg</photo></photos><photos><photo>2.jpg</photo></photos></facts>
  <facts><fact></fact><photos><photo/></photos></facts>
  <facts><photos><photo>1.jpg</photo></photos><fact> Third </fact></facts>
  <bye/>"""


def submission(body: str = BODY, *, root: str = 'data id="visit" version="7"', meta: str | None = None) -> bytes:
    if meta is None:
        meta = '<meta xmlns="http://openrosa.org/xforms"><instanceID>uuid:1</instanceID><audit>audit.csv</audit></meta>'
    return f"<{root}>{body}{meta}</{root.split(maxsplit=1)[0]}>".encode()


def refusal(xml: bytes) -> str:
    with pytest.raises(Problem) as refused:
        read_instance(xml)
    assert refused.value.status in {400, 413}
    assert refused.value.remedy
    return refused.value.code


@pytest.mark.parametrize(
    "meta",
    [
        "<meta><instanceID>uuid:1</instanceID></meta>",
        "<meta>\n<instanceID> uuid:1 </instanceID></meta>",
        '<orx:meta xmlns:orx="http://openrosa.org/xforms"><orx:instanceID>uuid:1</orx:instanceID></orx:meta>',
        '<meta xmlns="http://openrosa.org/xforms"><instanceID>uuid:1</instanceID></meta>',
    ],
)
def test_the_meta_of_every_client_is_understood(meta: str) -> None:
    assert read_instance(submission(meta=meta)) == Instance("uuid:1", "visit", "7", "", (), False)


def test_an_edit_names_what_it_replaces() -> None:
    meta = "<meta><instanceID>uuid:2</instanceID><deprecatedID>uuid:1</deprecatedID></meta>"
    assert read_instance(submission(meta=meta)).deprecated_id == "uuid:1"


def test_a_version_is_not_required_and_a_default_namespace_does_not_disturb() -> None:
    xml = submission(root='data id="visit" xmlns="http://example.org/forms"')
    assert read_instance(xml).version == ""
    assert read_answers(QUESTIONS, xml)[1].value == "served"


def test_a_submission_encrypted_by_collect_names_its_files_and_gives_no_answers() -> None:
    xml = b"""<data encrypted="yes" id="visit" version="7" xmlns="http://www.opendatakit.org/xforms/encrypted">
      <base64EncryptedKey>abc</base64EncryptedKey>
      <orx:meta xmlns:orx="http://openrosa.org/xforms"><orx:instanceID>uuid:1</orx:instanceID></orx:meta>
      <media><file>1.jpg.enc</file></media><media><file>2.jpg.enc</file></media>
      <encryptedXmlFile>submission.xml.enc</encryptedXmlFile></data>"""
    names = ("1.jpg.enc", "2.jpg.enc", "submission.xml.enc")
    assert read_instance(xml) == Instance("uuid:1", "visit", "7", "", names, True)
    assert named_files(QUESTIONS, xml) == names
    assert read_answers(QUESTIONS, xml) == []


def test_answers_come_in_the_order_of_the_form_with_their_place_in_repeats() -> None:
    answers = [
        (answer.path.removeprefix("/data/"), answer.value, answer.position)
        for answer in read_answers(QUESTIONS, submission())
    ]
    assert answers == [
        ("start", "2026-05-04T09:30:00Z", ()),
        ("visit/outcome", "served", ()),
        ("visit/sign", "sign\u0301.jpg", ()),
        ("facts/fact", "First", (1,)),
        ("facts/photos/photo", "1.jpg", (1, 1)),
        ("facts/photos/photo", "2.jpg", (1, 2)),
        ("facts/fact", "", (2,)),
        ("facts/photos/photo", "", (2, 1)),
        ("facts/fact", " Third ", (3,)),
        ("facts/photos/photo", "1.jpg", (3, 1)),
        ("bye", "", ()),
        ("tape", "tape.m4a", ()),
        ("meta/audit", "audit.csv", ()),
    ]


def test_every_file_is_named_once_in_nfc_with_recording_and_audit() -> None:
    assert named_files(QUESTIONS, submission()) == ("si\u0067\u0144.jpg", "1.jpg", "2.jpg", "tape.m4a", "audit.csv")


def test_a_repeat_template_that_a_client_left_in_is_no_answer() -> None:
    template = '<facts xmlns:jr="http://openrosa.org/javarosa" jr:template=""><fact>T</fact></facts>'
    body = f"{template}<facts><fact>F</fact></facts>"
    assert [answer.value for answer in read_answers(QUESTIONS, submission(body, meta=""))] == ["F"]


def test_flat_rows_hang_together_by_their_keys() -> None:
    tables = flat_tables(QUESTIONS, submission())
    assert list(tables) == ["/data", "/data/facts", "/data/facts/photos"]
    assert tables["/data"] == [
        {
            "@instance_id": "uuid:1",
            "@key": "uuid:1",
            "@parent_key": "",
            "@position": 1,
            "start": "2026-05-04T09:30:00Z",
            "visit/outcome": "served",
            "visit/sign": "sign\u0301.jpg",
            "tape": "tape.m4a",
            "meta/audit": "audit.csv",
        }
    ]
    assert [(row["@key"], row["@parent_key"], row["fact"]) for row in tables["/data/facts"]] == [
        ("uuid:1/facts[1]", "uuid:1", "First"),
        ("uuid:1/facts[2]", "uuid:1", None),
        ("uuid:1/facts[3]", "uuid:1", " Third "),
    ]
    assert [(row["@key"], row["@position"]) for row in tables["/data/facts/photos"]] == [
        ("uuid:1/facts[1]/photos[1]", 1),
        ("uuid:1/facts[1]/photos[2]", 2),
        ("uuid:1/facts[2]/photos[1]", 1),
        ("uuid:1/facts[3]/photos[1]", 1),
    ]
    assert {table: list(rows[0]) for table, rows in tables.items()} == flat_columns(QUESTIONS)


def test_what_does_not_say_what_it_is_is_refused() -> None:
    assert refusal(submission(meta="")) == "400.instance-id-missing"
    assert refusal(submission(meta="<meta><instanceID> </instanceID></meta>")) == "400.instance-id-missing"
    assert refusal(submission(root="data")) == "400.form-id-missing"
    assert refusal(submission(meta=f"<meta><instanceID>{'x' * 251}</instanceID></meta>")) == "400.id-invalid"
    assert refusal(submission(meta="<meta><instanceID>a&#10;b</instanceID></meta>")) == "400.id-invalid"


BILLION_LAUGHS = """<!DOCTYPE d [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;">]><data id="v">&b;</data>"""


@pytest.mark.parametrize(
    "before",
    ["", " \n", '<?xml version="1.0"?>', "\ufeff", "<!-- <data> -->", '<?xml version="1.0"?>\n<!-- a --><?b?>\n'],
)
def test_a_document_type_is_refused_before_anything_is_parsed(before: str) -> None:
    assert refusal((before + BILLION_LAUGHS).encode()) == "400.xml-doctype"


@pytest.mark.parametrize("encoding", ["utf-16", "utf-32", "utf-7"])
def test_an_encoding_that_could_hide_something_is_refused(encoding: str) -> None:
    declared = f'<?xml version="1.0" encoding="{encoding}"?>' if encoding == "utf-7" else ""
    assert refusal((declared + BILLION_LAUGHS).encode(encoding)) == "400.xml-encoding"


def test_entities_are_never_resolved() -> None:
    assert refusal(submission("<visit>&file;</visit>")) == "400.xml-broken"


def test_a_document_type_that_a_person_typed_as_an_answer_is_an_answer() -> None:
    typed = "<!DOCTYPE html>"
    answers = read_answers(QUESTIONS, submission(f"<facts><fact>{saxutils.escape(typed)}</fact></facts>"))
    assert answers[0].value == typed


def test_what_is_nested_too_deep_or_far_too_large_is_refused() -> None:
    assert refusal(submission("<g>" * 120 + "</g>" * 120)) == "400.xml-too-deep"
    assert refusal(submission("<g>" * 100_000 + "</g>" * 100_000)) in {"400.xml-broken", "400.xml-too-deep"}
    assert refusal(submission("<g/>" * 700_000)) == "413.xml-too-large"
    assert refusal(submission("x" * 10_000_001)) == "413.xml-too-large"


@pytest.mark.parametrize(
    "junk", [b"", b"hello", b"<data>", b"<a/><b/>", b"<!--", b"<?xml", b"\xff\xfe<\0d\0", b"<a\xff/>"]
)
def test_what_is_not_xml_is_refused(junk: bytes) -> None:
    assert refusal(junk).startswith("400.xml-")


def test_what_stands_before_the_answers_is_passed_over_in_one_go() -> None:
    """Half a million empty comments once kept the server busy for minutes."""
    begun = time.process_time()
    xml = b"<!---->" * 500_000 + b" \n" * 500_000 + submission()
    assert read_instance(xml).form_id == "visit"
    assert time.process_time() - begun < 5


@given(st.binary(max_size=400))
def test_no_bytes_end_in_anything_but_an_instance_or_a_problem(content: bytes) -> None:
    for xml in (content, b"<data id='x'>" + content, submission().replace(b"First", content)):
        with suppress(Problem):
            read_instance(xml)
            flat_tables(QUESTIONS, xml)


TEXT = st.text(
    alphabet=st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"), min_size=1, max_size=20
)


@given(st.lists(st.tuples(TEXT, st.lists(TEXT, max_size=3)), max_size=4))
def test_what_was_answered_is_what_is_read(facts: list[tuple[str, list[str]]]) -> None:
    body = "".join(
        f"<facts><fact>{saxutils.escape(fact)}</fact>"
        + "".join(f"<photos><photo>{saxutils.escape(photo)}</photo></photos>" for photo in photos)
        + "</facts>"
        for fact, photos in facts
    )
    xml = submission(body)
    answers = [answer for answer in read_answers(QUESTIONS, xml) if answer.path == "/data/facts/fact"]
    assert [(answer.value, answer.position) for answer in answers] == [
        (fact, (number,)) for number, (fact, _) in enumerate(facts, start=1)
    ]
    rows = flat_tables(QUESTIONS, xml)["/data/facts/photos"]
    assert [row["photo"] for row in rows] == [photo for _, photos in facts for photo in photos]
    assert len({row["@key"] for row in rows}) == len(rows)


@given(st.text(alphabet=string.ascii_letters + "é\u0301 ", min_size=1, max_size=12))
def test_the_name_of_a_file_is_the_same_in_every_spelling(name: str) -> None:
    import unicodedata

    spelt = [
        named_files(QUESTIONS, submission(f"<tape>{unicodedata.normalize(form, name)}</tape>", meta=""))
        for form in ("NFC", "NFD")
    ]
    assert spelt[0] == spelt[1]
