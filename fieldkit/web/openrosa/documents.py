"""The XML that OpenRosa clients read: the list of forms, a form's manifest, the answer to a submission."""

from collections.abc import Callable, Iterable
from functools import lru_cache

from lxml import etree

from fieldkit.store.forms import FormMedia, PublishedForm

LIST = "http://openrosa.org/xforms/xformsList"
MANIFEST = "http://openrosa.org/xforms/xformsManifest"
RESPONSE = "http://openrosa.org/http/response"


def form_list(forms: Iterable[PublishedForm], address: Callable[[str], str]) -> bytes:
    """Return the list of forms; `address` makes an absolute address of a path below the server's."""
    root = _root(LIST, "xforms")
    for form in forms:
        base = f"forms/{form.version_id}"
        entry = _child(root, "xform")
        _child(entry, "formID", form.form_id)
        _child(entry, "name", form.title)
        _child(entry, "version", form.version)
        _child(entry, "hash", f"md5:{form.xform_md5}")
        _child(entry, "downloadUrl", address(f"{base}/form.xml"))
        if form.client_media:
            _child(entry, "manifestUrl", address(f"{base}/manifest"))
    return _document(root)


def manifest(media: Iterable[FormMedia], address: Callable[[FormMedia], str]) -> bytes:
    """Return the manifest of a form's files; `address` gives the absolute address of each."""
    root = _root(MANIFEST, "manifest")
    for file in media:
        entry = _child(root, "mediaFile")
        _child(entry, "filename", file.name)
        _child(entry, "hash", f"md5:{file.md5}")
        _child(entry, "downloadUrl", address(file))
    return _document(root)


@lru_cache(maxsize=64)
def response(message: str, *, nature: str) -> bytes:
    """Return an answer whose message clients show to people; `nature` is `submit_success` or `submit_failed`.

    Most records get the same few answers.
    """
    root = _root(RESPONSE, "OpenRosaResponse")
    _child(root, "message", message).set("nature", nature)
    return _document(root)


def _root(namespace: str, name: str) -> etree._Element:
    return etree.Element(f"{{{namespace}}}{name}", nsmap={None: namespace})  # type: ignore[dict-item] # lxml-stubs


def _child(parent: etree._Element, name: str, text: str | None = None) -> etree._Element:
    child = etree.SubElement(parent, f"{{{etree.QName(parent).namespace}}}{name}")
    child.text = text
    return child


def _document(root: etree._Element) -> bytes:
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True)
