"""MySay as somebody would use it: `mysay serve`, its public HTTP API, and each answer on disk before the reply."""

import itertools
import os
import sys
import uuid
from pathlib import Path

from bench.program import Program, run
from bench.subject import Json, Line, TurnFailedError
from commands.installation import free_port

ROOT = Path(__file__).resolve().parents[1]
OPENING = {"audience": "young_person", "purpose": "annual_review", "year_group": 12, "called": "Sam"}
MENUS = {"choose_topic": "any_order", "after_topic": "carry_on"}
"""The menus met on the way, and the choice that goes on; `review` is where everything has been asked."""
SAYINGS = (
    "My sister and my two best friends, because they listen to me.",
    "I like it when the room is quiet and somebody shows me first.",
    "Drawing, going to the farm on Saturdays, and music in the evening.",
    "When people talk too fast I lose track, so I need a bit more time.",
    "I would like to work with animals, and to live near my nan one day.",
    "Mornings are hard, afternoons are better, mostly after lunch.",
)


class MySayTalk:
    """One young person who answers every question in words, and who then goes over earlier answers again."""

    def __init__(self, port: int) -> None:
        self._line = Line(port)
        opened = self._line.enters("/api/v1/conversations", OPENING)
        self._path = f"/api/v1/conversations/{opened['id']}"
        self._headers = {"Authorization": f"Bearer {opened['token']}"}
        self._sayings, self._answered = itertools.cycle(SAYINGS), itertools.cycle([""])
        self._said: dict[str, str] = {}
        self._asked = _asked(opened)

    def turn(self) -> bool:
        body = {"message_id": str(uuid.uuid4()), **self._reply()}
        answered = self._line.post(f"{self._path}/messages", body, self._headers)
        if answered["understood_as"] != "answer" or not answered["messages"]:
            raise TurnFailedError(f"{body} was understood as {answered['understood_as']}")
        self._asked = _asked(answered) or self._asked
        return "text" in body

    def check(self) -> None:
        """Every answer is kept as it was said, or the bench stops: a quick turn that loses words is worth nothing."""
        kept = {
            answer["question_id"]: answer["text"]
            for answer in self._line.get(f"{self._path}/answers", self._headers)["answers"]
        }
        if lost := {question for question, words in self._said.items() if kept.get(question) != words}:
            raise TurnFailedError(f"answers were lost: {sorted(lost)}")

    def _reply(self) -> Json:
        if self._asked in MENUS:
            return {"question_id": self._asked, "choice": MENUS[self._asked]}
        question = self._asked if self._asked != "review" else self._an_earlier_one()
        self._said[question] = next(self._sayings)
        return {"question_id": question, "text": self._said[question]}

    def _an_earlier_one(self) -> str:
        if (earlier := next(self._answered)) == "":
            self._answered = itertools.cycle(list(self._said))
            earlier = next(self._answered)
        return earlier


class MySay:
    """The engine, the actions and the web together."""

    name = "mysay"

    def prepare(self, folder: Path) -> None:
        self._folder = folder
        (folder / "home").mkdir()

    def train(self) -> float:
        """The command that `mysay serve` itself runs when the model is missing, into an empty folder each time."""
        self._models = self._folder / f"models-{uuid.uuid4()}"
        command = [sys.executable, "-W", "ignore", "-m", "bot.engine", "train", str(ROOT / "data"), str(self._models)]
        return run(command, ROOT, {})

    def start(self) -> tuple[Program, float]:
        self._port = free_port()
        settings = {
            "MYSAY_HOME": str(self._folder / "home"), "MYSAY_MODELS": str(self._models), "MYSAY_PORT": str(self._port),
            "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        }  # fmt: skip
        program = Program([sys.executable, str(ROOT / "mysay.py"), "serve"], ROOT, settings, self._folder / "serve.log")
        return program, program.wait_ready(f"http://127.0.0.1:{self._port}/readyz")

    def talk(self) -> MySayTalk:
        return MySayTalk(self._port)


def _asked(reply: Json) -> str:
    """The question or menu that waits for an answer; the empty text where none was put."""
    return next((str(said["question_id"]) for said in reversed(reply["messages"]) if said.get("question_id")), "")
