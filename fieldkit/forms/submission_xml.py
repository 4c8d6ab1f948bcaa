"""Parsing of XML that strangers send: bounded, without document types, entities or network.

Sizes: at most `MAX_XML_BYTES`, `MAX_NODES` elements and attributes, `MAX_DEPTH` levels.
"""

import re

from lxml import etree

from fieldkit.errors import Problem

MAX_XML_BYTES = 10_000_000
MAX_NODES = 300_000
MAX_DEPTH = 100
_ENCODING = re.compile(rb"<\?xml[^>]*?encoding\s*=\s*[\"']([\w.-]+)[\"']")
_NO_SPACE = re.compile(rb"[^ \t\n\r\x0b\x0c]")
_REMEDY = "Send the form again from the app; if it fails again, hand the device to the project's coordinator."


def parse_submission(xml: bytes) -> etree._Element:
    """Return the root element; comments and processing instructions are gone.

    Raises:
        Problem: `413.xml-too-large`, `400.xml-encoding`, `400.xml-doctype`, `400.xml-broken`, `400.xml-too-deep`.
    """
    _refuse_size(xml)
    _refuse_encoding(xml)
    _refuse_doctype(xml)
    parser = etree.XMLParser(
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(xml, parser)
    except etree.XMLSyntaxError as problem:
        raise _refused("400.xml-broken", "What was sent is not well-formed XML.") from problem
    _refuse_depth(root)
    return root


def local_name(node: etree._Element) -> str:
    """Return an element's name without its namespace."""
    return node.tag.rpartition("}")[2]


def child(node: etree._Element, name: str) -> etree._Element | None:
    """Return the first child called `name` in any namespace."""
    return next((one for one in node if local_name(one) == name), None)


def text_of(node: etree._Element | None) -> str:
    """Return all text inside `node` as it stands, or an empty string."""
    if node is None:
        return ""
    if not len(node):  # most elements hold text alone
        return node.text or ""
    return "".join(node.itertext())  # type: ignore[arg-type]


def _refuse_size(xml: bytes) -> None:
    nodes = xml.count(b"<") // 2 + xml.count(b'="') + xml.count(b"='")
    if len(xml) > MAX_XML_BYTES or nodes > MAX_NODES:
        raise _refused("413.xml-too-large", "The answers are larger than any form makes them.")


def _refuse_encoding(xml: bytes) -> None:
    declared = _ENCODING.match(xml.removeprefix(b"\xef\xbb\xbf")[:200].lstrip())
    if b"\0" in xml or (declared and declared[1].lower() not in {b"utf-8", b"utf8", b"us-ascii"}):
        raise _refused("400.xml-encoding", "What was sent is not XML in UTF-8.")


def _refuse_doctype(xml: bytes) -> None:
    """Walk over what may stand before the root element, without a parser."""
    at = 3 if xml.startswith(b"\xef\xbb\xbf") else 0
    while True:
        at = _after_space(xml, at)
        if xml.startswith(b"<?", at):
            end = xml.find(b"?>", at)
        elif xml.startswith(b"<!--", at):
            end = xml.find(b"-->", at + 4)
        elif xml.startswith(b"<!", at):
            raise _refused(
                "400.xml-doctype", "What was sent holds a document type declaration; no form app writes one."
            )
        else:
            return
        if end < 0:
            raise _refused("400.xml-broken", "What was sent is not well-formed XML.")
        at = end + (2 if xml.startswith(b"<?", at) else 3)


def _after_space(xml: bytes, at: int) -> int:
    """Return where the next byte stands that is no space; the bytes are not copied, for they may be ten million."""
    found = _NO_SPACE.search(xml, at)
    return found.start() if found else len(xml)


def _refuse_depth(root: etree._Element) -> None:
    level, depth = [root], 0
    while level:
        depth += 1
        if depth > MAX_DEPTH:
            raise _refused("400.xml-too-deep", f"The answers are nested deeper than {MAX_DEPTH} levels.")
        level = [below for node in level for below in node]


def _refused(code: str, what: str) -> Problem:
    return Problem(code, what, remedy=_REMEDY)
