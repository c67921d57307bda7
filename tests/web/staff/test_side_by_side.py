"""Side by side: a child's views and a parent's beside each other, and a young person's apart."""

import hashlib
import io

import pikepdf
import pytest

from records.answer import Outcome, Share
from records.conversation import Audience, Purpose, State
from tests.records.reading import holds
from tests.web.staff.conftest import WORDS
from tests.web.staff.visitor import Browser

REASON = "The tribunal asked for both views on one page"


@pytest.fixture
def browser(app):
    return Browser(app)


@pytest.fixture
def finished(store, say):
    """Makes a finished conversation about R-17 in which some things were said."""

    def finished(audience, answers, year_group=5, about="R-17"):
        opened = store.conversations.open(
            audience, Purpose.ANNUAL_REVIEW, called="Sam", about=about, year_group=year_group
        )
        for question_id, (words, kept) in answers.items():
            say(opened.conversation.id, question_id, words, **kept)
        store.conversations.change(opened.conversation.id, state=State.FINISHED)
        return store.conversations.find(opened.conversation.id)

    return finished


@pytest.fixture
def parent(finished):
    """What a parent of Sam said: one thing about people, one for school alone, one kept private."""
    answers = {
        "important_people": ("His gran, above all", {}),
        "support_helps": ("A quiet room", {"share": Share.SCHOOL}),
        "hope_later": ("a parent's secret hope", {"share": Share.PRIVATE}),
        "important_most": ("skip", {"outcome": Outcome.SKIPPED}),
    }
    return finished(Audience.PARENT, answers)


@pytest.fixture
def young_person(finished):
    """What a young person in Year 12 said, of whose conversation the reference is R-17."""
    answers = {
        "important_people": ("My girlfriend", {}),
        "hope_later": ("Leave home, but do not tell Mum", {"share": Share.SCHOOL}),
    }
    return finished(Audience.YOUNG_PERSON, answers, year_group=12)


def place(talk, rest=""):
    return f"/portal/records/{talk.id}/side-by-side{rest}"


def open_both(browser, talk, **changed):
    fields = {"reason": REASON, "agreed": "yes"}
    return browser.send(place(talk), place(talk), **fields | changed)


def test_both_views_stand_beside_each_other_by_topic(browser, talk, parent):
    """Each one's words are there as given, under whose they are, and what differs is said in words."""
    browser.enter("jones")
    for anchor in (talk, parent):
        page = browser.get(place(anchor)).text
        assert WORDS.replace("<", "&lt;").replace(">", "&gt;") in page
        assert "His gran, above all" in page
        assert "Both answered." in page
        assert "Only the parent or carer answered." in page
        assert "Sam has nothing to show here" in page
        assert page.index("My nan") < page.index("His gran, above all")


def test_neither_side_shows_what_its_owner_keeps(browser, talk, parent):
    """Private answers and cries for help are on neither side; how many are kept is counted."""
    browser.enter("jones")
    page = browser.get(place(talk)).text
    assert not any(words in page for words in ("a private hope", "he hits me", "secret hope"))
    assert page.count("1 answer is kept by the person.") == 2


def test_paper_holds_only_what_everyone_at_the_review_may_see(browser, talk, parent):
    """An answer for school alone is on the screen of staff, and not on the page that is printed for the review."""
    browser.enter("jones")
    assert "A quiet room" in browser.get(place(talk)).text
    paper = browser.get(place(talk, "/file"))
    assert paper.headers["Content-Disposition"].startswith('attachment; filename="mysay-side-by-side-')
    assert "A quiet room" not in paper.text
    assert "His gran, above all" in paper.text
    assert "2 answers are kept by the person." in paper.text
    assert "/static/" not in paper.text


def test_the_pdf_says_the_same_and_is_in_the_audit(browser, store, talk, parent):
    """Tagged, with both views and what differs, without what is kept; the audit has its hash and both seals."""
    browser.enter("jones")
    body = browser.get(place(talk, "/file?format=pdf")).data
    with pikepdf.open(io.BytesIO(body)) as file:
        assert file.Root.MarkInfo.Marked
    for words in (WORDS, "His gran, above all", "Both answered.", "Parent or carer: 2 answers are kept by the person."):
        assert holds("pdf", body, words)
    for words in ("A quiet room", "a parent's secret hope", "a private hope", "he hits me"):
        assert not holds("pdf", body, words)
    for one in (talk, parent):
        entry = next(entry for entry in store.audit.newest(one.id) if entry.did == "took away two records side by side")
        assert f"pdf sha256:{hashlib.sha256(body).hexdigest()}" in entry.detail
        assert holds("pdf", body, entry.detail.rpartition("seal:")[2][:16])
    assert browser.get(place(talk, "/file?format=docx")).status_code == 422


def test_a_young_person_is_apart_until_somebody_says_why(browser, store, young_person, parent):
    """Nothing of either is on the page at first; with a reason and their agreement it opens, and the audit knows."""
    browser.enter("jones")
    apart = browser.get(place(young_person)).text
    assert "These views stand apart" in apart
    assert "holds their own rights" in apart
    assert not any(words in apart for words in ("My girlfriend", "His gran"))
    assert browser.get(place(young_person, "/file")).status_code == 409
    assert open_both(browser, young_person).status_code == 303
    both = browser.get(place(young_person)).text
    assert "My girlfriend" in both
    assert "His gran, above all" in both
    notes = [entry for entry in store.audit.newest(young_person.id) if entry.did == "opened two records side by side"]
    assert [(note.who, note.detail) for note in notes] == [("jones", f"with {parent.id}: {REASON}")]


def test_only_what_a_young_person_allows_is_ever_beside_a_parent(browser, young_person, parent):
    """What they let only their college see stays out, on the screen too."""
    browser.enter("jones")
    open_both(browser, young_person)
    for rest in ("", "/file"):
        assert "do not tell Mum" not in browser.get(place(young_person, rest)).text


@pytest.mark.parametrize("changed", [{"reason": "because"}, {"reason": " " * 40}, {"agreed": ""}])
def test_without_a_reason_or_their_agreement_it_stays_shut(browser, young_person, parent, changed):
    """The form comes back with what is missing, and nothing opens."""
    browser.enter("jones")
    refused = open_both(browser, young_person, **changed)
    assert refused.status_code == 422
    assert 'role="alert"' in refused.text
    assert "My girlfriend" not in browser.get(place(young_person)).text


def test_a_young_person_who_allows_nothing_cannot_be_opened(browser, store, young_person, parent):
    """No reason is good enough: there is no form, and sending one is refused."""
    store.answers.share(young_person.id, "important_people", Share.CHOSEN)
    browser.enter("jones")
    page = browser.get(place(young_person))
    assert "They cannot be shown together" in page.text
    assert 'name="reason"' not in page.text
    assert open_both(browser, young_person).status_code == 409
    assert "His gran" not in browser.get(place(young_person)).text


def test_what_one_opened_is_shut_for_the_next(browser, store, young_person, parent):
    """The step counts for whoever took it."""
    browser.enter("jones")
    open_both(browser, young_person)
    browser.enter("ali")
    assert "These views stand apart" in browser.get(place(young_person)).text


def test_easy_words_do_not_make_anybody_younger(browser, finished, parent):
    """A Year 13 student who talks in the way of a child is apart as well."""
    student = finished(Audience.CHILD_PRIMARY, {"important_people": ("My brother", {})}, year_group=13)
    browser.enter("jones")
    assert "These views stand apart" in browser.get(place(student)).text


def test_with_one_side_alone_the_page_says_whom_it_waits_for(browser, talk, finished):
    """Another person's parent, and one who has not finished, are not shown in their place."""
    finished(Audience.PARENT, {"important_people": ("Of somebody else", {})}, about="R-170")
    browser.enter("jones")
    page = browser.get(place(talk)).text
    assert "Only one side so far" in page
    assert "Of somebody else" not in page


def test_one_of_several_can_be_chosen(browser, talk, parent, finished):
    """Two parents may each have had their say; an id from elsewhere chooses nothing."""
    father = finished(Audience.PARENT, {"important_people": ("His friends", {})})
    stranger = finished(Audience.PARENT, {"important_people": ("Of somebody else", {})}, about="R-99")
    browser.enter("jones")
    assert "His gran" in browser.get(place(talk, f"?parent={parent.id}")).text
    assert "His friends" in browser.get(place(talk, f"?parent={father.id}")).text
    assert "Of somebody else" not in browser.get(place(talk, f"?parent={stranger.id}")).text


def test_only_those_who_read_records_see_two_of_them(browser, talk, parent):
    """A stranger signs in first, an administrator is refused, and what is not there is not found."""
    assert browser.get(place(talk)).status_code == 302
    browser.enter("root")
    assert browser.get(place(talk)).status_code == 403
    assert browser.get(place(talk, "/file")).status_code == 403
    browser.enter("jones")
    assert browser.get("/portal/records/none/side-by-side").status_code == 404


def test_looking_at_two_is_noted_for_each(browser, store, talk, parent):
    """The history of either record says that it was read beside the other."""
    browser.enter("jones")
    browser.get(place(talk))
    for one, other in ((talk, parent), (parent, talk)):
        notes = {(entry.did, entry.detail) for entry in store.audit.newest(one.id)}
        assert ("read two records side by side", f"with {other.id}") in notes


def test_a_review_puts_together_whom_it_invited(browser, store, finished, talk):
    """The two sides of one review, whatever else has been said under the same reference."""
    review = store.reviews.add("jones", Purpose.ANNUAL_REVIEW, about="R-17")
    child = finished(Audience.CHILD_PRIMARY, {"important_people": ("My aunt", {})})
    mother = finished(Audience.PARENT, {"important_people": ("His aunt", {})})
    for talk_of_it in (child, mother):
        invitation = store.invitations.make(review.id, talk_of_it.audience, "jones").invitation
        assert store.invitations.claim(invitation.id)
        store.invitations.opened(invitation.id, talk_of_it.id)
    browser.enter("jones")
    for path in (f"/portal/reviews/{review.id}/side-by-side", place(child)):
        page = browser.get(path).text
        assert "My aunt" in page
        assert "His aunt" in page
        assert "My nan" not in page
    assert browser.get(f"/portal/reviews/{review.id}/side-by-side/file").status_code == 200
    assert browser.get("/portal/reviews/none/side-by-side").status_code == 404
