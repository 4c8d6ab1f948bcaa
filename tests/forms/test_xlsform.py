"""XLSForms become forms, or a refusal that says where and what to do."""

import re
from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fieldkit.forms.findings import FormRefused, place
from fieldkit.forms.model import CompiledForm, Finding, FormLanguage, Question, Severity
from fieldkit.forms.xlsform import compile_form
from tests.forms.real import BIOMASS_FILES, biomass_media, xlsform

VISIT = """
| survey |
|        | type              | name   | label::English (en) | label::Arabic (ar) |
|        | begin_group       | visit  | Visit               | زيارة              |
|        | select_one yes_no | served | Were you served?    | هل خدموك؟          |
|        | end_group         |        |                     |                    |
|        | begin_repeat      | facts  | Facts               | وقائع              |
|        | text              | fact   | What happened?      | ماذا حدث؟          |
|        | image             | photo  | A photo             | صورة               |
|        | end_repeat        |        |                     |                    |
|        | note              | bye    | Thank you ${served} | شكراً              |
|        | calculate         | total  |                     |                    |
| choices |
|         | list_name | name | label::English (en) | label::Arabic (ar) |
|         | yes_no    | yes  | Yes                 | نعم                |
|         | yes_no    | no   | No                  | لا                 |
| settings |
|          | form_title | form_id | version |
|          | Visit      | visit   | 7       |
""".replace(
    "| calculate         | total  |                     |                    |",
    "| today             | today  |                     |                    |",
)


def compiled(markdown: str, **options: object) -> CompiledForm:
    return compile_form("form.md", markdown.encode(), **options)  # type: ignore[arg-type]


def refused(markdown: str | bytes, name: str = "form.md", **options: object) -> tuple[Finding, ...]:
    content = markdown if isinstance(markdown, bytes) else markdown.encode()
    with pytest.raises(FormRefused) as caught:
        compile_form(name, content, **options)  # type: ignore[arg-type]
    return caught.value.findings


def found(form: CompiledForm, code: str) -> list[Finding]:
    return [finding for finding in form.findings if finding.code == code]


def question(form: CompiledForm, path: str) -> Question:
    return next(one for one in form.questions if one.path == path)


def test_a_form_becomes_its_questions_in_order() -> None:
    form = compiled(VISIT)
    assert (form.form_id, form.version, form.title, form.instrument) == ("visit", "7", "Visit", "")
    assert form.languages == (FormLanguage("English (en)", "en"), FormLanguage("Arabic (ar)", "ar"))
    assert [(one.path, one.kind, one.repeat) for one in form.questions] == [
        ("/data/visit", "group", ""),
        ("/data/visit/served", "select_one", ""),
        ("/data/facts", "repeat", "/data/facts"),
        ("/data/facts/fact", "text", "/data/facts"),
        ("/data/facts/photo", "image", "/data/facts"),
        ("/data/bye", "note", ""),
        ("/data/today", "today", ""),
    ]
    served = question(form, "/data/visit/served")
    assert served.labels == {"en": "Were you served?", "ar": "هل خدموك؟"}
    assert [(choice.value, choice.labels["ar"]) for choice in served.choices] == [("yes", "نعم"), ("no", "لا")]
    assert question(form, "/data/bye").labels["en"] == "Thank you ${served}"


def test_the_same_upload_is_compiled_to_the_same_bytes() -> None:
    assert compiled(VISIT).xform == compiled(VISIT).xform


@pytest.mark.parametrize("name", ["getodk_socio_economic", "ona_subdistrict_profiling_ar", "reach_msna_2024"])
def test_the_real_forms_compile_and_no_dash_stands_for_a_missing_translation(name: str) -> None:
    form = compile_form(f"{name}.xlsx", xlsform(name))
    assert b"<value>-</value>" not in form.xform + form.tablet_xform
    labels = [text for one in form.questions for text in one.labels.values()]
    labels += [text for one in form.questions for choice in one.choices for text in choice.labels.values()]
    assert labels
    assert "-" not in labels
    for finding in form.findings:
        assert finding.severity is not Severity.ERROR
        assert finding.remedy
        assert "pyxform" not in finding.what.lower()


def test_a_form_whose_choice_files_are_missing_names_every_one_of_them_with_its_rows() -> None:
    findings = [
        one
        for one in refused(xlsform("ucl_biomass_plot_sw"), "ucl_biomass_plot_sw.xlsx")
        if one.code == "media-missing"
    ]
    assert [re.search(r"[\w]+\.csv", finding.what)[0] for finding in findings] == list(BIOMASS_FILES)  # type: ignore[index]
    assert [finding.row for finding in findings] == [16, 17, 18, 20, 35]
    assert all(
        finding.sheet == "survey" and finding.column == "type" and "Add" in finding.remedy for finding in findings
    )
    assert "rows 35, 57, 73, 81" in findings[4].what


def test_the_same_form_compiles_when_its_files_come_with_it() -> None:
    form = compile_form("ucl_biomass_plot_sw.xlsx", xlsform("ucl_biomass_plot_sw"), media=biomass_media())
    assert form.media_names == BIOMASS_FILES
    assert [language.code for language in form.languages] == ["sw", "en"]
    assert form.version == "2022-04-11 16:26:28.971000"


def test_a_file_that_differs_in_capitals_only_is_recognised() -> None:
    media = {name.lower(): content for name, content in biomass_media().items()}
    findings = refused(xlsform("ucl_biomass_plot_sw"), media=media)
    assert "rename it to UCL_regions.csv" in findings[0].remedy


def test_a_file_that_nothing_names_is_said() -> None:
    assert "lonely.png" in found(compiled(VISIT, media={"lonely.png": b"x"}), "media-unused")[0].what


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"name;label\na;A\n", "no column label"),
        ("name,label\na,Gr\u00fcn\n".encode("latin-1"), "UTF-8"),
        (b"name,label\na,A,B\n", "Row 2"),
    ],
)
def test_a_choice_file_that_would_keep_the_tablet_from_opening_is_refused(content: bytes, what: str) -> None:
    form = "| survey | | | |\n| | type | name | label |\n| | select_one_from_file list.csv | a | A |"
    if b"no column" in what.encode():
        content = b"name,title\na,A\n"
    findings = refused(form, media={"list.csv": content})
    assert [finding.code for finding in findings if finding.severity is Severity.ERROR] == ["choice-file"]
    assert what in findings[0].what


def test_the_media_of_every_column_is_named() -> None:
    form = (
        """
| survey |
| | type      | name | label::English (en) | label::Italian (it) | image::English (en) | audio::Italian (it) |
| | text      | a    | A                   | A                   | a.png               | a-it.mp3            |
| | text      | b    | B                   | B                   |                     |                     |
""".replace("name | label::E", "name | relevant | label::E")
        .replace("a    | A", "a | | A")
        .replace("b    | B", "b | PULL | B")
    )
    form = form.replace("PULL", "pulldata('people', 'name', 'id', ${a}) = 'x'")
    named = {finding.what.split()[5].rstrip(",") for finding in refused(form) if finding.code == "media-missing"}
    assert named == {"a.png", "a-it.mp3", "people.csv"}


def test_id_and_version_that_are_missing_are_assigned_and_said() -> None:
    bare = "| survey |\n| | type | name | label |\n| | text | a | A |\n"
    form = compile_form("Visit form (2).md", bare.encode())
    assert form.form_id == "visit-form-2"
    assert re.fullmatch(r"h[0-9a-f]{12}", form.version)
    assert "visit-form-2" in found(form, "form-id-assigned")[0].what
    assert form.version in found(form, "version-assigned")[0].what
    assert b'id="visit-form-2"' in form.xform
    assert f'version="{form.version}"'.encode() in form.xform
    assert compile_form("other.md", bare.encode()).version == form.version
    assert compile_form("other.md", bare.encode() + b"|| text | b | B |\n").version != form.version


def test_languages_without_a_code_get_one_that_is_suggested_or_given() -> None:
    form = VISIT.replace("English (en)", "English").replace("Arabic (ar)", "العربية")
    assert [language.code for language in compiled(form).languages] == ["en", "ar"]
    suggestions = found(compiled(form), "language-without-code")
    assert [(finding.column, "English (en)" in finding.remedy) for finding in suggestions] == [
        ("label::English", True),
        ("label::العربية", False),
    ]
    told = compiled(form, language_codes={"English": "en-GB", "العربية": "ar_SY"})
    assert [language.code for language in told.languages] == ["en-GB", "ar-SY"]
    assert not found(told, "language-without-code")
    assert question(told, "/data/bye").labels["ar-SY"] == "شكراً"


def test_a_language_that_nobody_knows_keeps_its_labels_apart() -> None:
    form = compiled(VISIT.replace("Arabic (ar)", "Klingon-ish"))
    assert form.languages[1] == FormLanguage("Klingon-ish", "und-x-klingoni")
    assert found(form, "language-unknown")


def test_a_form_that_names_no_language_is_undetermined_until_told() -> None:
    bare = "| survey |\n| | type | name | label |\n| | text | a | سؤال |\n"
    form = compiled(bare)
    assert form.languages == (FormLanguage("default", "und"),)
    assert form.questions[0].labels == {"und": "سؤال"}
    assert found(form, "language-unnamed")
    assert compiled(bare, language_codes={"default": "ar"}).questions[0].labels == {"ar": "سؤال"}


def test_one_language_under_two_names_is_one_language() -> None:
    form = compile_form("ona.xlsx", xlsform("ona_subdistrict_profiling_ar"))
    assert [language.code for language in form.languages] == ["ar", "en"]
    assert "English (EN)" in found(form, "language-named-twice")[0].what
    assert all(set(one.labels) <= {"ar", "en"} for one in form.questions)


def test_a_missing_translation_is_said_with_row_and_column_and_shown_in_the_other_language() -> None:
    form = compiled(VISIT.replace("ماذا حدث؟", ""))
    gap = found(form, "translation-missing")[0]
    assert (gap.severity, gap.sheet, gap.row, gap.column) == (Severity.WARNING, "survey", 8, "label::Arabic (ar)")
    assert question(form, "/data/facts/fact").labels["ar"] == "What happened?"


TEXTS = ["label", "label::A (en)", "label::B (ar)", "hint", "hint::B (ar)", "image", "image::A (en)", "guidance_hint"]
MESSAGES = ["constraint_message", "constraint_message::B (ar)", "audio", "audio::A (en)"]


@settings(max_examples=120, deadline=None)
@given(st.data())
def test_no_dash_ever_stands_for_a_translation_wherever_texts_are_missing(data: st.DataObject) -> None:
    survey = data.draw(st.lists(st.sampled_from([*TEXTS, *MESSAGES]), min_size=1, max_size=6, unique=True))
    choices = data.draw(st.lists(st.sampled_from(TEXTS[:3]), min_size=1, max_size=3, unique=True))

    def row(first: list[str], headers: list[str]) -> str:
        given_ = [data.draw(st.sampled_from(["", "words"])) for _ in headers]
        return "|".join(["", "", *first, *given_, ""])

    lines = ["|survey|", "|".join(["", "", "type", "name", "constraint", *survey, ""])]
    lines += [row(["select_one l", f"q{number}", ". != ''"], survey) for number in range(3)]
    lines += ["|choices|", "|".join(["", "", "list_name", "name", *choices, ""])]
    lines += [row(["l", f"c{number}"], choices) for number in range(2)]
    with suppress(FormRefused):
        form = compile_form("f.md", "\n".join(lines).encode(), media={"words": b"x"})
        assert b">-<" not in form.xform
        assert "-" not in [text for one in form.questions for text in one.labels.values()]
        assert {code for one in form.questions for code in one.labels} <= {one.code for one in form.languages}


def test_a_dash_that_its_author_wrote_stays() -> None:
    form = compiled(VISIT.replace("ماذا حدث؟", "-"))
    assert question(form, "/data/facts/fact").labels["ar"] == "-"


def test_a_form_never_sends_its_answers_elsewhere() -> None:
    form = compiled(
        VISIT.replace("| version |", "| version | submission_url |").replace(
            "| 7       |", "| 7 | https://example.org/x |"
        )
    )
    assert b"example.org" not in form.xform
    assert "example.org" in found(form, "sends-elsewhere")[0].what


def test_encryption_for_collect_stays_with_collect() -> None:
    form = compiled(
        VISIT.replace("| version |", "| version | public_key |").replace("| 7       |", "| 7 | MIIBIjANBg |")
    )
    assert b"MIIBIjANBg" in form.xform
    assert b"MIIBIjANBg" not in form.tablet_xform


@pytest.mark.parametrize(
    ("old", "new", "where"),
    [
        ("| image  ", "| imagge ", (9, "type")),
        ("select_one yes_no |", "select_one maybe |", (5, "type")),
        ("${served}", "${nobody}", (11, "label::English (en)")),
        ("| fact   |", "| the fact |", (8, "name")),
        ("|        | end_repeat        |        |                     |                    |\n", "", (7, "type")),
    ],
    ids=["type", "list", "reference", "name", "open-repeat"],
)
def test_an_error_of_the_converter_is_placed_by_sheet_row_and_column(
    old: str, new: str, where: tuple[int, str]
) -> None:
    assert old in VISIT
    findings = refused(VISIT.replace(old, new, 1))
    errors = [finding for finding in findings if finding.severity is Severity.ERROR]
    assert [(finding.sheet, finding.row, finding.column) for finding in errors] == [("survey", *where)], findings
    assert "[row" not in errors[0].what
    assert place(errors[0]).startswith("sheet survey, row")


def test_every_duplicate_choice_has_a_finding_of_its_own() -> None:
    rows = "|         | yes_no    | no   | No                  | لا                 |\n"
    findings = [one for one in refused(VISIT.replace(rows, rows * 3)) if one.severity is Severity.ERROR]
    assert [(finding.sheet, finding.row) for finding in findings] == [("choices", 17), ("choices", 18)]


def test_a_form_without_questions_is_refused() -> None:
    assert refused("| survey |\n| | type | name | label |\n| settings |\n| | form_id |\n| | a |\n")
    assert refused("| survey |\n| | type | name | label |\n| | begin_group | g | G |\n| | end_group | | |\n")


WORDS = """text integer note image begin_group end_group begin_repeat end_repeat calculate audit select_one,a
 select_one select_multiple_from_file ${a} ${ not(selected(.,'x')) rank begin begin_loop osm xml-external"""
HEADERS = """type name label label::x,(ar) appearance relevant calculation fieldkit::role default parameters"""
CELLS = st.one_of(st.sampled_from(re.split(r"\s+", WORDS)), st.text(max_size=12))


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(st.sampled_from(re.split(r"\s+", HEADERS)), min_size=1, max_size=6, unique=True),
    st.lists(st.lists(CELLS, min_size=1, max_size=6), max_size=6),
    st.lists(st.lists(CELLS, min_size=1, max_size=4), max_size=3),
)
def test_no_workbook_ends_in_anything_but_a_form_or_a_refusal(
    header: list[str], rows: list[list[str]], settings_rows: list[list[str]]
) -> None:
    def line(cells: list[str]) -> str:
        return ",".join('"' + cell.replace('"', '""') + '"' for cell in ["", *cells])

    parts = ["survey", line(header), *map(line, rows), "settings", *map(line, settings_rows)]
    with suppress(FormRefused):
        compile_form("form.csv", "\n".join(parts).encode("utf-8", "replace"))


TITLED = VISIT.replace(
    """|          | form_title | form_id | version |
|          | Visit      | visit   | 7       |""",
    """|          | form_title | form_title::Arabic (ar) | form_title::Italian (it) | form_id | version |
|          | Visit      | زيارة                   | Visita                   | visit   | 7       |""",
)


def test_a_form_has_a_title_in_each_language_that_it_speaks() -> None:
    form = compiled(TITLED)
    assert form.title == "Visit"
    assert [(language.code, language.title) for language in form.languages] == [("en", ""), ("ar", "زيارة")]
    assert [(one.severity, one.column) for one in found(form, "title-language")] == [
        (Severity.WARNING, "form_title::Italian (it)")
    ]
    assert form.xform == compiled(VISIT).xform


def test_titles_in_languages_alone_are_enough() -> None:
    form = compiled(TITLED.replace("form_title |", "note_to_us |", 1))
    assert form.title == "زيارة"


@pytest.mark.parametrize(
    ("row", "kind"),
    [
        ("note | q | Read this | | | |", "note"),
        ("text | q | Never filled in | yes | | |", "note"),
        ("text | q | Fixed | yes | here | |", "text"),
        ("text | q | Drawn once | yes | uuid() | |", "text"),
        ("dateTime | q | Now | yes | now() | |", "datetime"),
        ("integer | q | Fixed | yes | | |", "integer"),
        ("text | q | Computed | yes | | 1 + 1 |", "text"),
        ("text | q | Follows | yes | | concat('a', ${first}) | ${first}", "text"),
    ],
)
def test_an_answer_that_nobody_may_change_is_no_note(row: str, kind: str) -> None:
    survey = (
        "| survey |\n| | type | name | label | readonly | default | calculation | trigger |\n| | text | first | First |"
    )
    form = compiled(f"{survey}\n| | {row} |\n")
    assert form.questions[1].kind == kind


@pytest.mark.parametrize("header", ["1st", "start=5", "1", "%"])
def test_a_column_of_choices_that_is_no_name_is_refused_with_its_place(header: str) -> None:
    survey = "| survey |\n| | type | name | label |\n| | select_one yn | q | Q |\n"
    choices = f"| choices |\n| | list_name | name | label | {header} |\n| | yn | yes | Yes | x |\n"
    with pytest.raises(FormRefused) as refused:
        compiled(survey + choices)
    found = refused.value.findings[0]
    assert (found.sheet, found.row) == ("choices", 5)
    assert header in found.what or header in (found.column or "")
    assert found.remedy
