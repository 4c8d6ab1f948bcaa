"""Every kind of question that the engine gives is asked and written into the record, in English and in Arabic."""

import base64
import io
import re
import wave
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from tests.journeys.filling import Filler
from tests.journeys.form_harness import Harness, form_of

pytestmark = pytest.mark.journey

FORMS = Path(__file__).parent / "forms"
LANGUAGES = [{"name": "English (en)", "code": "en"}, {"name": "Arabic (ar)", "code": "ar"}]
TOWNS = "".join(f"| | towns | t{number} | Town {number} | مدينة {number} |\n" for number in range(1, 301))


@pytest.fixture(scope="module")
def form() -> dict[str, Any]:
    return form_of((FORMS / "every_kind.md").read_text(encoding="utf-8") + TOWNS, languages=LANGUAGES, version="3")


@pytest.fixture
def files(tmp_path: Path) -> dict[str, Path]:
    """A large photo that says where it was taken, a sound, a film and a paper."""
    made = {
        kind: tmp_path / name
        for kind, name in (
            ("image", "Zubeyda passport.jpg"),
            ("audio", "Zubeyda.wav"),
            ("video", "Zubeyda.mp4"),
            ("file", "Zubeyda.pdf"),
        )
    }
    exif = Image.Exif()
    exif[0x010F] = "Canary camera"
    exif.get_ifd(0x8825)[2] = (44.0, 29.0, 38.0)
    Image.new("RGB", (3000, 1500), "teal").save(made["image"], exif=exif)
    with wave.open(str(made["audio"]), "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(8000)
        sound.writeframes(bytes(8000))
    made["video"].write_bytes(b"film")
    made["file"].write_bytes(b"paper")
    return made


ANSWERS: dict[str, tuple[str, str, Any]] = {
    "name": ("What shall we call the person?", "ماذا نسمّي الشخص؟", "نور"),
    "story": ("What happened?", "ماذا حدث؟", "First line\nسطر ثان & <more>"),
    "phone": ("Telephone of the office", "هاتف المكتب", "٠١٢ 345"),
    "secret": ("A word only you know", "كلمة لا يعرفها غيرك", "olive"),
    "wait": ("How many minutes did you wait?", "كم دقيقة انتظرت؟", "٤٢"),
    "cost": ("What did the journey cost?", "كم كلّفت الرحلة؟", "3,50"),
    "day": ("On which day?", "في أي يوم؟", "2026-05-04"),
    "month": ("In which month did you arrive?", "في أي شهر وصلت؟", "2024-03"),
    "year": ("In which year were you born?", "في أي سنة ولدت؟", "1990"),
    "hour": ("At what time?", "في أي ساعة؟", "09:30"),
    "moment": ("When exactly?", "متى بالضبط؟", "2026-05-04 09:45"),
    "price": ("What would be fair?", "ما السعر العادل؟", 3),
    "point": ("Where is it?", "أين هو؟", ["44.49 11.34"]),
    "trace": ("Which way did you go?", "أي طريق سلكت؟", ["44.49 11.34", "44.50 11.35"]),
    "shape": ("Which area?", "أي منطقة؟", ["44.49 11.34", "44.50 11.35", "44.51 11.33"]),
    "code": ("The number of the ticket", "رقم التذكرة", "A-17"),
    "role": ("What was their job?", "ما عملهم؟", "Clerk"),
    "doors": ("How many doors?", "كم بابًا؟", "2"),
}
CHOICES: list[tuple[tuple[str, Any], tuple[str, Any]]] = [
    (("Were you helped?", "No"), ("هل ساعدوك؟", "لا")),
    (("Why not?", "Closed"), ("لمَ لا؟", "Closed")),
    (("Which languages were spoken?", ["Arabic", "Tigrinya"]), ("أي لغات تكلموا؟", ["العربية", "التغرينية"])),
    (("Would you go again?", "Yes"), ("هل تذهب مرة أخرى؟", "نعم")),
    (("In which town?", "Town 277"), ("في أي مدينة؟", "مدينة 277")),
    (("They treated me with respect", "Mostly"), ("عاملوني باحترام", "غالبًا")),
    (("Put the languages in order", "Italian"), ("رتّب اللغات", "الإيطالية")),
    (("How was it, from 0 to 10?", "7"), ("كيف كانت من 0 إلى 10؟", "7")),
    (("Enough seats?", "Yes"), ("مقاعد كافية؟", "نعم")),
    (("Water?", "No"), ("ماء؟", "لا")),
    (("They were kind", "Fully"), ("كانوا لطفاء", "تمامًا")),
]


def answers_in(language: int) -> dict[str, Any]:
    """The same answers under the questions of one language (0 English, 1 Arabic)."""
    typed = {words[language]: words[2] for words in ANSWERS.values()}
    return typed | dict(pair[language] for pair in CHOICES)


def steadied(xml: str) -> str:
    """Take out what is new in every record: ids and times."""
    xml = re.sub(r"uuid:[0-9a-f-]{36}", "uuid:…", xml)
    xml = re.sub(r"<(start|end)>\d{4}-\d\d-\d\dT[^<]+<", r"<\1>…<", xml)
    return re.sub(r"<today>\d{4}-\d\d-\d\d<", "<today>…<", xml)


def taken(submission: dict[str, Any], name: str) -> bytes:
    return base64.b64decode(submission["files"][name]["base64"])


@pytest.mark.parametrize(("language", "code"), [(0, "en"), (1, "ar")])
def test_every_kind_of_question_is_asked_and_gives_the_golden_record(
    harness: Harness, form: dict[str, Any], files: dict[str, Path], language: int, code: str
) -> None:
    harness.open(form, language=code)
    filler = Filler(harness.page, answers_in(language), files=files).fill_to_review()
    filler.lock()
    submission = harness.submission()
    golden = (FORMS / "every_kind.xml").read_text(encoding="utf-8")
    assert steadied(submission["xml"]).replace("><", ">\n<") == golden.strip()
    assert set(submission["files"]) == {"photo.jpg", "photo2.jpg", "sound.wav", "film.mp4", "paper.pdf", "audit.csv"}
    assert set(answers_in(language)) <= set(filler.asked)


def test_photos_leave_without_their_camera_and_place_and_no_larger_than_asked(
    harness: Harness, form: dict[str, Any], files: dict[str, Path]
) -> None:
    harness.open(form, language="en")
    Filler(harness.page, answers_in(0), files=files).fill_to_review().lock()
    submission = harness.submission()
    first, second = (taken(submission, name) for name in ("photo.jpg", "photo2.jpg"))
    assert Image.open(io.BytesIO(first)).size == (2048, 1024)
    assert Image.open(io.BytesIO(second)).size == (640, 320)
    for photo in (first, second):
        assert len(Image.open(io.BytesIO(photo)).getexif()) == 0
        assert b"Canary" not in photo
        assert b"Exif" not in photo
    assert taken(submission, "sound.wav") == files["audio"].read_bytes()


def test_the_audit_log_that_a_form_asks_for_names_every_question_that_was_open(
    harness: Harness, form: dict[str, Any], files: dict[str, Path]
) -> None:
    harness.open(form, language="en")
    Filler(harness.page, answers_in(0), files=files).fill_to_review().lock()
    log = taken(harness.submission(), "audit.csv").decode().splitlines()
    assert log[0] == "event,node,start,end"
    assert log[1].startswith("form start,,")
    assert log[-1].startswith("form finalize,,")
    assert [line.split(",")[1] for line in log if line.startswith("question,")][:2] == ["/data/welcome", "/data/name"]


def test_a_picture_that_cannot_be_read_is_refused_in_words_and_not_kept(harness: Harness, tmp_path: Path) -> None:
    harness.open(form_of("| survey |\n| | type | name | label |\n| | image | photo | A photo |"))
    (broken := tmp_path / "photo.jpg").write_bytes(b"this is no picture")
    harness.page.locator("input[type=file]").first.set_input_files(broken)
    harness.page.get_by_text("This picture cannot be read here").wait_for()
    assert harness.call("draft")["files"] == {}
