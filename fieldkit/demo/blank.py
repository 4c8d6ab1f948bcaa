"""A published form as a client fills it: the primary instance of its XForm, given answers by name."""

import copy
from collections.abc import Mapping, Sequence

from lxml import etree

Answers = Mapping[str, "str | Sequence[Answers]"]
"""Question name to answer; the name of a repeat to the answers of each of its turns."""

XFORMS, OPENROSA, JAVAROSA = (
    "http://www.w3.org/2002/xforms",
    "http://openrosa.org/xforms",
    "http://openrosa.org/javarosa",
)


class Blank:
    """An empty form. Names of questions are unique in the instruments, so answers are given by name."""

    def __init__(self, xform: bytes) -> None:
        root = etree.fromstring(xform)
        self._primary = next(iter(root.iter(f"{{{XFORMS}}}instance")))[0]
        self.form_id = str(self._primary.get("id"))
        self.version = str(self._primary.get("version") or "")

    def filled(self, answers: Answers, *, instance_id: str) -> bytes:
        """Return the XML of one submission; questions without an answer are left out, as irrelevant ones are.

        Raises:
            KeyError: when an answer has no question, so that the generator can never drift from the instruments.
        """
        primary = copy.deepcopy(self._primary)
        unused = set(answers)
        _fill(primary, answers, unused)
        if unused:
            raise KeyError(f"{self.form_id} asks nothing called {', '.join(sorted(unused))}")
        _set_instance_id(primary, instance_id)
        etree.cleanup_namespaces(primary, keep_ns_prefixes=["orx"])
        return bytes(etree.tostring(primary, xml_declaration=True, encoding="UTF-8"))


def _fill(element: etree._Element, answers: Answers, unused: set[str]) -> None:
    for child in list(element):
        name = etree.QName(child).localname
        if name == "meta":
            continue
        answer = answers.get(name)
        unused.discard(name)
        if child.get(f"{{{JAVAROSA}}}template") is not None or not isinstance(answer, str | None):
            _repeat(child, answer if isinstance(answer, Sequence) and not isinstance(answer, str) else ())
        elif len(child):
            _fill(child, answers, unused)
            if not len(child):
                element.remove(child)
        elif answer is None:
            element.remove(child)
        else:
            child.text = answer


def _repeat(blank: etree._Element, turns: Sequence[Answers]) -> None:
    """Put a filled copy of the repeat's blank for each turn where the blank stood."""
    parent = blank.getparent()
    if parent is None:
        return
    if blank.get(f"{{{JAVAROSA}}}template") is not None:
        for sibling in parent.findall(blank.tag):
            if sibling is not blank:
                parent.remove(sibling)
    for turn in turns:
        copied = copy.deepcopy(blank)
        copied.attrib.pop(f"{{{JAVAROSA}}}template", "")
        unused = set(turn)
        _fill(copied, turn, unused)
        if unused:
            raise KeyError(f"the repeat {blank.tag} asks nothing called {', '.join(sorted(unused))}")
        blank.addprevious(copied)
    parent.remove(blank)


def _set_instance_id(primary: etree._Element, instance_id: str) -> None:
    for element in primary.iter():
        if etree.QName(element).localname == "instanceID":
            element.text = instance_id
            return
    raise KeyError("the form has no instanceID")
