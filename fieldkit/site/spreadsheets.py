"""CSV that a spreadsheet opens without running anything in it.

Words such as `=HYPERLINK(…)` may stand in a quotation or a label. A spreadsheet that opens a CSV file would take them
for a formula; an apostrophe before them makes them words (OWASP, "CSV Injection"). Numbers stay numbers.
"""

import csv
import io

STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")
"""With what a cell begins that a spreadsheet may run."""


def harmless_rows(text: str) -> str:
    """Return whole rows of CSV with every cell that could be run made a text."""
    written = io.StringIO(newline="")
    writer = csv.writer(written)
    for row in csv.reader(io.StringIO(text, newline="")):
        writer.writerow([harmless(cell) for cell in row])
    return written.getvalue()


def harmless(cell: str) -> str:
    """Return a cell as it may stand in a spreadsheet."""
    return f"'{cell}" if cell.lstrip(" ").startswith(STARTS) and not _is_number(cell) else cell


def _is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True
