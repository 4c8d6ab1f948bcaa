"""The form with every type and appearance, its files, and the answers that a person gives to it in two languages."""

import io
import re
import struct
import wave
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import Locator, Page, expect

from fieldkit.forms.workbook import read_workbook
from tests.journeys.filling import LEAVE, Filler

FORMS = Path(__file__).parent / "forms"
FORM = FORMS / "every_type.md"
HERE = {"latitude": 44.4949, "longitude": 11.3426, "accuracy": 4}
WELLS = (("w1", "Old well", 11.4, 44.5), ("w2", "New well", 11.3427, 44.495))


def picture(colour: str, edge: int, kind: str = "PNG") -> bytes:
    """A picture of one colour."""
    written = io.BytesIO()
    Image.new("RGB", (edge, edge), colour).save(written, kind)
    return written.getvalue()


def tone() -> bytes:
    """Half a second of silence."""
    written = io.BytesIO()
    with wave.open(written, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(8000)
        sound.writeframes(bytes(8000))
    return written.getvalue()


def media() -> dict[str, bytes]:
    """The files that come with the form."""
    points = ",".join(
        f'{{"type":"Feature","id":"{name}","properties":{{"title":"{title}"}},'
        f'"geometry":{{"type":"Point","coordinates":[{east},{north}]}}}}'
        for name, title, east, north in WELLS
    )
    return {
        "offices.csv": b"name,label,region,floor,opens\nhelp,Help desk,north,2,08:00\npost,Post office,south,0,09:00\n",
        "prices.csv": b"name,cost\nfig,12\ndate,9\n",
        "fruits.csv": b"key,name,region\nfig,Figs,north\ndate,Dates,south\n",
        "wells.geojson": f'{{"type":"FeatureCollection","features":[{points}]}}'.encode(),
        "lines.xml": b"<root><item><name>l1</name><label>Line 1</label></item>"
        b"<item><name>l2</name><label>Line 2</label></item></root>",
        "sign.png": picture("teal", 120),
        "sign-large.png": picture("teal", 900),
        "hello.wav": tone(),
        "film.webm": b"film",
    }


def made_files(folder: Path) -> dict[str, Path]:
    """What a person takes or chooses on the tablet: a large photo, a sound, a film, a paper."""
    contents = {
        "image": ("IMG_1.jpg", picture("olive", 1500, "JPEG")),
        "audio": ("Sound.wav", tone()),
        "video": ("Film.mp4", b"film"),
        "file": ("Paper.pdf", b"%PDF-1.4 paper"),
    }
    made = {}
    for kind, (name, content) in contents.items():
        made[kind] = folder / name
        made[kind].write_bytes(content)
    return made


ANSWERS: dict[str, Any] = {
    "name": "نور",
    "story": "First line\nسطر ثان & <more>",
    "phone": "٠١٢ 345",
    "secret": "olive",
    "site": "https://help.example",
    "elsewhere": "17",
    "wait": "٤٢",
    "people": "12000",
    "children": "3",
    "cost": "3,50",
    "towards": "270.5",
    "slide": 3,
    "bare": 2,
    "boxes": "7",
    "picked": "2",
    "stars": "4",
    "tall": "3",
    "distress": "6",
    "day": "2026-05-04",
    "typed": "2026-05-05",
    "month": "2024-03",
    "year": "1990",
    "hour": "09:30",
    "moment": "2026-05-04 09:45",
    "ethiopian": "2016-1-1",
    "coptic": "1740-1-1",
    "islamic": "1445-1-1 10:15",
    "persian": "1403-1-1",
    "nepal": "2026-05-06",
    "helped": ("No", "لا"),
    "whynot": "Closed",
    "langs": (["Arabic", "Tigrinya"], ["العربية", "التغرينية"]),
    "again": ("Yes", "نعم"),
    "written": (["Italian"], ["الإيطالية"]),
    "respect": ("Mostly", "غالبًا"),
    "packed": ("No", "لا"),
    "five": ("Fully", "تمامًا"),
    "fast": ("Yes", "نعم"),
    "sign": ("Square", "مربعة"),
    "mixed": ("No", "لا"),
    "desk": ("Other", "Other"),
    "town": ("Town 57", "مدينة 57"),
    "region": ("North", "الشمال"),
    "district": ("Old town", "البلدة القديمة"),
    "street": ("Mill Street", "شارع الطاحونة"),
    "office": "Help desk",
    "offices": ["Help desk", "Post office"],
    "well": "New well",
    "line": "Line 2",
    "searched": "Figs",
    "order": ("Italian", "الإيطالية"),
    "seats": ("Yes", "نعم"),
    "water": ("No", "لا"),
    "here": "here",
    "there": ["44.49 11.34"],
    "about": ["44.4951 11.3449"],
    "way": ["44.49 11.34", "44.50 11.35"],
    "area": ["44.49 11.34", "44.50 11.35", "44.51 11.33"],
    "code": "A-17",
    "proposed": "Amal",
    "noticed": LEAVE,
    "role": "Clerk",
    "word": "A letter",
    "best": "Clerk",
    "doors": "2",
    "visits": "2",
    "when": "In May",
}
"""By the question's name: one answer, or one in English and one in Arabic."""


def filled_in(page: Page, folder: Path, language: int = 0, say: Callable[[str], str] = str) -> Filler:
    """Whoever has answered every question of the open form, recorded meanwhile, and stands before the review's lock.

    Args:
        folder: for the files that are chosen.
        language: of the questions, 0 English, 1 Arabic.
        say: our own words in the language of the app.
    """
    filler = Filler(page, answers_in(language), say=say, files=made_files(folder))
    let_be_recorded(filler)
    filler.fill_to_review()
    assert set(answers_in(language)) <= set(filler.asked)
    return filler


def let_be_recorded(filler: Filler) -> None:
    """Say that everybody agrees to the recording of the conversation, and wait until there is something of it."""
    filler.page.get_by_role("button", name=filler.say("Everybody agrees: record"), exact=True).click()
    expect(recording_bar(filler).get_by_role("timer")).to_have_text(re.compile(r"0:(0[1-9]|[1-5]\d)"))


def stop_recording(filler: Filler) -> None:
    """End the recording of the conversation at the top of the screen; what was said is kept."""
    recording_bar(filler).get_by_role("button", name=filler.say("Stop recording")).click()
    # Only once the file is kept with the draft can it be gone on with.
    expect(recording_bar(filler).get_by_role("button", name=filler.say("Record on"))).to_be_enabled()


def recording_bar(filler: Filler) -> Locator:
    """What stands over every question while the conversation is recorded."""
    return filler.page.locator(".recording-bar")


def words_of(language: int) -> dict[str, str]:
    """Question name to its words; 0 English, 1 Arabic."""
    survey = read_workbook(FORM.read_bytes()).sheet("survey")
    label = ("label::English (en)", "label::Arabic (ar)")[language]
    return {row.cells["name"]: row.cells.get(label, "") for row in survey.rows if row.cells.get("name")}


def answers_in(language: int) -> dict[str, Any]:
    """The same answers under the questions of one language."""
    words = words_of(language)
    picked = {name: answer[language] if isinstance(answer, tuple) else answer for name, answer in ANSWERS.items()}
    return {words[name]: answer for name, answer in picked.items()}


_UNSTEADY: tuple[tuple[str, str | Callable[[re.Match[str]], str]], ...] = (
    (r"uuid:[0-9a-f-]{36}", "uuid:…"),
    (r"<(start|end)>\d{4}-\d\d-\d\dT[^<]+<", r"<\1>…<"),
    (r"<today>\d{4}-\d\d-\d\d<", "<today>…<"),
    (r"<chance>0\.\d+(e-\d+)?<", "<chance>…<"),
    (r"<deviceid>[^<]+<", "<deviceid>…<"),
    (r"<username>[^<]+<", "<username>…<"),
    (r"\s*<!--[0-9a-f]+\s*-->\s*$", ""),
)


def steadied(xml: str) -> str:
    """Take out what is new in every record: ids, times, chance, and the salt behind a sealed record."""
    for pattern, steady in _UNSTEADY:
        xml = re.sub(pattern, steady, xml)
    return xml.replace("><", ">\n<").strip()


def golden(language: int = 0) -> str:
    """The record that these answers give; the name of a choice is kept in the language in which it was chosen."""
    written = (FORMS / "every_type.xml").read_text(encoding="utf-8").strip()
    return written.replace("<said>No<", f"<said>{ANSWERS['helped'][language]}<")


def png_size(content: bytes) -> tuple[int, int]:
    """Width and height of a PNG, whose checksums are right."""
    assert content[:8] == b"\x89PNG\r\n\x1a\n"
    length, kind = struct.unpack(">I4s", content[8:16])
    assert kind == b"IHDR"
    assert zlib.crc32(content[12 : 16 + length]) == struct.unpack(">I", content[16 + length : 20 + length])[0]
    width, height = struct.unpack(">II", content[16:24])
    return int(width), int(height)
