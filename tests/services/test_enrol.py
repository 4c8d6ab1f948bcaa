import pytest

from fieldkit.errors import Problem
from fieldkit.services.enrol import device_for_token, list_devices, revoke_device
from fieldkit.store.project import Project
from tests.records import NOW, TOKEN, enrol


def test_an_enrolled_device_is_known_by_its_token_which_is_not_kept(project: Project) -> None:
    enrolment = enrol(project, "  Tablet   3 ")
    assert enrolment.tablet_url == f"http://localhost:8500/tablet/#enrol={TOKEN}"
    assert enrolment.openrosa_url == f"http://localhost:8500/key/{TOKEN}"
    assert device_for_token(project, TOKEN).id == enrolment.device_id
    assert list_devices(project)[0].name == "Tablet 3"
    assert TOKEN not in repr(enrolment)
    project.close()
    assert TOKEN.encode() not in b"".join(path.read_bytes() for path in project.folder.glob("project.db*"))


def test_an_unknown_token_and_a_revoked_one_are_refused_each_in_its_way(project: Project) -> None:
    enrolment = enrol(project)
    for _ in range(2):
        revoke_device(project, device_id=enrolment.device_id, actor="command", now=NOW)
    for token, code in ((TOKEN, "403.token-revoked"), ("x", "401.token-unknown"), ("", "401.token-unknown")):
        with pytest.raises(Problem) as refused:
            device_for_token(project, token)
        assert refused.value.code == code
    with pytest.raises(Problem) as unknown:
        revoke_device(project, device_id="nobody", actor="command", now=NOW)
    assert unknown.value.code == "404.device-not-found"


@pytest.mark.parametrize("name", ["", "  ", "x" * 101])
def test_a_device_needs_a_usable_name(project: Project, name: str) -> None:
    with pytest.raises(Problem) as refused:
        enrol(project, name)
    assert refused.value.code == "422.device-name"


def test_a_short_token_is_a_mistake_of_ours(project: Project) -> None:
    with pytest.raises(ValueError, match="256"):
        enrol(project, token="short")
