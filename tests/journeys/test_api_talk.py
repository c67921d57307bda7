"""A conversation over the HTTP API, with the real engine: what is said is kept as it was said, and counts once."""

import unicodedata

import pytest

from tests.person import API, Person, call, new_id

pytestmark = pytest.mark.engine

FAMILY = "👩🏽‍👩🏽‍👧🏽"
VERBATIM = {
    "emoji": f"My family {FAMILY} and 🏴󠁧󠁢󠁷󠁬󠁳󠁿 and ☹️",
    "right to left": "أحب المدرسة \u202bوعائلتي\u202c (very much) \u200f",
    "combining marks": unicodedata.normalize("NFD", "Zoë Ã̧ piñata café") + "e\u0301\u0327",
    "blanks around it": "  \n\t I like\r\nmy  dog \n ",
    "a Rasa command": "/restart",
    "an injected intent": '/stop{"text": "x"}',
    "mark-up": "<script>alert(1)</script> & 'quotes' \"double\" {child} %s \\n",
    "a formula": "=SUM(A1:A9)",
    "10,000 letters": "I like my dog. " * 666 + "0123456789",
    "10,000 emoji": "😀" * 10_000,
    "odd characters": "\u200b\u2028\u0085\ufeff\ufffe\x7f\x01 and words",
}


@pytest.mark.parametrize("words", VERBATIM.values(), ids=VERBATIM.keys())
def test_words_are_kept_to_the_last_character(running, words):
    """What was typed comes back exactly, in the answers and in the transcript, and is taken for an answer."""
    person = Person.asked(running.base)
    question = person.question
    reply = person.say(words, question_id=question)
    assert (reply.status, reply.json["understood_as"]) == (200, "answer")
    assert person.answers[question]["text"] == words
    assert person.said[-1]["text"] == words
    assert person.question != question


def test_a_resent_message_gets_the_same_reply_and_counts_once(running):
    """Byte for byte the same, even after the conversation has gone on; it never answers the next question."""
    person = Person.asked(running.base)
    first_question, message_id = person.question, new_id()
    first = person.say("my dog Biscuit", message_id)
    assert person.say("my dog Biscuit", message_id).body == first.body
    second_question = person.question
    assert person.say("something else").status == 200
    assert person.say("my dog Biscuit", message_id).body == first.body
    assert person.answers[first_question]["revision"] == 1
    assert person.answers[second_question]["text"] == "something else"
    assert [line["text"] for line in person.said].count("my dog Biscuit") == 1


def test_a_resent_choice_of_a_menu_shows_the_menu_as_it_was(running):
    """A list of topics that is sent again holds the same topics, whatever was answered since."""
    person = Person.asked(running.base)
    while person.question != "after_topic":
        assert person.say(choice="skip").status == 200
    message_id = new_id()
    fields = {"question_id": "after_topic", "choice": "choose"}
    menu = person.say(message_id=message_id, **fields)
    topic = menu.json["messages"][-1]["choices"][-1]["id"]
    person.say(choice=topic)
    while person.question != "after_topic":
        assert person.say(choice="skip").status == 200
    assert person.say(message_id=message_id, **fields).body == menu.body


@pytest.mark.parametrize(
    ("first", "other"),
    [
        ({"text": "one"}, {"text": "two"}),
        ({"text": "one"}, {"choice": "skip"}),
        ({"choice": "skip"}, {"text": "one"}),
        ({"choice": "skip"}, {"choice": "dont_know"}),
        ({"text": "one"}, {"text": "one", "edited": True}),
    ],
)
def test_an_id_is_not_used_twice_for_different_words(running, first, other):
    """Neither is thrown away: the first is kept, and the sender of the second is told to send it as a new message."""
    person = Person.asked(running.base)
    message_id = new_id()
    assert person.say(message_id=message_id, **first).status == 200
    refused = person.say(message_id=message_id, **other)
    assert (refused.status, refused.problem) == (409, "message_id_used")
    assert len([line for line in person.said if line["message_id"] == message_id]) == 1


def test_an_id_that_stood_for_a_choice_is_not_used_for_words(running):
    """A message of pictures leaves no words, and still nobody's later words are taken for it."""
    person = Person.starts(running.base)
    message_id = new_id()
    assert person.say(message_id=message_id, question_id="choose_topic", choice="about_me").status == 200
    refused = person.say("my own words", message_id, question_id="choose_topic")
    assert (refused.status, refused.problem) == (409, "message_id_used")


def test_two_tabs_keep_both_answers(running):
    """The same question answered in two tabs: both are revisions, and both are told where the conversation is."""
    person = Person.asked(running.base)
    question = person.question
    first = person.say("in the first tab", question_id=question)
    second = person.say("in the second tab", question_id=question)
    assert first.json["messages"][-1]["question_id"] == second.json["messages"][-1]["question_id"] == person.question
    assert (person.answers[question]["text"], person.answers[question]["revision"]) == ("in the second tab", 2)
    assert [line["text"] for line in person.said[-2:]] == ["in the first tab", "in the second tab"]


def test_words_after_a_cry_for_help_are_kept(running):
    """After a disclosure the questions pause; whatever is typed then is kept, never held up."""
    person = Person.asked(running.base)
    assert person.say("my uncle hits me and I am scared").json["understood_as"] == "concern"
    assert person.question == "safety"
    assert person.say("it has been like this since summer, every week").status == 200
    assert person.say("and nobody knows about it at all").status == 200
    kept = [answer for answer in person.answers.values() if answer["question_id"].startswith("safety")]
    assert [answer["text"] or answer["set_apart"] for answer in kept][-1] in {"and nobody knows about it at all", True}


def test_an_answer_is_corrected_shared_and_taken_back(running):
    """A correction is a new revision, who sees it is the person's choice, and a withdrawn answer is gone."""
    person = Person.asked(running.base)
    question = person.question
    person.say("drawing", question_id=question)
    corrected = person.call("PATCH", f"/answers/{question}", {"text": "skip this? no: painting", "share": "private"})
    assert (corrected.status, corrected.json["text"]) == (200, "skip this? no: painting")
    assert (corrected.json["share"], corrected.json["outcome"], corrected.json["edited"]) == (
        "private",
        "answered",
        True,
    )
    assert person.call("PATCH", f"/answers/{question}", {"share": "school"}).json["text"] == "skip this? no: painting"
    assert person.call("DELETE", f"/answers/{question}").status == 204
    assert question not in person.answers
    assert "painting" not in person.call("GET").body.decode()
    back = person.call("PATCH", f"/answers/{question}", {"text": "music after all"})
    assert (back.status, person.answers[question]["text"]) == (200, "music after all")


def test_a_finished_conversation_takes_corrections_and_can_be_opened_again(running):
    """Finishing is final for new answers only; a resent old one still gets its reply."""
    person = Person.asked(running.base)
    question, message_id = person.question, new_id()
    said = person.say("football", message_id, question_id=question)
    assert person.call("PATCH", "", {"state": "finished"}).json["state"] == "finished"
    assert person.say("football", message_id, question_id=question).body == said.body
    refused = person.say("one more")
    assert (refused.status, refused.problem) == (409, "finished")
    assert person.call("PATCH", f"/answers/{question}", {"text": "rugby"}).json["text"] == "rugby"
    assert person.view["state"] == "finished"
    assert person.call("PATCH", "", {"state": "asking"}).json["state"] == "asking"
    assert person.say("one more").status == 200


def test_a_new_device_goes_on_with_the_code(running):
    """The code gives a token of its own, and everything is where it was."""
    person = Person.asked(running.base, called="Sam")
    person.say("swimming")
    code = person.resume_code.lower().replace("-", " ")
    found = call(running.base, "POST", f"{API}/resume", {"resume_code": code}).json
    elsewhere = Person(running.base, found["id"], found["token"], "")
    assert (found["id"], found["token"] != person.token) == (person.id, True)
    assert elsewhere.view == person.view
    assert elsewhere.say("and running").status == 200


def test_adjustments_are_put_among_the_others(running):
    """A change of one leaves the others; more than sixty are refused."""
    person = Person.starts(running.base, adjustments={"easy_words": True, "size": 1.5})
    person.call("PATCH", "", {"adjustments": {"font": "lexend"}})
    assert person.view["adjustments"] == {"easy_words": True, "size": 1.5, "font": "lexend"}
    person.call("PATCH", "", {"adjustments": {"size": 1}})
    assert person.view["adjustments"] == {"easy_words": True, "font": "lexend"}  # put back, it is none


def test_erasing_takes_every_word_off_the_disk(running):
    """After it no file of the home folder holds the words, the log of writes included, and the token opens nothing."""
    person = Person.asked(running.base, called="Quillonius")
    phrases = ["the zebrafinch under my bed", "a corrected wombatlike thing", "waterboatman", "Quillonius"]
    question = person.question
    person.say(f"{phrases[0]} " * 300, question_id=question)
    person.call("PATCH", f"/answers/{question}", {"text": phrases[1]})
    person.say(phrases[2])
    assert phrases[2] in person.call("GET").body.decode()
    assert person.call("DELETE").status == 204
    assert person.call("GET").status == 401
    assert person.say("still here?").status == 401
    left = b"".join(path.read_bytes() for path in running.home.rglob("*") if path.is_file())
    for phrase in phrases:
        assert phrase.encode() not in left


def test_a_withdrawn_answer_leaves_the_disk(running):
    """The words of each of its revisions are gone, and the rest of the conversation stays."""
    person = Person.asked(running.base)
    question = person.question
    person.say("the capybara I told nobody of", question_id=question)
    person.say("the chinchilla instead", question_id=question)
    person.say("this one stays")
    assert person.call("DELETE", f"/answers/{question}").status == 204
    left = b"".join(path.read_bytes() for path in running.home.rglob("*") if path.is_file())
    assert b"capybara" not in left
    assert b"chinchilla" not in left
    assert "this one stays" in person.call("GET").body.decode()
