"""The texts of a form that can be read aloud, so that a person who does not read can answer it."""

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from lxml import etree

from fieldkit.forms.model import Labels
from fieldkit.forms.xform import JR, XF, XForm, parse_xform, plain_text

_ITEXT = re.compile(r"jr:itext\('(.+)'\)")
_LIST = re.compile(r"instance\('([^']+)'\)")


class PromptKind(StrEnum):
    """What a text is in its form."""

    QUESTION = "question"
    HINT = "hint"
    CHOICE = "choice"
    CONSTRAINT = "constraint"
    REQUIRED = "required"


@dataclass(frozen=True)
class PromptText:
    """One text of a form in one language.

    Attributes:
        target: where it stands: the path of its question, with `?hint`, `#` and a choice's value, `!constraint` or
            `!required` behind it.
        language: the code of its language.
        has_sound: whether the form itself brings a sound for it.
    """

    target: str
    language: str
    kind: PromptKind
    text: str
    has_sound: bool

    @property
    def sha256(self) -> str:
        """The hash of its words, by which a recording belongs to it."""
        return text_hash(self.text)


def text_hash(text: str) -> str:
    """Return the SHA-256 of the words of a text; how they are spaced does not count."""
    return hashlib.sha256(" ".join(text.split()).encode()).hexdigest()


def prompt_texts(xform: bytes, codes: Mapping[str, str]) -> tuple[PromptText, ...]:
    """Return every text of a form that is shown to the person who is asked, in the form's order.

    Choices that come from a file are left out: they change without the form.

    Args:
        xform: the XForm as the tablet's engine reads it.
        codes: name of a language in the XForm to its code; `default` where it names none.
    """
    return tuple(_Texts(parse_xform(xform), codes).all())


class _Texts:
    def __init__(self, form: XForm, codes: Mapping[str, str]) -> None:
        self.form, self.codes = form, codes
        self.default_code = codes.get(form.default_language) or next(iter(codes.values()), "und")
        self.sounds = {str(one.get("lang")): set(_with_sound(one)) for one in form.root.iter(f"{XF}translation")}
        self.lists = {str(one.get("id")): one for one in form.root.iter(f"{XF}instance") if one.get("id")}

    def all(self) -> Iterator[PromptText]:
        for path, control in self.form.controls.items():
            if control.tag != f"{XF}group":
                yield from self._question(path, control)

    def _question(self, path: str, control: etree._Element) -> Iterator[PromptText]:
        yield from self._element(path, PromptKind.QUESTION, control.find(f"{XF}label"))
        yield from self._element(f"{path}?hint", PromptKind.HINT, control.find(f"{XF}hint"))
        for value, label in self._choices(control):
            yield from self._said(f"{path}#{value}", PromptKind.CHOICE, label)
        bind = self.form.binds.get(path)
        if bind is not None:
            yield from self._said(f"{path}!constraint", PromptKind.CONSTRAINT, bind.get(f"{JR}constraintMsg", ""))
            yield from self._said(f"{path}!required", PromptKind.REQUIRED, bind.get(f"{JR}requiredMsg", ""))

    def _element(self, target: str, kind: PromptKind, element: etree._Element | None) -> Iterator[PromptText]:
        if element is not None:
            yield from self._said(target, kind, element.get("ref") or plain_text(element))

    def _said(self, target: str, kind: PromptKind, words: str) -> Iterator[PromptText]:
        """Give a text, written out or as a reference to translations, in each of its languages."""
        reference = _ITEXT.fullmatch(words)
        labels = self._translated(reference[1]) if reference else {self.default_code: words}
        for code, text in labels.items():
            if any(letter.isalnum() for letter in text):
                has_sound = bool(reference) and self._has_sound(reference[1] if reference else "", code)
                yield PromptText(target, code, kind, " ".join(text.split()), has_sound)

    def _translated(self, text_id: str) -> Labels:
        found = ((name, texts.get(text_id, "")) for name, texts in self.form.texts.items())
        return {self.codes[name]: text for name, text in found if name in self.codes}

    def _has_sound(self, text_id: str, code: str) -> bool:
        return any(text_id in ids for name, ids in self.sounds.items() if self.codes.get(name) == code)

    def _choices(self, control: etree._Element) -> Iterator[tuple[str, str]]:
        """Give value and label of each choice; a label is its words or a reference to translations."""
        for item in control.findall(f"{XF}item"):
            label = item.find(f"{XF}label")
            yield item.findtext(f"{XF}value", ""), "" if label is None else label.get("ref") or plain_text(label)
        itemset = control.find(f"{XF}itemset")
        match = _LIST.search(itemset.get("nodeset", "")) if itemset is not None else None
        instance = self.lists.get(match[1]) if match else None
        for item in instance.iter(f"{XF}item") if instance is not None else ():
            text_id = item.findtext(f"{XF}itextId")
            yield (
                item.findtext(f"{XF}name", ""),
                f"jr:itext('{text_id}')" if text_id else item.findtext(f"{XF}label", ""),
            )


def _with_sound(translation: etree._Element) -> Iterator[str]:
    for text in translation.iter(f"{XF}text"):
        if any(value.get("form") == "audio" and value.text for value in text.iter(f"{XF}value")):
            yield str(text.get("id"))
