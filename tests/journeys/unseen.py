"""Forms that no part of the app was written for: their files, what a person answers, and the rows that come of it."""

import json
from pathlib import Path
from typing import Any

from fieldkit.forms.flat import KEY_COLUMNS
from fieldkit.services.forms import LIST_TYPES
from fieldkit.store.forms import PublishedForm
from fieldkit.store.project import Project
from tests.journeys.every_type import picture
from tests.journeys.filling import LEAVE
from tests.journeys.form_harness import packed
from tests.records import publish

FOLDER = Path(__file__).parent / "forms/unseen"
NAMES = sorted(path.stem for path in FOLDER.glob("*.md"))
TOWNS = 5000
NEW_EACH_TIME = {"opened": "…", "drawn": "…"}

Rows = dict[str, list[dict[str, str]]]


def media_of(name: str) -> dict[str, bytes]:
    """The files that come with a form."""
    if name == "languages":
        return {"a.png": picture("teal", 80), "b.png": picture("olive", 80)}
    if name == "reckoned":
        fruits = {"fruits.csv": b"key,title\nfig,Figs\npear,Pears\n"}
        return {"a.png": picture("teal", 80), "b.png": picture("olive", 80), **fruits}
    if name != "lists":
        return {}
    wells = [
        {
            "type": "Feature",
            "id": f"w{number}",
            "properties": {"title": f"Well {number}", "depth": number * 10},
            "geometry": {"type": "Point", "coordinates": [11 + number, 44.5]},
        }
        for number in range(1, 5)
    ]
    clinics = 'c1,Old clinic,n1\r\nc2,"New clinic, by the mill",n1\r\nc3,Far clinic,s1\r\n'
    return {
        "wells.geojson": json.dumps({"type": "FeatureCollection", "features": wells}).encode(),
        "clinics.csv": b"\xef\xbb\xbf" + f"code,title,district\r\n{clinics}".encode(),
        "lines.xml": b"<root><item><name>l1</name><label>Line 1</label></item>"
        b"<item><name>l2</name><label>Line 2</label></item></root>",
        "towns.csv": "\n".join(["name,label", *(f"t{n},Town {n}" for n in range(TOWNS))]).encode(),
        "prices.csv": b"name,cost\nbread,2.5\nmilk,1.2\nsalt,\n",
        "rates.xml": b"<root><item><name>eur</name><rate>1</rate></item>"
        b"<item><name>usd</name><rate>1.1</rate></item></root>",
    }


def published(project: Project, name: str) -> PublishedForm:
    """Publish one of the forms as a coordinator does."""
    return publish(project, (FOLDER / f"{name}.md").read_text(encoding="utf-8"), media=media_of(name))


def as_the_tablet_gets(form: PublishedForm, xform: bytes, files: dict[str, bytes]) -> dict[str, Any]:
    """A published form as the page on which forms are tried takes it."""
    types = {name: LIST_TYPES.get(name.rpartition(".")[2], "image/png") for name in files}
    return {
        "xform": xform.decode(),
        "title": form.title,
        "version": form.version,
        "media": {name: packed({name: content}, types[name])[name] for name, content in files.items()},
        "languages": [{"name": language.name, "code": language.code} for language in form.languages],
    }


def expected(name: str) -> Rows:
    """The rows that the answers give: what was typed, and what the form computes from it as ODK Collect does."""
    rows: Rows = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    return rows


def answered(tables: dict[str, list[dict[str, Any]]]) -> Rows:
    """Rows without keys and without what was not answered."""
    return {
        table: [
            {k: NEW_EACH_TIME.get(k, v) for k, v in row.items() if v is not None and k not in KEY_COLUMNS}
            for row in rows
        ]
        for table, rows in tables.items()
    }


ANSWERS: dict[str, dict[str, Any]] = {
    "household": {
        "Number of the house": "AB-1234",
        "How many people live here?": "3",
        "First name of person 1": "Amal",
        "How old is Amal?": "41",
        "Does Amal work?": "Yes",
        "What does Amal earn in a day?": "12,5",
        "How many children has Amal?": "2",
        "What is child 1 of Amal called?": "Nour",
        "What is child 2 of Amal called?": "Sami",
        "First name of person 2": "Amal",
        "First name of person 3": "Sami & Co <2>",
        "How old is Sami & Co <2>?": "7",
        "Who spoke?": "Amal",
    },
    "computed": {
        "Nickname": "Nour",
        "Born on": "1990-02-03",
        "Seen on": "2026-05-04",
        "From": "2026-05-04 09:05",
        "Until": "2026-05-04 10:35",
        "Base": "7",
        "Twice the base": LEAVE,
        "Minutes": "12",
        "Who is it?": "A friend of Nour",
        "In any order": "Fox",
    },
    "lists": {
        "Region": "North",
        "District of north": "First",
        "Village in n1": "Mill",
        "Villages nearby": ["Hill", "Lake"],
        "Clinic": "Old clinic",
        "Another clinic": "New clinic, by the mill",
        "Street": "Mill Street",
        "Well deeper than ten metres": "Well 3",
        "Bus line": "Line 2",
        "One of five thousand towns": "Town 4999",
        "Numbers": ["Ten", "Two"],
    },
    "looks": {
        "Few words": "Quiet",
        "One of two": "Yes",
        "Some of two": ["Yes", "No"],
        "A number": "12000",
        "Enough seats?": "Yes",
        "Water?": "No",
        "Light": "Yes",
        "Heat": "No",
        "Deep down": "Here",
        "What thing?": "A chair",
        "Is it yours?": "No",
        "Whose is it?": "Everybody’s",
        "How warm?": "-0.5",
        "Ten is the top": "8",
    },
    "checked": {
        "Round the arm, in cm": "10,4",
        "Weight in kg": "9.5",
        "Number of the office": "+39 051 1234",
        "No arrows, please": "Nothing to add",
        "Born on": "2024-01-31",
        "Came on": "2026-05-04",
        "Signs": ["Fever", "Cough"],
        "One part of 100": "40",
        "The rest": "60",
        "Why is it so thin?": "Nothing to eat",
    },
    "reckoned": {
        "Came on": LEAVE,
        "Weight in kg": "41",
        "Price of a kilo": LEAVE,
        "41 kg for 102.5, due on 03/06/2026": LEAVE,
        "Which fruit?": "Another",
        "What else is on the table?": "A lamp",
        "seen here": "square",
    },
    "languages": {"Quel nom ?": "Nour", "كم العمر؟ مثال: 25": "٣٠", "Quelle enseigne ?": "Carrée", "Vraiment ?": "Oui"},
}
"""By the question's words, in the language in which the form opens."""
