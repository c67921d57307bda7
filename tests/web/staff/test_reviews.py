"""Reviews in the portal: prepared in one form, listed by urgency, given out, taken back."""

import re
from dataclasses import replace

import pytest

from operating.alerting import Alerting, Smtp
from records.conversation import Audience, Purpose
from records.invitations import Standing
from records.review_list import Wanted
from records.reviews import Facts
from tests.alerts.conftest import Mailroom
from web.staff_reviews import today

NEW, LIST = "/portal/reviews/new", "/portal/reviews"
HARD = "Considering the comprehensive multidisciplinary provision, how satisfactory is your educational environment?"
FORM = {
    "called": "Sam", "about": "R-17", "year_group": "5", "purpose": "annual_review", "meeting": "2027-05-03",
    "audience": "by_year", "parent": "yes", "helper": "Mr Bell",
}  # fmt: skip
ADDRESS = "parent@home.example"


@pytest.fixture
def post(app):
    """What a mail server on this machine, which MySay is set to use, was given."""
    with Mailroom.opened() as room:
        shared = app.extensions["mysay"]
        alerting = Alerting(smtp=Smtp("127.0.0.1", room.port, sender="mysay@school.example"))
        settings = replace(shared.settings, alerting=alerting, public_address="https://mysay.school.example")
        app.extensions["mysay"] = replace(shared, settings=settings)
        yield room.post
    app.extensions["mysay"] = shared


def prepare(browser, **fields):
    return browser.send(NEW, LIST, **{**FORM, **fields})


def codes(page):
    return re.findall(r'class="big-code">([0-9A-Z-]+)<', page.text)


def wrong(page):
    return re.findall(r'class="wrong"[^>]*>([^<]+)<', page.text)


def kept(store):
    """The reviews, and the invitations of the first."""
    rows = store.review_list.page(Wanted(), today()).rows
    return [row.review for row in rows], store.invitations.of_review(rows[0].review.id) if rows else []


def test_one_form_prepares_child_and_parent(jones, store):
    """Each gets a code of their own; what was filled in stands with the invitation."""
    page = prepare(jones, **{"adjust-size": "1.5", "question_1": "What do you like at lunch?", "whom_1": "both"})
    (review,), (child, parent) = kept(store)
    assert [store.invitations.of_code(code).id for code in codes(page)] == [child.id, parent.id]
    assert (review.called, review.about, review.year_group, review.meeting, review.who) == (
        "Sam", "R-17", 5, "2027-05-03", "jones",
    )  # fmt: skip
    assert (child.audience, child.helper, child.adjustments) == (Audience.CHILD_PRIMARY, "Mr Bell", {"size": 1.5})
    assert (parent.audience, parent.helper, parent.adjustments) == (Audience.PARENT, None, {})
    assert child.questions == parent.questions == ("What do you like at lunch?",)


def test_a_name_alone_is_enough(jones, store):
    """All else has a sensible default, and a reference is made."""
    assert jones.send(NEW, LIST, called="Sam", purpose="annual_review").status_code == 200
    (review,), (child,) = kept(store)
    assert child.audience is Audience.CHILD_PRIMARY
    assert review.about
    assert review.meeting is None


@pytest.mark.parametrize(
    ("year", "audience"), [("0", "child_early"), ("6", "child_primary"), ("7", "young_teen"), ("12", "young_person")]
)
def test_the_wording_follows_the_school_year(jones, store, year, audience):
    """Unless the practitioner, who knows the person, chooses another."""
    prepare(jones, year_group=year, parent="")
    assert kept(store)[1][0].audience.value == audience


def test_what_was_chosen_stands_whatever_the_year(jones, store):
    """A 17-year-old may want pictures; a parent alone may be invited; nobody may be invited yet."""
    prepare(jones, year_group="12", audience="child_early", parent="")
    assert kept(store)[1][0].audience is Audience.CHILD_EARLY
    assert prepare(jones, called="Later", audience="nobody", parent="").status_code == 303


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"called": "x" * 500}, "100 letters"),
        ({"about": "x" * 101}, "100 letters"),
        ({"helper": "a\0b"}, "100 letters"),
        ({"year_group": "99"}, "a year from the list"),
        ({"purpose": "none"}, "from the list"),
        ({"audience": "teacher"}, "from the list"),
        ({"meeting": "2027-02-30"}, "not a day"),
        ({"meeting": "soon"}, "not a day"),
        ({"meeting": "9999-01-01"}, "three years"),
        ({"question_2": "x" * 201}, "200 letters"),
        ({"question_5": "???"}, "in words"),
        ({"adjust-size": "900"}, "adjustments"),
        ({"adjust-keep_voice": "yes"}, "adjustments"),
    ],
)
def test_what_cannot_be_kept_is_said_beside_it(jones, store, fields, said):
    """Nothing is kept, the form comes back with all that was typed, and the words say what to do."""
    page = prepare(jones, **fields)
    assert page.status_code == 422
    assert len(wrong(page)) == 1
    assert said in wrong(page)[0]
    assert 'value="R-17"' in page.text or "about" in fields
    assert kept(store) == ([], [])


def test_all_that_is_wrong_is_said_at_once(jones):
    """Nobody corrects one thing to be told the next."""
    assert len(wrong(prepare(jones, called="x" * 101, meeting="never", year_group="99"))) == 3


def test_markup_in_a_name_stays_text(jones, store):
    """It is shown as it was typed, on every page."""
    name = "<script>alert(1)</script>\"'&{{7*7}}"
    shown = "&lt;script&gt;alert(1)&lt;/script&gt;&#34;&#39;&amp;{{7*7}}"
    assert shown in prepare(jones, called=name).text
    (review,), _ = kept(store)
    for path in (LIST, f"{LIST}/{review.id}", f"{NEW}?again={review.id}"):
        assert shown in jones.get(path).text
        assert "<script>alert" not in jones.get(path).text


def test_a_meeting_in_the_past_is_allowed_and_said(jones, store):
    """Views can still be gathered after it."""
    prepare(jones, meeting=f"{today().year - 1}-05-03")
    (review,), _ = kept(store)
    assert "in the past" in jones.get(f"{LIST}/{review.id}").text
    assert "Overdue" in jones.get(LIST).text


def test_a_question_that_is_hard_to_read_is_warned_of_once(jones, store):
    """The practitioner may use it as it is."""
    page = prepare(jones, question_1=HARD)
    assert "Question 1 reads as if" in page.text
    assert kept(store) == ([], [])
    assert codes(prepare(jones, question_1=HARD, sure="yes"))
    assert kept(store)[1][0].questions == (HARD,)


def test_a_parent_may_be_asked_what_a_child_could_not_read(jones, store):
    """Each question is held to what its own reader can read."""
    asked = {"question_1": "Has anything about the family's situation changed since the last review?"}
    assert "Question 1 reads as if" in prepare(jones, audience="child_early", whom_1="them", **asked).text
    assert codes(prepare(jones, audience="child_early", whom_1="parent", **asked))
    assert [invitation.questions for invitation in kept(store)[1]] == [(), tuple(asked.values())]


def test_a_form_that_is_sent_twice_counts_once(jones, store):
    """Loading the page of codes anew prepares nothing more, and tells no code again."""
    form = jones.get(NEW)
    review_id = re.search(r'name="review_id" value="([^"]+)"', form.text)[1]
    assert codes(prepare(jones, review_id=review_id))
    again = prepare(jones, review_id=review_id)
    assert (again.status_code, again.location) == (303, f"{LIST}/{review_id}")
    assert len(kept(store)[0]) == 1


def test_codes_are_told_once(jones, store):
    """No other page shows them, and neither do addresses, cookies nor the audit."""
    page = prepare(jones)
    (review,), _ = kept(store)
    elsewhere = [jones.get(path).text for path in (LIST, f"{LIST}/{review.id}", "/portal/records")]
    told = "".join(f"{entry.did} {entry.detail}" for entry in store.audit.newest())
    assert not [code for code in codes(page) for text in (*elsewhere, told) if code in text]


def test_the_sheets_hold_the_code_and_a_square_in_plain_words(jones, store, bank):
    """One a person, in the words for them; a parent's does not name the child."""
    page = prepare(jones)
    (review,), _ = kept(store)
    child, parent = codes(page)
    sheets = jones.send(NEW, f"{LIST}/{review.id}/sheets", code=[child, parent])
    _, one, other = sheets.text.split("<article")
    assert all(part in one for part in (child, "<svg", bank.text("sheet_what", Audience.CHILD_PRIMARY), "Sam"))
    assert all(part in other for part in (parent, "<svg", bank.text("sheet_safety", Audience.PARENT)))
    assert "Sam" not in other
    assert "style=" not in sheets.text  # which our content security policy would not let through


@pytest.mark.parametrize("code", ["AAAA-AAAA", "", "another's"])
def test_a_sheet_is_made_for_codes_of_that_review_alone(jones, store, code):
    """A made-up code and another review's are refused."""
    prepare(jones)
    (mine,), _ = kept(store)
    if code == "another's":
        other = store.reviews.add("ali", Purpose.JUST_ME)
        code = store.invitations.make(other.id, Audience.PARENT, "ali").code
    assert jones.send(NEW, f"{LIST}/{mine.id}/sheets", code=code).status_code == 410


def send_mail(browser, store, page, address=ADDRESS):
    (review,), (_, parent) = kept(store)
    return browser.send(NEW, f"{LIST}/{review.id}/mail", code=codes(page), to=parent.id, address=address)


def test_an_invitation_goes_out_by_mail(jones, store, post, caplog):
    """The link, who sends it and plain words; nothing about the child, and no address is kept or logged."""
    page = prepare(jones)
    sent = send_mail(jones, store, page)
    assert "Sent." in sent.text
    assert codes(sent) == codes(page)  # the other code is still there to be given out
    (mail,) = post.to(ADDRESS)
    text = mail.get_content()
    assert f"https://mysay.school.example/join/{codes(page)[1]}" in text
    assert "Mx Jones" in text
    assert not [word for word in ("Sam", "R-17", "review", "Bell") if word in text + mail["Subject"]]
    assert ADDRESS not in caplog.text + "".join(entry.detail for entry in store.audit.newest())


@pytest.mark.parametrize(
    "address", ["nobody", "a@b\nBcc: all@home.example", "Sam <a@b.example>", "a@b.example,c@d.example", "x" * 300]
)
def test_what_is_no_address_is_said_beside_it(jones, store, post, address):
    """Nothing is sent, and the codes stay on the page."""
    page = prepare(jones)
    refused = send_mail(jones, store, page, address)
    assert (refused.status_code, wrong(refused)) == (422, ["That is not an e-mail address. Please check it."])
    assert codes(refused) == codes(page)
    assert post.mails == []


def test_a_mail_server_that_refuses_is_told_without_the_address(jones, store, post, caplog):
    """The codes stay on the page, so that they can be printed."""
    post.refuses.add(ADDRESS)
    page = prepare(jones)
    refused = send_mail(jones, store, page)
    assert refused.status_code == 503
    assert "Nothing was sent" in wrong(refused)[0]
    assert codes(refused) == codes(page)
    assert ADDRESS not in caplog.text


def test_an_invitation_is_withdrawn_put_back_and_renewed(jones, store):
    """Each can be undone; the review says what stands."""
    page = prepare(jones, parent="")
    (review,), (invitation,) = kept(store)

    def does(what):
        done = jones.send(NEW, f"/portal/invitations/{invitation.id}/{what}")
        return done, store.invitations.find(invitation.id).standing

    assert does("withdraw")[1] is Standing.WITHDRAWN
    assert "Put back" in jones.get(f"{LIST}/{review.id}?done=withdrawn").text
    assert does("put-back")[1] is Standing.INVITED
    assert store.invitations.of_code(codes(page)[0])
    renewed, _ = does("renew")
    assert len(codes(renewed)) == 1
    assert store.invitations.of_code(codes(page)[0]) is None
    assert does("put-back")[0].status_code == 409


def test_what_somebody_has_begun_is_not_withdrawn(jones, store):
    """It is said, and nothing changes."""
    prepare(jones, parent="")
    _, (invitation,) = kept(store)
    store.invitations.claim(invitation.id)
    refused = jones.send(NEW, f"/portal/invitations/{invitation.id}/withdraw")
    assert refused.status_code == 409
    assert "Somebody has begun" in refused.text


def test_the_other_side_is_invited_later(jones, store):
    """The review that is there gets one more invitation."""
    prepare(jones, parent="")
    (review,), _ = kept(store)
    assert len(codes(jones.send(NEW, f"{LIST}/{review.id}/invitations", audience="parent", helper=""))) == 1
    assert [one.audience for one in kept(store)[1]] == [Audience.CHILD_PRIMARY, Audience.PARENT]


def test_another_wording_keeps_what_was_prepared(jones, store):
    """Somebody who does better with pictures has the same adjustments and questions; a parent does not get them."""
    prepare(jones, **{"parent": "", "adjust-size": "1.5", "question_1": "What do you like at lunch?"})
    (review,), _ = kept(store)
    for audience in ("child_early", "parent"):
        jones.send(NEW, f"{LIST}/{review.id}/invitations", audience=audience, helper="")
    _, early, parent = kept(store)[1]
    assert (early.adjustments, early.questions) == ({"size": 1.5}, ("What do you like at lunch?",))
    assert (parent.adjustments, parent.questions) == ({}, ())


def test_a_name_and_a_day_are_changed(jones, store):
    """A day that is none is said, and the old one stays."""
    prepare(jones)
    (review,), _ = kept(store)
    path = f"{LIST}/{review.id}"
    assert jones.send(path, path, called="Samuel", meeting="2027-06-01").status_code == 303
    assert "not a day" in wrong(jones.send(path, path, called="Sam", meeting="nonsense"))[0]
    changed = store.reviews.find(review.id)
    assert (changed.called, changed.meeting, changed.year_group) == ("Samuel", "2027-06-01", 5)


def test_all_that_is_known_of_a_review_is_changed_and_the_change_undone(jones, store):
    """Purpose and school year too; after undoing it is as it was, and there is nothing more to undo."""
    prepare(jones)
    (review,), _ = kept(store)
    path = f"{LIST}/{review.id}"
    fields = {"called": "Samuel", "year_group": "12", "purpose": "transition", "meeting": ""}
    assert "Undo the last change" not in jones.get(path).text
    assert jones.send(path, path, **fields).status_code == 303
    changed = store.reviews.find(review.id)
    assert Facts.of(changed) == Facts(Purpose.TRANSITION, "Samuel", 12, None)
    assert "Undo the last change" in jones.get(path).text
    assert jones.send(path, f"{path}/undo").status_code == 303
    assert store.reviews.find(review.id) == review
    assert jones.send(path, f"{path}/undo").status_code == 409


@pytest.mark.parametrize("field", ["year_group", "purpose", "called", "meeting"])
def test_a_review_is_not_changed_to_what_cannot_be(jones, store, field):
    """What is wrong is said beside its field, what was typed stays there, and nothing is kept."""
    prepare(jones)
    (review,), _ = kept(store)
    path = f"{LIST}/{review.id}"
    refused = jones.send(path, path, **{"called": "Kim", field: "x" * 101})
    assert refused.status_code == 422
    assert f'aria-describedby="change-{field}" aria-invalid="true"' in refused.text
    assert store.reviews.find(review.id) == review


def test_a_review_is_closed_and_opened_again(jones, store):
    """The list has it under what is done, and then on top again."""
    prepare(jones)
    (review,), _ = kept(store)
    path = f"{LIST}/{review.id}"
    jones.send(path, f"{path}/close")
    assert "Closed on" in jones.get(path).text
    assert review.id in jones.get(f"{LIST}?due=done").text
    jones.send(path, f"{path}/reopen")
    assert review.id not in jones.get(f"{LIST}?due=done").text


def test_the_next_review_of_a_person_keeps_the_reference(jones, store):
    """So that what is said over the years is one person's."""
    prepare(jones)
    (review,), _ = kept(store)
    form = jones.get(f"{NEW}?again={review.id}").text
    assert 'value="R-17"' in form
    assert 'value="Sam"' in form


def test_the_list_shows_numbers_and_no_words(jones, store, talk, say):
    """How far somebody is; the record is a link only once its owner has finished."""
    review = store.reviews.add("jones", Purpose.ANNUAL_REVIEW, called="Robin")
    for conversation, audience in ((talk, Audience.CHILD_PRIMARY), (None, Audience.PARENT)):
        invitation = store.invitations.make(review.id, audience, "jones").invitation
        store.invitations.claim(invitation.id)
        opened = conversation or store.conversations.open(audience, Purpose.ANNUAL_REVIEW).conversation
        store.invitations.opened(invitation.id, opened.id)
    say(opened.id, "important_people", "not for others yet")
    page = jones.get(LIST).text
    assert page.count("/portal/records/") == 1
    assert f"/portal/records/{talk.id}" in page
    assert "Talking now" in page
    assert "not for others yet" not in page + jones.get(f"{LIST}/{review.id}").text


def test_an_empty_list_says_what_to_do(jones):
    """And a search that finds nothing leads back to all."""
    assert "Prepare the first one" in jones.get(LIST).text
    assert "Nothing found" in jones.get(f"{LIST}?search=nobody").text
    for strange in ("?page=0", "?page=99999999999999999999", "?page=x", "?due=never&standing=x&audience=y"):
        assert jones.get(LIST + strange).status_code == 200
