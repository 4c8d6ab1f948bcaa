"""An XForm as its questions: what pyxform (or another tool) wrote, read back from the standard form of it."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from lxml import etree

from fieldkit.forms.model import Choice, Labels, Question

XF = "{http://www.w3.org/2002/xforms}"
H = "{http://www.w3.org/1999/xhtml}"
JR = "{http://openrosa.org/javarosa}"
ODK = "{http://www.opendatakit.org/xforms}"
ORX = "{http://openrosa.org/xforms}"

LIST_ROWS = "/root/item"
"""Where the rows of a list stand in it: lists from files are read so by every client."""

_BIND_KINDS = {
    "int": "integer",
    "integer": "integer",
    "long": "integer",
    "decimal": "decimal",
    "date": "date",
    "time": "time",
    "dateTime": "datetime",
    "geopoint": "geopoint",
    "geotrace": "geotrace",
    "geoshape": "geoshape",
    "barcode": "barcode",
}
_UPLOAD_KINDS = {"image": "image", "audio": "audio", "video": "video"}
_SELECTS = {f"{XF}select1": "select_one", f"{XF}select": "select_multiple", f"{ODK}rank": "rank"}
_PRELOADS = {"timestamp": "", "date": "today", "property": ""}
_OWN_META = {"instanceID", "instanceName", "deprecatedID", "entity"}


def rows_of(name: str) -> str:
    """Return the XPath of all rows of a list."""
    return f"instance('{name}'){LIST_ROWS}"


@dataclass
class XForm:
    """The parsed parts of an XForm that questions are read from.

    Attributes:
        languages: names of its translations, in order; empty where it has none.
        default_language: the translation marked as default, else the first, else `default`.
        texts: language → text id → text.
    """

    root: etree._Element
    languages: list[str]
    default_language: str
    texts: dict[str, dict[str, str]]
    binds: dict[str, etree._Element] = field(default_factory=dict)
    controls: dict[str, etree._Element] = field(default_factory=dict)
    repeats: set[str] = field(default_factory=set)


def parse_xform(xml: bytes) -> XForm:
    """Read an XForm that this room compiled."""
    root = etree.fromstring(xml, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True))
    translations = root.findall(f".//{XF}itext/{XF}translation")
    languages = [str(one.get("lang")) for one in translations]
    marked = [str(one.get("lang")) for one in translations if one.get("default")]
    texts = {str(one.get("lang")): dict(_itexts(one)) for one in translations}
    form = XForm(root, languages, (marked or languages or ["default"])[0], texts)
    for bind in root.iter(f"{XF}bind"):
        form.binds.setdefault(str(bind.get("nodeset")), bind)
    for control in root.find(f"{H}body").iter():  # type: ignore[union-attr]
        if isinstance(control.tag, str) and (path := control.get("ref") or control.get("nodeset")):
            if control.tag == f"{XF}repeat":
                form.repeats.add(path)
            elif path.startswith("/") and control.tag not in {f"{XF}label", f"{XF}hint", f"{XF}itemset"}:
                form.controls.setdefault(path, control)
    return form


def questions_of(form: XForm, codes: Mapping[str, str]) -> tuple[Question, ...]:
    """Return the nodes of the primary instance in order; labels are keyed by the codes of their languages.

    Args:
        form: from `parse_xform`.
        codes: name of a language to its code; `default` names that of texts outside translations.
    """
    reader = _Reader(form, codes)
    primary = _primary_instance(form.root)
    return tuple(reader.questions(primary, f"/{_local(primary)}", ""))


def _primary_instance(root: etree._Element) -> etree._Element:
    instance = root.find(f"{H}head/{XF}model/{XF}instance")
    if instance is None or len(instance) == 0:
        raise ValueError("the form has no primary instance")
    return instance[0]


class _Reader:
    def __init__(self, form: XForm, codes: Mapping[str, str]) -> None:
        self.form, self.codes = form, codes
        self.recordings = {str(one.get("ref")) for one in form.root.iter(f"{ODK}recordaudio")}
        self.set = {str(one.get("ref")) for one in form.root.iter(f"{XF}setvalue")}
        self.instances = {
            str(one.get("id")): one for one in form.root.iter(f"{XF}instance") if one.get("id") and len(one)
        }
        self._choices: dict[str, tuple[Choice, ...]] = {}

    def questions(self, node: etree._Element, path: str, repeat: str) -> Iterator[Question]:
        seen: set[str] = set()
        for child in node:
            if not isinstance(child.tag, str) or _local(child) in seen:
                continue  # a comment, or the first instance of a repeat after its template
            seen.add(_local(child))
            below = f"{path}/{_local(child)}"
            yield from self._node(child, below, below if below in self.form.repeats else repeat)

    def _node(self, node: etree._Element, path: str, repeat: str) -> Iterator[Question]:
        if _local(node) == "meta":
            yield from (q for q in self.questions(node, path, repeat) if q.name not in _OWN_META)
        elif len(node) or self._is_group(path):
            yield self._group(path, repeat)
            yield from self.questions(node, path, repeat)
        else:
            yield self._leaf(path, repeat, filled=bool((node.text or "").strip()) or path in self.set)

    def _is_group(self, path: str) -> bool:
        control = self.form.controls.get(path)
        return path in self.form.repeats or (control is not None and control.tag == f"{XF}group")

    def _group(self, path: str, repeat: str) -> Question:
        control = self.form.controls.get(path)
        kind = "repeat" if path in self.form.repeats else "group"
        appearance = control.get("appearance", "") if control is not None else ""
        return Question(path, kind, self._labels(control), repeat=repeat, appearance=appearance)

    def _leaf(self, path: str, repeat: str, *, filled: bool) -> Question:
        bind, control = self.form.binds.get(path), self.form.controls.get(path)
        return Question(
            path,
            self._kind(path, bind, control, filled=filled),
            self._labels(control),
            self._choices_of(control),
            repeat,
            control.get("appearance", "") if control is not None else "",
            bind is not None and bind.get("required", "false()") not in {"false()", ""},
        )

    def _kind(self, path: str, bind: etree._Element | None, control: etree._Element | None, *, filled: bool) -> str:
        if control is None:
            return self._hidden_kind(path, bind)
        if control.tag in _SELECTS:
            return _SELECTS[control.tag]
        if control.tag == f"{XF}upload":
            return _UPLOAD_KINDS.get(control.get("mediatype", "").split("/")[0], "file")
        if control.tag in {f"{XF}trigger", f"{XF}range"}:
            return _local(control)
        if control.get("query"):
            return "select_one"
        return "note" if _never_filled(bind) and not filled else _input_kind(bind)

    def _hidden_kind(self, path: str, bind: etree._Element | None) -> str:
        if path in self.recordings:
            return "background-audio"
        if bind is None:
            return "hidden"
        if path.endswith("/meta/audit"):
            return "audit"
        if preload := bind.get(f"{JR}preload"):
            return bind.get(f"{JR}preloadParams", "") if preload != "date" else "today"
        return "calculate" if bind.get("calculate") is not None else "hidden"

    def _labels(self, control: etree._Element | None) -> Labels:
        label = control.find(f"{XF}label") if control is not None else None
        return self._texts(label) if label is not None else {}

    def _texts(self, label: etree._Element) -> Labels:
        reference = label.get("ref", "")
        if match := re.fullmatch(r"jr:itext\('(.+)'\)", reference):
            return self._translated(match[1])
        text = plain_text(label)
        return {self.codes.get("default", self._default_code()): text} if text else {}

    def _default_code(self) -> str:
        return self.codes.get(self.form.default_language, "und")

    def _translated(self, text_id: str) -> Labels:
        return {
            self.codes[language]: texts[text_id]
            for language, texts in self.form.texts.items()
            if texts.get(text_id) and language in self.codes
        }

    def _choices_of(self, control: etree._Element | None) -> tuple[Choice, ...]:
        if control is None:
            return ()
        if (itemset := control.find(f"{XF}itemset")) is not None:
            match = re.search(r"instance\('([^']+)'\)", itemset.get("nodeset", ""))
            return self._listed(match[1]) if match else ()
        return tuple(
            Choice(item.findtext(f"{XF}value", ""), self._labels(item)) for item in control.findall(f"{XF}item")
        )

    def _listed(self, instance_id: str) -> tuple[Choice, ...]:
        if instance_id not in self._choices:
            instance = self.instances.get(instance_id)
            items = instance.iter(f"{XF}item") if instance is not None else iter(())
            self._choices[instance_id] = tuple(self._item(item) for item in items)
        return self._choices[instance_id]

    def _item(self, item: etree._Element) -> Choice:
        value = item.findtext(f"{XF}name", "")
        if text_id := item.findtext(f"{XF}itextId"):
            return Choice(value, self._translated(text_id))
        label = item.findtext(f"{XF}label", "")
        return Choice(value, {self.codes.get("default", self._default_code()): label} if label else {})


def _never_filled(bind: etree._Element | None) -> bool:
    """Tell a note by its bind; only what the form itself fills in makes it an answer that nobody may change."""
    if bind is None or bind.get("readonly") != "true()" or bind.get("calculate") is not None:
        return False
    return bind.get("type", "string") == "string"


def _input_kind(bind: etree._Element | None) -> str:
    if bind is None:
        return "text"
    return _BIND_KINDS.get(bind.get("type", "string"), "text")


def _itexts(translation: etree._Element) -> Iterator[tuple[str, str]]:
    for text in translation.iter(f"{XF}text"):
        for value in text.iter(f"{XF}value"):
            if value.get("form") is None:
                yield str(text.get("id")), plain_text(value)


def plain_text(node: etree._Element) -> str:
    """Return the text of a label; a reference to another answer is written as XLSForm writes it, `${name}`."""
    parts = [node.text or ""]
    for child in node:
        parts.append(
            "${" + child.get("value", "").strip().rsplit("/", 1)[-1] + "}" if _local(child) == "output" else ""
        )
        parts.append(child.tail or "")
    return "".join(parts).strip()


def _local(node: etree._Element) -> str:
    return etree.QName(node).localname
