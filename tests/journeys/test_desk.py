"""The safeguarding desk, the audit and a person's rights in a real browser, from a cry for help to the end of it."""

import uuid
from pathlib import Path

import pytest
from playwright.sync_api import expect

from records.clock import later
from records.conversation import State
from records.staff import Role
from records.store import Store
from tests.journeys.visitor import DESK, PHONE
from tests.person import Person

pytestmark = [pytest.mark.engine, pytest.mark.browser]

AXE = (Path(__file__).parent / "vendor" / "axe.min.js").read_text("utf-8")
AXE_RULES = ["wcag2a", "wcag2aa", "wcag2aaa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PASSWORD = "a long enough password"


@pytest.fixture
def staff(running):
    """Two leads, a practitioner and an administrator, with names of this test alone."""
    store, mark = Store(running.home / "mysay.db"), uuid.uuid4().hex[:6]
    roles = {"ali": Role.SAFEGUARDING_LEAD, "jo": Role.SAFEGUARDING_LEAD, "jones": Role.PRACTITIONER,
             "root": Role.ADMINISTRATOR}  # fmt: skip
    return {
        name: store.staff.add(f"{name}-{mark}", f"Mx {name} {mark}", role, PASSWORD) for name, role in roles.items()
    }


@pytest.fixture
def enter(running, chromium):
    """Signs somebody in at a browser of their own."""
    contexts = []

    def enter(member, size=DESK):
        context = chromium.new_context(viewport={"width": size[0], "height": size[1]})
        contexts.append(context)
        page = context.new_page()
        page.goto(f"{running.base}/portal/")
        page.get_by_label("User name").fill(member.username)
        page.get_by_label("Password").fill(PASSWORD)
        page.keyboard.press("Enter")
        page.get_by_role("button", name="Sign out").wait_for()
        return page

    yield enter
    for context in contexts:
        context.close()


def whole(page, *sizes):
    """The page as it is has no fault by axe, and nothing of it is cut off; in other sizes of the window too."""
    for width, height in sizes:
        page.set_viewport_size({"width": width, "height": height})
        whole(page)
    assert page.get_by_role("heading", level=1).count() == 1  # a page that failed to load has no faults either
    page.evaluate(AXE)
    found = page.evaluate(f"axe.run(document, {{runOnly: {{type: 'tag', values: {AXE_RULES}}}}})")
    assert [(fault["id"], [node["target"] for node in fault["nodes"]]) for fault in found["violations"]] == []
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def opened(page, name):
    """The form behind one line of the page, by keyboard alone."""
    page.locator("summary", has_text=name).press("Enter")
    return page.locator("details[open]")


def test_a_cry_for_help_is_read_handed_over_and_closed_by_two_leads(running, staff, enter):
    """By keyboard: the first reads, notes and hands over; the second closes it and takes that back."""
    child = Person.asked(running.base, "young_teen", called="Sam", year_group=9)
    words = f"my uncle keeps touching me and i want to die zq{uuid.uuid4().hex[:8]}"
    assert child.say(words).json["understood_as"] == "concern"
    ali, jo = enter(staff["ali"]), enter(staff["jo"], PHONE)
    ali.goto(f"{running.base}/portal/concerns?search={child.id[:8]}")
    whole(ali)
    ali.get_by_role("article").filter(has_text=words).get_by_role("link").press("Enter")
    whole(ali)
    ali.get_by_role("button", name="Mark as read").press("Enter")
    form = opened(ali, "Write a note")
    whole(ali)
    form.get_by_label("Note").fill("Rang the school.")
    form.get_by_role("button").press("Enter")
    expect(ali.get_by_text("Your note is kept.")).to_be_visible()
    form = opened(ali, "Hand it over")
    form.get_by_label("To whom").select_option(label=staff["jo"].name)
    form.get_by_role("button").press("Enter")
    expect(ali.get_by_text("Handed over.")).to_be_visible()

    jo.goto(f"{running.base}/portal/concerns?state=unread&search={child.id[:8]}")
    expect(jo.get_by_text("With you")).to_be_visible()
    whole(jo)
    jo.get_by_role("article").filter(has_text=words).get_by_role("link").click()
    form = opened(jo, "Close it")
    whole(jo)
    form.get_by_label("Passed on to").check()
    form.get_by_label("Why").fill("Children's services have it.")
    form.get_by_role("button").press("Enter")
    expect(jo.get_by_text("Closed.", exact=True)).to_be_visible()
    whole(jo)
    form = opened(ali, "Write a note")  # on the page as it was before the other closed it
    form.get_by_label("Note").fill("I told the head.")
    form.get_by_role("button").press("Enter")
    expect(ali.get_by_text("closed it: Passed on")).to_be_visible()
    jo.get_by_role("button", name="Undo").press("Enter")
    expect(jo.get_by_role("alert")).to_contain_text("Somebody else did something")
    expect(jo.get_by_text("I told the head.")).to_be_visible()


def test_a_person_sees_who_read_it_and_takes_it_back(running, staff, enter, visit):
    """A practitioner reads it; the person sees that, stops sharing, and the practitioner's next click is refused."""
    visitor = visit(running, PHONE)
    visitor.start("young_person", topic="important")
    visitor.say("My cello and my room")
    visitor.store.conversations.change(visitor.id, state=State.FINISHED)
    conversation, jones = visitor.id, enter(staff["jones"])
    jones.goto(f"{running.base}/portal/records/{conversation}")
    expect(jones.get_by_text("My cello and my room").first).to_be_visible()
    visitor.page.goto(f"{running.base}/talk/{conversation}/review")
    expect(visitor.page.get_by_text(f"{staff['jones'].name} read this today.")).to_be_visible()
    whole(visitor.page)
    visitor.page.get_by_role("button", name=visitor.words("take_back")).click()
    expect(visitor.page.get_by_text(visitor.words("taken_back"))).to_be_visible()
    whole(visitor.page)
    jones.reload()
    expect(jones.get_by_text("The person has taken this back.")).to_be_visible()
    assert "My cello" not in jones.content()
    whole(jones)
    visitor.page.goto(f"{running.base}/talk/{conversation}")
    expect(visitor.page.get_by_role("heading", level=1)).to_have_text(visitor.words("withdrawn_heading"))


def test_the_administrator_and_those_who_keep_records_find_their_way(running, staff, enter):
    """The audit is searched and taken away; what is soon to go is kept for longer by keyboard."""
    store, called = Store(running.home / "mysay.db"), f"Robin {uuid.uuid4().hex[:6]}"
    child = Person.asked(running.base, "child_primary", called=called, year_group=5)
    child.call("PATCH", "", {"state": "finished"})
    store._db.execute("update conversation set changed = :then where id = :id", then=later(-4e7), id=child.id)
    store.retention.give_notice(12)
    jones, root = enter(staff["jones"]), enter(staff["root"])
    jones.get_by_role("link", name="Kept until").click()
    row = jones.get_by_role("listitem").filter(has_text=called)
    row.locator("summary").press("Enter")
    whole(jones, PHONE, DESK)
    row.get_by_label("Why").fill("The tribunal is in May.")
    row.get_by_role("button", name="Keep it").press("Enter")
    expect(row.get_by_text("The tribunal is in May.")).to_be_visible()
    whole(jones)
    row.get_by_role("button", name="Undo").press("Enter")
    expect(row.get_by_role("button", name="Let it go")).to_be_visible()
    root.get_by_label("Person: name or reference").fill(called)
    root.keyboard.press("Enter")
    expect(root.get_by_role("row").filter(has_text="kept a record for longer")).to_contain_text(called)
    whole(root, PHONE, DESK)
    with root.expect_download() as waiting:
        root.get_by_role("link", name="Download all that fit as CSV").click()
    assert called in waiting.value.path().read_text("utf-8-sig")


def test_what_is_due_leaves_every_file_of_a_mysay_that_runs(running):
    """Database, log of writes, and logs; although other processes have it open."""
    person = Person.asked(running.base, "young_teen", called="Quillonia")
    person.say("the zebrafinch under my bed")
    person.call("PATCH", "", {"state": "finished"})
    store = Store(running.home / "mysay.db")
    store._db.execute("update conversation set retain_until = :then where id = :id", then=later(-1), id=person.id)
    assert store.retention.erase_due(12) >= 1
    assert person.call("GET").status == 401
    left = b"".join(path.read_bytes() for path in running.home.rglob("*") if path.is_file())
    assert not any(word in left for word in (b"zebrafinch", b"Quillonia"))
