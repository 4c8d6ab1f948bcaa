"""Fills in a form as a person would: by what stands on the screen, whatever form it is."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, Page

Answers = Mapping[str, Any]
NUMBERS = ("3", "1", "0", "12", "20", "45", "100", "2000")
LEAVE = "(leave this as it stands)"
"""An answer that the form gives by itself."""
TEXTS = ("A short answer", "Nour", "0551234567", "12345", "a@example.org")


class Filler:
    """A person who answers whatever stands on the screen, found by role, until the answers are to be checked.

    Args:
        page: where the form is open.
        answers: what to answer, by the question's words: text, a choice, a list of choices, or a file. For the rest
            something that fits is found by trying.
        say: our own words in the language of the app (`Next` → what `Next` is called there).
        files: a file for each kind of question that wants one: image, audio, video, file.
    """

    def __init__(
        self,
        page: Page,
        answers: Answers | None = None,
        *,
        say: Callable[[str], str] = str,
        files: Mapping[str, Path] | None = None,
    ) -> None:
        self.page, self.answers, self.say = page, answers or {}, say
        self.files = files or {}
        self.asked: list[str] = []

    @property
    def at_review(self) -> bool:
        return self.page.locator("main .review").count() > 0

    def fill_to_review(self, *, most: int = 2000) -> "Filler":
        """Answer every screen; `most` bounds the screens, so that a form that never ends fails."""
        for _ in range(most):
            if self.at_review:
                return self
            self.fill_screen()
            self.go_on()
        raise AssertionError(f"the form did not end after {most} screens")

    def fill_screen(self) -> None:
        """Answer each question of this screen; an answer may bring another question to it."""
        done: set[str] = set()
        while (section := self._next_open(done)) is not None:
            done.add(str(section.get_attribute("data-question-id")))
            self.fill_question(section)

    def _next_open(self, done: set[str]) -> Locator | None:
        for section in self.page.locator("main section.asked[data-question-id]").all():
            if section.get_attribute("data-question-id") not in done:
                return section
        return None

    def go_on(self) -> None:
        """Tap Next; where an answer is not accepted try others, and leave it open when none is."""
        self.page.locator(".form-foot .go").click()
        for attempt in range(1, len(NUMBERS)):
            troubled = self.page.locator("main section.asked:has(.trouble:not([hidden]))")
            if troubled.count() == 0:
                return
            # An answer may clear the trouble of another question, so the questions are named before any is answered.
            for question_id in [section.get_attribute("data-question-id") for section in troubled.all()]:
                section = self.page.locator(f"main section.asked[data-question-id='{question_id}']")
                self.fill_question(section, attempt=attempt)
            self.page.locator(".form-foot .go").click()
        if self.page.locator("main .trouble:not([hidden])").count():
            self.page.get_by_role("button", name=self.say("Leave it for now")).click()

    def fill_question(self, section: Locator, *, attempt: int = 0) -> None:
        """Answer one question by the kind of control that a person finds there."""
        words = section.get_by_role("heading").first.inner_text().strip()
        self.asked.append(words)
        wanted = self.answers.get(words)
        if wanted == LEAVE:
            return
        for kind in (
            "drawing",
            "file",
            "place",
            "calendar",
            "radio",
            "checkbox",
            "combobox",
            "slider",
            "date",
            "month",
            "time",
            "number",
            "order",
            "text",
        ):
            if getattr(self, f"_fill_{kind}")(section, wanted, attempt):
                return

    def _fill_file(self, section: Locator, wanted: Any, _attempt: int) -> bool:
        inputs = section.locator("input[type=file]")
        if inputs.count() == 0:
            return False
        accept = inputs.first.get_attribute("accept") or "file"
        chosen = wanted or self.files.get(accept.split("/")[0])
        if chosen:
            inputs.first.set_input_files(chosen)
            section.locator(".preview p, .paper canvas").locator("visible=true").first.wait_for()
        return True

    def _fill_drawing(self, section: Locator, wanted: Any, _attempt: int) -> bool:
        """Draw two strokes with the finger; a photo is drawn upon once it is there."""
        paper = section.locator(".paper canvas")
        if paper.count() == 0:
            return False
        if not paper.is_visible():
            self._fill_file(section, wanted, 0)
        paper.wait_for()
        paper.scroll_into_view_if_needed()
        box = paper.bounding_box()
        assert box is not None
        mouse = self.page.mouse
        for share in (0.3, 0.6):
            mouse.move(box["x"] + 0.2 * box["width"], box["y"] + share * box["height"])
            mouse.down()
            mouse.move(box["x"] + 0.7 * box["width"], box["y"] + 0.5 * box["height"], steps=4)
            mouse.up()
        section.get_by_role("button", name=self.say("Start again")).wait_for()
        return True

    def _fill_calendar(self, section: Locator, wanted: Any, _attempt: int) -> bool:
        calendar = section.locator(".calendar")
        if calendar.count() == 0:
            return False
        day, _, clock = str(wanted or "2010-2-3").partition(" ")
        year, month, date = day.split("-")
        for part, value in (("day", date), ("month", month), ("year", year)):
            field = calendar.locator(f"[data-part={part}]")
            if field.count() == 0:
                continue
            if part == "month":
                field.select_option(value)
            else:
                field.fill(value)
                field.blur()
        if section.locator("input[type=time]").count():
            section.locator("input[type=time]").fill(clock or "09:30")
        return True

    def _fill_radio(self, section: Locator, wanted: Any, attempt: int) -> bool:
        radios = section.get_by_role("radio")
        if radios.count() == 0:
            return False
        if wanted is not None:
            search = section.get_by_role("searchbox")
            if search.count():
                search.fill(str(wanted))
            section.get_by_role("radio", name=str(wanted), exact=True).check()
        else:
            radios.nth(attempt % radios.count()).check()
        return True

    def _fill_checkbox(self, section: Locator, wanted: Any, attempt: int) -> bool:
        folded = section.locator("details.folded:not([open]) > summary")
        if folded.count():
            folded.click()
        boxes = section.get_by_role("checkbox")
        if boxes.count() == 0:
            return False
        if isinstance(wanted, list):
            for choice in wanted:
                section.get_by_role("checkbox", name=choice, exact=True).check()
            return True
        for box in boxes.all() if attempt else []:
            box.uncheck()
        several = ((0,), (1,), (0, 1), (0, 1, 2), (boxes.count() - 1,))[attempt % 5]
        for place in several:
            boxes.nth(place % boxes.count()).check()
        return True

    def _fill_combobox(self, section: Locator, wanted: Any, attempt: int) -> bool:
        box = section.get_by_role("combobox")
        if box.count() == 0:
            return False
        if wanted is not None:
            box.select_option(label=str(wanted))
        else:
            choices = box.get_by_role("option").count() - 1
            box.select_option(index=1 + attempt % choices)
        return True

    def _fill_slider(self, section: Locator, wanted: Any, attempt: int) -> bool:
        if section.get_by_role("slider").count() == 0:
            return False
        for _ in range(int(wanted or 3) + attempt):
            section.get_by_role("button", name=self.say("More")).click()
        return True

    def _fill_date(self, section: Locator, wanted: Any, attempt: int) -> bool:
        dates, times = section.locator("input[type=date]"), section.locator("input[type=time]")
        if dates.count() == 0:
            return False
        day = ("2026-05-04", "2030-01-15", "1990-02-03", "2024-06-30")[attempt % 4]
        dates.first.fill(str(wanted).partition(" ")[0] if wanted else day)
        if times.count():
            times.first.fill(str(wanted).partition(" ")[2] if wanted else "09:30")
        return True

    def _fill_month(self, section: Locator, wanted: Any, _attempt: int) -> bool:
        return self._type_into(section.locator("input[type=month]"), wanted or "2024-03")

    def _fill_time(self, section: Locator, wanted: Any, _attempt: int) -> bool:
        return self._type_into(section.locator("input[type=time]"), wanted or "09:30")

    def _fill_number(self, section: Locator, wanted: Any, attempt: int) -> bool:
        year = section.get_by_role("spinbutton")
        if year.count():
            return self._type_into(year, wanted or "1990")
        return self._type_into(
            section.locator(":not(details *) > input.number"), wanted or NUMBERS[attempt % len(NUMBERS)]
        )

    def _fill_place(self, section: Locator, wanted: Any, _attempt: int) -> bool:
        by_hand = section.locator("details.by-hand")
        if by_hand.count() == 0:
            return False
        if wanted == "here":
            section.get_by_role("button", name=self.say("Use the place where I am")).click()
            section.locator(".in-words").wait_for()
            return True
        if by_hand.get_attribute("open") is None:
            by_hand.locator("summary").click()
        for place in wanted or ("44.49 11.34", "44.50 11.35", "44.51 11.33"):
            for field, value in zip(by_hand.get_by_role("textbox").all(), place.split(), strict=True):
                field.fill(value)
            by_hand.get_by_role("button").click()
        return True

    def _fill_order(self, section: Locator, wanted: Any, _attempt: int) -> bool:
        accept = section.get_by_role("button", name=self.say("This order is right"))
        if accept.count() == 0:
            return False
        if wanted:
            name = self.say("Move up: %(choice)s").replace("%(choice)s", str(wanted))
            section.get_by_role("button", name=name).click()
        else:
            accept.click()
        return True

    def _fill_text(self, section: Locator, wanted: Any, attempt: int) -> bool:
        fields = section.locator("textarea, input:is([type=text], [type=url], [type=password], [type=tel])")
        digits = fields.count() == 1 and fields.get_attribute("inputmode") == "tel"
        pool = NUMBERS if digits else TEXTS
        return self._type_into(fields, wanted or pool[attempt % len(pool)])

    @staticmethod
    def _type_into(fields: Locator, value: Any) -> bool:
        if fields.count() == 0:
            return False
        fields.first.fill(str(value))
        return True

    def lock(self) -> None:
        """Tap the one button that locks the record; it is there only when nothing is missing."""
        self.page.get_by_role("button", name=self.say("Lock and put in Ready to send")).click()
