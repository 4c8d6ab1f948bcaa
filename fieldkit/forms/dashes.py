"""The last net under missing texts: no dash that pyxform wrote reaches a screen.

`translations` fills what is missing between languages; pyxform also writes `-` where a question has a picture or a hint
and no label at all. There the label is empty.
"""

from lxml import etree

from fieldkit.forms.workbook import Workbook
from fieldkit.forms.xform import XF

DASH = "-"


def without_dashes(xform: bytes, workbook: Workbook) -> bytes:
    """Return the form with every text that is only a dash emptied, unless its author wrote such a text anywhere."""
    if f">{DASH}<".encode() not in xform or _author_wrote_one(workbook):
        return xform
    root = etree.fromstring(xform, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True))
    for value in root.iterfind(f".//{XF}itext/{XF}translation/{XF}text/{XF}value"):
        if value.text == DASH and len(value) == 0:
            value.text = None
    return etree.tostring(root, encoding="utf-8", xml_declaration=True)


def _author_wrote_one(workbook: Workbook) -> bool:
    rows = (row for sheet in workbook.sheets.values() for row in sheet.rows)
    return any(cell == DASH for row in rows for cell in row.cells.values())
