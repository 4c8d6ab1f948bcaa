"""What no app can prevent: the browser is killed, the clock is wrong by a day, an upload takes longer than patience."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from fieldkit.services.receive import submission_status
from tests.journeys.arrivals import manifests, only_one
from tests.journeys.conftest import LiveServer
from tests.journeys.killable import KillableChromium
from tests.journeys.tablets import CANARY, VISIT, Tablet, enrol, joined_tablet, opened, publish, take_photo

pytestmark = pytest.mark.journey

WIRE = "**/tablet/api/**"
DAY_MS = 24 * 3600 * 1000
WRONG_CLOCK = """
const Right = Date;
globalThis.Date = class extends Right {
  constructor(...given) { if (given.length) super(...given); else super(Right.now() + AHEAD); }
  static now() { return Right.now() + AHEAD; }
};
"""
# Every slice takes half a minute of the page's own time.
SLOW_SLICES = """
const clock = performance.now.bind(performance);
window.passed = 0;
window.slices = 0;
performance.now = () => clock() + window.passed;
const ask = window.fetch;
window.fetch = async (...request) => {
  const answer = await ask(...request);
  if (request[1]?.method === 'PUT') {
    window.passed += 30_000;
    window.slices += 1;
  }
  return answer;
};
"""


LONG_WAY = f"{CANARY}, a long way"


def test_a_browser_killed_in_the_middle_of_an_answer_loses_at_most_that_answer(
    chromium: KillableChromium, study: LiveServer
) -> None:
    publish(study.folder)
    tablet = Tablet(chromium, study.url)
    tablet.enrol(enrol(study.folder).token)
    tablet.wait_for_form()
    tablet.begin()
    tablet.field().press_sequentially(" and then he sa")
    chromium.kill()

    chromium.start()
    tablet = Tablet(chromium, study.url)
    tablet.open("#/unfinished")
    tablet.page.get_by_role("link", name="Go on").click()
    expect(tablet.field()).to_have_value(re.compile(f"^{CANARY}"))
    value = tablet.field().input_value()
    assert f"{CANARY} and then he sa".startswith(value)
    answer = f"{CANARY} and then he said"
    tablet.field().fill(answer)
    tablet.lock()
    expect(tablet.count("sent")).to_have_text("1")
    only_one(study.folder, answer)
    assert CANARY not in tablet.everything_kept()


@pytest.mark.parametrize("ahead", [DAY_MS, -DAY_MS], ids=["ahead", "behind"])
def test_a_clock_wrong_by_a_day_is_said_and_kept_with_the_record(
    browser: Browser, study: LiveServer, ahead: int
) -> None:
    publish(study.folder)
    tablet = Tablet(browser, study.url)
    tablet.context.add_init_script(WRONG_CLOCK.replace("AHEAD", str(ahead)))
    tablet.enrol(enrol(study.folder).token)
    tablet.wait_for_form()
    words = "This tablet’s clock is 1 day " + ("ahead." if ahead > 0 else "behind.")
    expect(tablet.page.get_by_text(words)).to_be_visible()

    tablet.context.route("**/tablet/api/envelopes", lambda route: route.abort("connectionreset"), times=1)
    tablet.begin()
    tablet.lock()
    expect(tablet.page.get_by_role("main").get_by_text("No connection.")).to_be_visible()
    # The next attempt comes by itself, after its pause, whatever the clock says.
    expect(tablet.count("sent")).to_have_text("1", timeout=40_000)
    tablet.tray("sent")
    tablet.page.get_by_role("link", name="Receipt").click()
    number = tablet.page.locator("dd code").inner_text()
    received = tablet.page.locator("dl.facts time").nth(2).get_attribute("datetime")
    assert received is not None
    assert abs(datetime.fromisoformat(received) - datetime.now(UTC)) < timedelta(hours=1)
    with opened(study.folder) as project:
        assert submission_status(project, number)["complete"] is True
        with project.read() as db:
            xml = db.execute("SELECT xml FROM submission WHERE instance_id = ?", (number,)).fetchone()["xml"]
    [seconds] = [part.split(b" s")[0] for part in bytes(xml).split(b"clock ahead by ")[1:]]
    assert abs(int(seconds) * 1000 - ahead) < 60_000
    assert tablet.problems == []
    tablet.close()


TIMED = VISIT.replace(
    "| settings |",
    "|        | start      | began   |  |  | |\n|        | end        | over    |  |  | |\n| settings |",
    1,
)


def test_a_clock_set_back_and_another_time_zone_between_writing_and_sending_change_no_answer(
    browser: Browser, server: LiveServer, project_folder: Path
) -> None:
    """Begun in Tunis by the right clock; on the way to Kabul somebody sets the tablet two days back."""
    publish(project_folder, TIMED)
    tablet = Tablet(browser, server.url)
    somewhere = tablet.context.new_cdp_session(tablet.page)
    somewhere.send("Emulation.setTimezoneOverride", {"timezoneId": "Africa/Tunis"})
    tablet.enrol(enrol(project_folder).token)
    tablet.wait_for_form()
    tablet.wait_until_kept_offline()
    tablet.context.route(WIRE, lambda route: route.abort("internetdisconnected"))
    tablet.begin("first")
    tablet.page.get_by_role("button", name="Stop").click()
    tablet.page.get_by_role("button", name="Stop and keep what I wrote").click()
    expect(tablet.count("unfinished")).to_have_text("1")

    tablet.context.add_init_script(WRONG_CLOCK.replace("AHEAD", str(-2 * DAY_MS)))
    somewhere.send("Emulation.setTimezoneOverride", {"timezoneId": "Asia/Kabul"})
    tablet.reload()
    tablet.page.get_by_role("link", name="Go on").click()
    expect(tablet.field()).to_have_value("first")
    tablet.field().fill(CANARY)
    tablet.lock()
    [manifest] = manifests(tablet.page).values()
    tablet.context.unroute(WIRE)
    tablet.send_now()
    expect(tablet.count("sent")).to_have_text("1")
    expect(tablet.page.get_by_text("This tablet’s clock is 2 days behind.")).to_be_visible()

    record = only_one(project_folder, CANARY)
    assert record.fits(manifest)
    began, over = (datetime.fromisoformat(moment_in(record.xml, name)) for name in ("began", "over"))
    now = datetime.now(UTC)
    assert abs(began - now) < timedelta(hours=1), "begun by the right clock"
    assert began.utcoffset() == timedelta(hours=1), "in Tunis"
    assert abs(over - (now - timedelta(days=2))) < timedelta(hours=1), "over by the wrong one, as it was"
    assert over.utcoffset() == timedelta(hours=4, minutes=30), "in Kabul"
    assert tablet.problems == []
    tablet.close()


def moment_in(xml: bytes, name: str) -> str:
    return xml.decode().partition(f"<{name}>")[2].partition("<")[0]


def test_an_upload_of_many_minutes_arrives_slice_by_slice(browser: Browser, study: LiveServer, tmp_path: Path) -> None:
    with joined_tablet(browser, study.url, study.folder) as tablet:
        tablet.context.add_init_script(SLOW_SLICES)
        tablet.reload()
        tablet.begin(LONG_WAY)
        tablet.page.locator(".form-foot .go").click()
        tablet.page.locator("main input[type=file]").first.set_input_files(take_photo(tmp_path / "big.jpg", edge=1500))
        expect(tablet.page.locator("main img").first).to_be_visible()
        # The tablet locks itself meanwhile, for by its clock minutes pass: what is sealed goes on its way all the same.
        with tablet.page.expect_response(
            lambda one: one.url.endswith("/envelopes") and one.status == 201, timeout=60_000
        ):
            tablet.lock()
        assert tablet.page.evaluate("window.passed") > 6 * 60_000
        assert tablet.page.evaluate("window.slices") > 20
        tablet.reload()  # in either case the PIN is asked for now
        expect(tablet.count("sent")).to_have_text("1")
        [picture] = only_one(study.folder, LONG_WAY).files.values()
        assert picture.startswith(b"\xff\xd8\xff")
        assert picture.endswith(b"\xff\xd9")
