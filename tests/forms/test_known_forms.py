"""No form that is known to be good is told of a fault: real ones, those of the library, and those of the journeys."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from fieldkit.forms.model import Severity
from fieldkit.forms.xlsform import compile_form
from tests.forms.real import XLSFORMS, biomass_media, xlsform
from tests.journeys import every_type, unseen

ROOT = Path(__file__).parent.parent.parent
LIBRARY = ROOT / "fieldkit/forms/library"
JOURNEYS = ROOT / "tests/journeys/forms"
TOWNS = b"| | towns | t1 | Town 1 | Town 1 |\n"
CODES = {
    "function-unknown",
    "function-arguments",
    "expression-circle",
    "word-unknown",
    "name-bare",
    "filter-column",
    "pattern-unreadable",
    "pattern-on-the-tablet",
    "choice-file-empty",
    "choice-name-empty",
    "choice-name-blank",
    "choice-name-twice",
}
"""What is said of expressions, lists and files that cannot be meant so."""

TRUE_FAULTS = {("reach_msna_2024", "word-unknown", "required", number) for number in (314, 315)}
"""A form that was used has `T` where yes is meant."""

FORMS: dict[str, tuple[bytes, Mapping[str, bytes]]] = {
    **{path.name: (path.read_bytes(), {}) for path in sorted(LIBRARY.glob("*.md"))},
    **{path.stem: (xlsform(path.stem), {}) for path in sorted(XLSFORMS.glob("*.xlsx"))},
    **{name: ((unseen.FOLDER / f"{name}.md").read_bytes(), unseen.media_of(name)) for name in unseen.NAMES},
    "every_type": ((JOURNEYS / "every_type.md").read_bytes(), every_type.media()),
    "every_kind": ((JOURNEYS / "every_kind.md").read_bytes() + TOWNS, {}),
    "visit": ((JOURNEYS / "visit.md").read_bytes(), {}),
    "ucl_biomass_plot_sw": (xlsform("ucl_biomass_plot_sw"), biomass_media()),
}


@pytest.mark.parametrize("name", FORMS)
def test_no_known_form_is_told_of_a_fault_that_it_has_not(name: str) -> None:
    content, media = FORMS[name]
    said = compile_form(f"{name}.md", content, media=media, language_codes={"default": "en"}).findings
    faults = {
        (name, one.code, one.column, one.row) for one in said if one.code in CODES or one.severity is Severity.ERROR
    }
    assert faults == {fault for fault in TRUE_FAULTS if fault[0] == name}
