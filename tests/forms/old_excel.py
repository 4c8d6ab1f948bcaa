"""Writes just enough of an Excel 97 workbook (BIFF8 in an OLE2 container) to try the reader of .xls files on one."""

import struct

SECTOR = 512
FREE, END, FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
Cells = list[list[str | float]]


def xls(sheets: dict[str, Cells]) -> bytes:
    """Return the bytes of a workbook; cells are texts or numbers."""
    return _container(_stream(sheets))


def _record(kind: int, data: bytes) -> bytes:
    return struct.pack("<HH", kind, len(data)) + data


def _begin(kind: int) -> bytes:
    return _record(0x0809, struct.pack("<HHHHII", 0x0600, kind, 0x0DBB, 1996, 0, 6))


def _stream(sheets: dict[str, Cells]) -> bytes:
    bodies = [_begin(0x10) + b"".join(_cells(rows)) + _record(0x0A, b"") for rows in sheets.values()]
    names = [name.encode("utf-16-le") for name in sheets]
    head = len(_begin(5)) + sum(12 + len(name) for name in names) + 4
    bounds, at = b"", head
    for name, body in zip(names, bodies, strict=True):
        bounds += _record(0x85, struct.pack("<IHBB", at, 0, len(name) // 2, 1) + name)
        at += len(body)
    return _begin(5) + bounds + _record(0x0A, b"") + b"".join(bodies)


def _cells(rows: Cells) -> list[bytes]:
    return [
        _record(0x0204, struct.pack("<HHHHB", row, column, 0, len(cell), 1) + cell.encode("utf-16-le"))
        if isinstance(cell, str)
        else _record(0x0203, struct.pack("<HHHd", row, column, 0, cell))
        for row, cells in enumerate(rows)
        for column, cell in enumerate(cells)
    ]


def _container(stream: bytes) -> bytes:
    size = max(len(stream), 8 * SECTOR)  # smaller streams would live elsewhere
    sectors = -(-size // SECTOR)
    stream = stream.ljust(sectors * SECTOR, b"\0")
    table = [FAT, END, *range(3, sectors + 2), END]
    header = bytes.fromhex("D0CF11E0A1B11AE1") + bytes(16)
    header += struct.pack("<HHHHH6xIIIIIIIII", 0x3E, 3, 0xFFFE, 9, 6, 0, 1, 1, 0, 4096, END, 0, END, 0)
    header += struct.pack("<109I", 0, *[FREE] * 108)
    fat = struct.pack(f"<{len(table)}I", *table).ljust(SECTOR, b"\xff")
    directory = _entry("Root Entry", 5, 1, END, 0) + _entry("Workbook", 2, FREE, 2, size) + bytes(256)
    return header + fat + directory + stream


def _entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
    text = name.encode("utf-16-le") + b"\0\0"
    head = text.ljust(64, b"\0") + struct.pack("<HBBIII", len(text), kind, 1, FREE, FREE, child)
    return head + bytes(36) + struct.pack("<III", start, size, 0)
