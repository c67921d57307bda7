"""Somebody who uses the page as a person does: reads what it says, taps, types, and goes on."""

from functools import cache

from playwright.sync_api import ConsoleMessage, Locator, Page, expect

from bot.interview.bank import Bank
from bot.interview.library import load
from operating.settings import DATA
from records.conversation import Audience
from records.store import Store
from tests.installation import Installation

TABLET, PHONE, DESK = (820, 1180), (390, 844), (1280, 800)
AWAY = "the server responded with a status of 503"
"""What Chromium itself notes where the engine is away: not a fault of the page."""


@cache
def content() -> Bank:
    """The content as it ships."""
    return load(DATA)


class Visitor:
    """One person at one device."""

    def __init__(self, page: Page, installation: Installation) -> None:
        self.page, self.base = page, installation.base
        self.store = Store(installation.home / "mysay.db")
        self.audience = Audience.YOUNG_PERSON
        self.faults: list[str] = []
        page.on("console", self._note)
        page.on("pageerror", lambda error: self.faults.append(str(error)))

    def start(self, audience: str, called: str = "Sam", topic: str | None = None) -> None:
        """Begin, as far as the choice of a topic, or the first question of one."""
        self.audience = Audience(audience)
        self.page.goto(f"{self.base}/?who={audience}")
        self.page.fill("#called", called)
        self.page.click("button.go")
        self.page.click("a.go")
        expect(self.asked).to_have_attribute("data-question", "choose_topic")
        if topic:
            self.press(f"#reply button[value={topic}]")

    @property
    def id(self) -> str:
        """The conversation, as the address has it."""
        return self.page.url.split("/talk/")[1].split("/")[0].split("?")[0]

    @property
    def asked(self) -> Locator:
        """The place of the question."""
        return self.page.locator("[data-part=question]")

    @property
    def question(self) -> str:
        """The id of the question that is shown."""
        return self.asked.get_attribute("data-question") or ""

    @property
    def heading(self) -> str:
        """The words of the question that is shown."""
        return self.page.inner_text("h1")

    def press(self, button: str) -> None:
        """Press something after which another question, or none, is shown."""
        before = self.question
        self.page.click(button)
        expect(self.asked).not_to_have_attribute("data-question", before)

    def say(self, words: str) -> None:
        """Type an answer and send it."""
        if not self.page.locator("#text").is_visible():
            self.page.click(".own summary")
        self.page.fill("#text", words)
        self.press("button[value=words]")

    def pick(self, count: int) -> tuple[str, ...]:
        """Tap the first cards, then the button below them; the ids of what was picked."""
        cards = self.page.locator(".tile-pick")
        for number in range(count):
            cards.nth(number).click()
        ids = self.page.eval_on_selector_all(".tile-pick :checked", "found => found.map(input => input.value)")
        self.press("button[value=choices]")
        return tuple(ids)

    def words(self, wording_id: str) -> str:
        """The words of the page in this person's voice, as the content has them."""
        return content().text(wording_id, self.audience)

    def wish(self, name: str) -> None:
        """Press one of the buttons that are always there."""
        self.page.click(f".talk button[name=wish][value={name}]")

    def pass_over(self, until: str) -> None:
        """Skip until a question or a menu comes."""
        for _ in range(40):
            if self.question == until:
                return
            self.press(".dock button[value=skip]")
        raise AssertionError(f"{until} never came")

    def answer(self, question_id: str) -> object:
        """What is kept as the answer."""
        return self.store.answers.find(self.id, question_id)

    def _note(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"} and AWAY not in message.text:
            self.faults.append(f"{self.page.url}: {message.text}")
