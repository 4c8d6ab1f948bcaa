"""A submission's XML as what it says: which form, which instance, which files, which answers in which order."""

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from lxml import etree

from fieldkit.errors import Problem
from fieldkit.forms.model import Question
from fieldkit.forms.submission_xml import child, local_name, parse_submission, text_of

UPLOAD_KINDS = frozenset({"image", "audio", "video", "file", "background-audio", "audit"})
GROUP_KINDS = frozenset({"group", "repeat"})
_MAX_ID = 250
_TEMPLATE = "{http://openrosa.org/javarosa}template"


@dataclass(frozen=True)
class Instance:
    """What a submission says about itself.

    Attributes:
        instance_id: names the submission; clients write it as `uuid:…`.
        deprecated_id: the instanceID that this edit replaces, or an empty string.
        file_names: for a submission encrypted by ODK Collect: the files that it names (NFC), its own XML among them;
            otherwise empty, for only the form's questions tell which values are names of files (`named_files`).
        encrypted: encrypted by ODK Collect to a key that Fieldkit does not hold.
    """

    instance_id: str
    form_id: str
    version: str
    deprecated_id: str
    file_names: tuple[str, ...]
    encrypted: bool


@dataclass(frozen=True)
class Answer:
    """One leaf of a submission.

    Attributes:
        value: the text as it stands in the XML; empty for a question that was not answered.
        position: number of each repeat instance around it, outermost first, from 1.
    """

    path: str
    question: Question
    value: str
    position: tuple[int, ...]


def read_instance(xml: bytes) -> Instance:
    """Read a submission's own words about itself.

    Raises:
        Problem: `413.xml-too-large`; `400.xml-…` when it cannot be parsed safely; `400.form-id-missing`,
            `400.instance-id-missing` or `400.id-invalid` when it does not say what it is.
    """
    return instance_of(parse_submission(xml))


def instance_of(root: etree._Element) -> Instance:
    """Read the own words of a submission that is parsed already.

    Raises:
        Problem: `400.form-id-missing`, `400.instance-id-missing` or `400.id-invalid`.
    """
    meta = child(root, "meta")
    instance_id = text_of(child(meta, "instanceID")).strip() if meta is not None else ""
    deprecated_id = text_of(child(meta, "deprecatedID")).strip() if meta is not None else ""
    form_id, version = root.get("id", "").strip(), root.get("version", "").strip()
    _require(form_id, "400.form-id-missing", "What was sent does not say which form it answers.")
    _require(instance_id, "400.instance-id-missing", "What was sent has no instanceID.")
    for text in (form_id, version, instance_id, deprecated_id):
        _require_plain(text)
    encrypted = root.get("encrypted") == "yes"
    names = tuple(_encrypted_names(root)) if encrypted else ()
    return Instance(instance_id, form_id, version, deprecated_id, names, encrypted)


def instance_name(xml: bytes) -> str:
    """Return the name that a submission gives itself (`meta/instanceName`), or an empty string.

    Raises:
        Problem: when the XML cannot be parsed safely.
    """
    meta = child(parse_submission(xml), "meta")
    return "" if meta is None else text_of(child(meta, "instanceName")).strip()


def read_answers(questions: Sequence[Question], xml: bytes) -> list[Answer]:
    """Return the answers that the XML holds to the form's questions, in the form's order.

    Elements that the form does not know are left out, and so are the answers of an encrypted submission.

    Raises:
        Problem: when the XML cannot be parsed safely.
    """
    return AnswerReader(questions).read(xml)


class AnswerReader:
    """Reads many submissions of one form version; what it knows of the questions is worked out once."""

    def __init__(self, questions: Sequence[Question]) -> None:
        self._walk = _Walk(questions)
        self._root_path = _root_path(questions) if questions else ""

    def read(self, xml: bytes) -> list[Answer]:
        """Return what `read_answers` does.

        Raises:
            Problem: when the XML cannot be parsed safely.
        """
        return self.answers_of(parse_submission(xml))

    def answers_of(self, root: etree._Element) -> list[Answer]:
        """Return the answers of a submission that is parsed already."""
        if root.get("encrypted") == "yes" or not self._root_path:
            return []
        return list(self._walk.answers(root, self._root_path, ()))


def named_files(questions: Sequence[Question], xml: bytes) -> tuple[str, ...]:
    """Return the names (NFC) of all files that a submission must come with, in the form's order, each once.

    Raises:
        Problem: when the XML cannot be parsed safely.
    """
    root = parse_submission(xml)
    if root.get("encrypted") == "yes":
        return tuple(_encrypted_names(root))
    answers = _Walk(questions).answers(root, _root_path(questions), ()) if questions else iter(())
    return files_in(answers)


def files_in(answers: Iterable[Answer]) -> tuple[str, ...]:
    """Return the names (NFC) of the files that `answers` hold, in their order, each once."""
    names = (file_name(answer.value) for answer in answers if answer.question.kind in UPLOAD_KINDS)
    return tuple(dict.fromkeys(name for name in names if name))


def file_name(value: str) -> str:
    """Return the name of a file, from the answer that holds it, as names are compared: stripped, Unicode NFC."""
    return unicodedata.normalize("NFC", value.strip())


def _encrypted_names(root: etree._Element) -> Iterator[str]:
    found = [text_of(child(one, "file")) for one in root if local_name(one) == "media"]
    found.append(text_of(child(root, "encryptedXmlFile")))
    yield from dict.fromkeys(name for text in found if (name := file_name(text)))


class _Walk:
    """Goes through an instance in the order of its form."""

    def __init__(self, questions: Sequence[Question]) -> None:
        self.below: dict[str, list[Question]] = defaultdict(list)
        for question in questions:
            self.below[question.path.rpartition("/")[0]].append(question)

    def answers(self, node: etree._Element, path: str, position: tuple[int, ...]) -> Iterator[Answer]:
        children = _by_name(node)
        for question in self.below.get(path, ()):
            for number, found in enumerate(children.get(question.name, ()), start=1):
                within = (*position, number) if question.kind == "repeat" else position
                if question.kind in GROUP_KINDS:
                    yield from self.answers(found, question.path, within)
                else:
                    yield Answer(question.path, question, text_of(found), within)
        yield from self._meta(children, path, position)

    def _meta(
        self, children: dict[str, list[etree._Element]], path: str, position: tuple[int, ...]
    ) -> Iterator[Answer]:
        """`meta` holds questions (audit) but is none itself."""
        below = f"{path}/meta"
        if below in self.below and not any(question.path == below for question in self.below[path]):
            for node in children.get("meta", ()):
                yield from self.answers(node, below, position)


def _by_name(node: etree._Element) -> dict[str, list[etree._Element]]:
    found: dict[str, list[etree._Element]] = defaultdict(list)
    for one in node:
        if one.get(_TEMPLATE) is None:
            found[local_name(one)].append(one)
    return found


def _root_path(questions: Sequence[Question]) -> str:
    return "/" + questions[0].path.split("/")[1]


def _require(text: str, code: str, what: str) -> None:
    if not text:
        raise Problem(code, what, remedy="Send it with an app that follows OpenRosa, such as ODK Collect.")


def _require_plain(text: str) -> None:
    if len(text) > _MAX_ID or any(unicodedata.category(character) == "Cc" for character in text):
        raise Problem(
            "400.id-invalid",
            "An id in what was sent is too long or holds control characters.",
            remedy="Send it with an app that follows OpenRosa, such as ODK Collect.",
        )
