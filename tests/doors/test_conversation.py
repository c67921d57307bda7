"""Any conversation, however strange its order: what was said is there as it was said, and goes when it is taken back.

The web and the record desk as they are; between them no engine: words are answers, and taps are what they are.
"""

import uuid
from dataclasses import replace
from types import SimpleNamespace

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from rasa_sdk.executor import CollectingDispatcher
from sqlcipher3 import dbapi2 as sqlite3

from actions import turn as at_the_desk
from actions.ask import Ask
from actions.control import Control
from actions.keep import Keep
from operating.settings import Settings
from records.store import Store
from web import create_app
from web.engine import EngineAway, Health

API = "/api/v1/conversations"
KEEPS = frozenset({"answer", "skip", "dont_know", "prefer_not_to_say", "affirm", "deny"})
WISHES = (
    "skip",
    "dont_know",
    "repeat",
    "simplify",
    "explain_why",
    "give_example",
    "who_sees",
    "pause",
    "resume",
    "stop",
)
AUDIENCES = ("child_early", "child_primary", "young_teen", "young_person", "parent")
words = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\0"), min_size=1, max_size=30).filter(
    lambda text: text.strip()
)
OTHER_TONGUES = st.sampled_from(("Dw i'n hoffi pêl-droed.", "Lubię grać w piłkę.", "أحب كرة القدم", "我喜歡踢足球"))
TOO_LONG = "x" * 10_001


class Inside:
    """The way to the record desk without Rasa; `away` makes it fail, before or after it did its work."""

    def __init__(self):
        self.away = ""

    def turn(self, told):
        if self.away == "before":
            raise EngineAway("away")
        intent = told.intent or "answer"
        heard = {
            "intent": {"name": intent}, "text": told.text or "",
            "metadata": {"conversation_id": told.conversation_id, "message_id": told.message_id},
        }  # fmt: skip
        action = Ask() if intent == "start" else Keep() if intent in KEEPS else Control()
        action.run(CollectingDispatcher(), SimpleNamespace(latest_message=heard), {})
        if self.away == "after":
            raise EngineAway("away")

    def health(self):
        return [Health(True, "a model")]


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    """The application and the desk on one store."""
    home = tmp_path_factory.mktemp("any")
    store = Store(home / "mysay.db")
    store.migrate()
    app = create_app(Settings(home, secret_key="only for tests"))
    app.extensions["mysay"] = replace(app.extensions["mysay"], engine=Inside(), store=store)
    with pytest.MonkeyPatch.context() as patch:
        desk = at_the_desk.Desk(app.extensions["mysay"].tongues, store)
        patch.setattr(at_the_desk, "desk", lambda _: desk)
        yield app, home / "mysay.db"


class AnyConversation(RuleBasedStateMachine):
    """One person who does anything in any order, beside a model of what they have said."""

    house = None

    @initialize(audience=st.sampled_from(AUDIENCES), topic=st.sampled_from(("any_order", "about_me", None)))
    def begins(self, audience, topic):
        self.app, self.path = self.house
        self.client = self.app.test_client(use_cookies=False)  # each device has its token in a header
        self.engine = self.app.extensions["mysay"].engine
        self.engine.away = ""
        opened = self.client.post(API, json={"audience": audience})
        assert opened.status_code == 201
        self.id, self.code = opened.json["id"], opened.json["resume_code"]
        self.at, self.token, self.tokens = f"{API}/{self.id}", opened.json["token"], [opened.json["token"]]
        self.answers, self.shares = {}, {}
        if topic:
            self.send(question_id="choose_topic", choice=topic)

    def ask(self, method, rest="", **more):
        reply = self.client.open(f"{self.at}{rest}", method=method, headers=self.mine(self.token), **more)
        assert reply.status_code < 500 or reply.status_code == 503, reply.text
        return reply

    def mine(self, token):
        return {"Authorization": f"Bearer {token}"}

    def view(self):
        return self.ask("GET").json

    def send(self, **fields):
        """One message, twice: the same id is the same message, and gets the same reply."""
        fields = {"message_id": str(uuid.uuid4()), **fields}
        reply = self.ask("POST", "/messages", json=fields)
        if reply.status_code == 200:
            assert self.ask("POST", "/messages", json=fields).json == reply.json
        return reply

    @rule(text=words | OTHER_TONGUES)
    def says(self, text):
        asked = self.view()["current"]["question_id"]
        reply = self.send(text=text)
        if reply.status_code == 200 and asked in self.questions():
            self.answers[asked] = text

    @rule(text=words)
    def says_while_the_engine_is_away(self, text):
        """Before it did its work or after: told to try again, and then it counts once."""
        asked, message_id = self.view()["current"]["question_id"], str(uuid.uuid4())
        for self.engine.away in ("before", "after"):
            reply = self.ask("POST", "/messages", json={"message_id": message_id, "text": text})
            assert reply.status_code in {200, 409, 503}
        self.engine.away = ""
        reply = self.ask("POST", "/messages", json={"message_id": message_id, "text": text})
        if reply.status_code == 200 and asked in self.questions():
            self.answers[asked] = text

    @rule(text=words)
    def says_too_much_at_once(self, text):
        """Refused with nothing kept, also as other words for an answer; then less of it, as the same message."""
        before, kept, message_id = self.view(), self.kept(), str(uuid.uuid4())
        told = [self.ask("POST", "/messages", json={"message_id": message_id, "text": TOO_LONG})]
        told += [self.ask("PATCH", f"/answers/{question}", json={"text": TOO_LONG}) for question in self.answers]
        assert {(reply.status_code, reply.json["type"]) for reply in told} == {(413, "/problems/too_long")}
        assert (self.view(), self.kept()) == (before, kept)
        asked = before["current"]["question_id"]
        if self.send(message_id=message_id, text=text).status_code == 200 and asked in self.questions():
            self.answers[asked] = text

    @rule(language=st.sampled_from(("cy", "pl", "en-GB")))
    def asks_for_another_language(self, language):
        """Kept, also where it is not on here; what was said stays in the language it was said in."""
        kept = self.kept().keys()
        assert self.ask("PATCH", json={"adjustments": {"language": language}}).status_code == 200
        assert self.kept().keys() == kept

    @precondition(lambda self: len(self.tokens) < 3)
    @rule()
    def comes_in_on_another_device(self):
        """The code gives a token of its own, and all that was said is there at once."""
        here = self.view()
        reply = self.client.post("/api/v1/resume", json={"resume_code": self.code})
        assert (reply.status_code, reply.json["id"]) == (200, self.id)
        assert reply.json["token"] not in self.tokens
        self.token = reply.json["token"]
        self.tokens.append(self.token)
        assert self.view() == here

    @precondition(lambda self: len(self.tokens) > 1)
    @rule(data=st.data())
    def goes_on_on_a_device(self, data):
        self.token = data.draw(st.sampled_from(self.tokens))

    @precondition(lambda self: len(self.tokens) > 1)
    @rule()
    def shuts_the_other_devices_out(self):
        """They say nothing more; with the code they can come back."""
        page, mine = f"/talk/{self.id}/secret", self.mine(self.token)
        assert self.client.post(page, data={"do": "shut"}, headers=mine).status_code == 303
        for token in self.tokens:
            said = {"message_id": str(uuid.uuid4()), "text": "from outside"}
            if token != self.token:
                reply = self.client.post(f"{self.at}/messages", json=said, headers=self.mine(token))
                assert (reply.status_code, reply.json["type"]) == (401, "/problems/no_token")
        self.tokens = [self.token]

    @rule(text=words)
    def finishes_and_opens_it_again(self, text):
        """All answers are as before, nothing is said in between, and what is said then counts."""
        kept = self.kept()
        assert self.ask("PATCH", json={"state": "finished"}).status_code == 200
        told = self.send(text="after the end")
        assert (told.status_code, told.json["type"]) == (409, "/problems/finished")
        assert self.kept() == kept
        assert self.ask("PATCH", json={"state": "asking"}).status_code == 200
        assert self.kept() == kept
        assert self.send(question_id="choose_topic", choice="any_order").status_code == 200
        self.says(text)

    @rule(wish=st.sampled_from(WISHES))
    def wishes(self, wish):
        asked = self.view()["current"]["question_id"]
        reply = self.send(choice=wish)
        if reply.status_code == 200 and wish in KEEPS and asked in self.questions():
            self.answers.pop(asked, None)

    @rule(number=st.integers(0, 20))
    def picks_what_is_offered(self, number):
        """A card, a place on a scale, or cards in heaps."""
        current = self.view()["current"]
        asked = current["question_id"]
        if current.get("scale"):
            sent = {"scale": current["scale"][number % len(current["scale"])]["value"]}
        elif current.get("cards"):
            cards, heaps = current["cards"]["items"], current["cards"]["heaps"]
            sent = {"cards": {cards[number % len(cards)]["id"]: heaps[number % len(heaps)]["id"]}}
        elif current.get("choices"):
            sent = {"choice": current["choices"][number % len(current["choices"])]["id"]}
        else:
            return
        reply = self.send(question_id=asked, **sent)
        if reply.status_code == 200 and asked in self.questions():
            self.answers.pop(asked, None)

    @precondition(lambda self: self.answers)
    @rule(data=st.data(), text=words)
    def corrects(self, data, text):
        question = data.draw(st.sampled_from(sorted(self.answers)))
        if self.ask("PATCH", f"/answers/{question}", json={"text": text}).status_code == 200:
            self.answers[question] = text

    @precondition(lambda self: self.answers)
    @rule(data=st.data(), share=st.sampled_from(("private", "review", "school")))
    def chooses_who_sees(self, data, share):
        question = data.draw(st.sampled_from(sorted(self.answers)))
        reply = self.ask("PATCH", f"/answers/{question}", json={"share": share})
        if reply.status_code == 200:
            self.shares[question] = reply.json["share"]
            assert reply.json["share"] == share

    @precondition(lambda self: self.answers)
    @rule(data=st.data())
    def takes_back(self, data):
        question = data.draw(st.sampled_from(sorted(self.answers)))
        assert self.ask("DELETE", f"/answers/{question}").status_code == 204
        del self.answers[question]

    @rule(state=st.sampled_from(("asking", "paused", "finished", "stopped")))
    def changes_state(self, state):
        self.ask("PATCH", json={"state": state})

    def kept(self):
        """Every answer as the person sees it, by its question."""
        return {answer["question_id"]: answer for answer in self.ask("GET", "/answers").json["answers"]}

    def questions(self):
        return {question.id for topic in self.app.extensions["mysay"].bank.topics for question in topic.questions}

    @invariant()
    def what_was_said_is_there_as_it_was_said(self):
        """Each answer holds the last words that were said to its question, and no other."""
        kept = self.kept()
        for question, text in self.answers.items():
            assert kept[question]["text"] == text, question
        for question in self.shares.keys() & self.answers.keys():
            assert kept[question]["share"] == self.shares[question], question

    @invariant()
    def it_always_goes_on(self):
        """Something is asked, and the way behind is never longer than the way."""
        view = self.view()
        assert view["current"]["text"]
        assert 0 <= view["progress"]["done"] <= view["progress"]["total"]
        assert "{" not in view["current"]["text"]

    def teardown(self):
        """In the end everything is erased, and not a word is left in the file."""
        if not hasattr(self, "at"):
            return
        assert self.ask("DELETE").status_code == 204
        assert self.ask("GET").status_code == 401
        rows = sqlite3.connect(self.path).execute("select count(*) from message").fetchone()
        assert rows == (0,)


def test_any_conversation_keeps_what_was_said(house):
    """Whatever is done in whatever order, on whichever device, with an engine that goes away and comes back."""
    AnyConversation.house = house
    run_state_machine_as_test(
        AnyConversation,
        settings=settings(
            max_examples=10, stateful_step_count=24, deadline=None, derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )  # fmt: skip
