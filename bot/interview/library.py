"""The bank as read from its folder."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from bot.interview.bank import Bank, Choice, Earlier, Question, ReplyWay, Topic, Variant, When, Wording
from bot.interview.content import ContentError, Problem, read
from records.conversation import Audience, Purpose
from records.exports.kit import Kit

Boards = Mapping[str, tuple[Choice, ...]]
NEEDS_CHOICES = frozenset({ReplyWay.CHOICE, ReplyWay.CHOICES, ReplyWay.CARDS, ReplyWay.SCALE})


def load(data: Path) -> Bank:
    """Every topic, board and wording under `data`; raises ContentError that names file and line."""
    schema = data / "schema"
    boards = {
        name: tuple(_choice(item) for item in items)
        for name, items in read(data / "boards.yml", schema / "boards.schema.json").items()
    }
    files = sorted((data / "questions").glob("*.yml"))
    if not files:
        raise ContentError(Problem(str(data / "questions"), 1, "holds no questions"))
    topics = [_topic(path, read(path, schema / "questions.schema.json"), boards) for path in files]
    wordings: dict[str, Wording] = {}
    for path in sorted((data / "wordings").glob("*.yml")):
        wordings |= {name: _wording(value) for name, value in read(path, schema / "wordings.schema.json").items()}
    in_order = tuple(sorted(topics, key=lambda topic: topic.order))
    return Bank(in_order, wordings, boards.get("heaps", ()), _kit(data), boards.get("secret_pictures", ()))


def _kit(data: Path) -> Kit:
    schema, exports = data / "schema", data / "exports"
    symbols = read(data / "symbols" / "index.yml", schema / "symbols.schema.json")
    return Kit.of(exports, symbols, read(exports / "signs.yml", schema / "signs.schema.json"))


def _labels(label: str | dict[str, str]) -> dict[str, str]:
    return {"default": label} if isinstance(label, str) else label


def _choice(item: dict[str, Any]) -> Choice:
    audiences = frozenset(Audience(name) for name in item.get("audiences", [member.value for member in Audience]))
    return Choice(item["id"], item["picture"], _labels(item["label"]), audiences)


def _wording(value: str | dict[str, str]) -> Wording:
    texts = dict(_labels(value))
    return Wording(texts, texts.pop("picture", None))


def _topic(path: Path, data: dict[str, Any], boards: Boards) -> Topic:
    questions = tuple(_question(path, data, item, boards) for item in data["questions"])
    return Topic(
        data["topic"], data["order"], data["picture"], data["title"], questions, data.get("required_from_year")
    )


def _question(path: Path, topic: dict[str, Any], item: dict[str, Any], boards: Boards) -> Question:
    variants = {
        Audience(name): _variant(path, item, Audience(name), wording, boards)
        for name, wording in item["wording"].items()
    }
    short = item.get("short", False)
    return Question(
        item["id"], topic["topic"], item["picture"], variants,
        short=frozenset(variants) if short is True else frozenset(Audience(name) for name in short or ()),
        maps_to=item.get("maps_to", {}), when=_when(item.get("when", {})),
        send_area=item.get("send_area", topic.get("send_area")),
        pfa_area=item.get("pfa_area", topic.get("pfa_area")), follow_up=item.get("follow_up", True),
    )  # fmt: skip


def _variant(path: Path, item: dict[str, Any], audience: Audience, wording: dict[str, Any], boards: Boards) -> Variant:
    reply = ReplyWay(wording.get("reply", item["reply"]))
    choices: tuple[Choice, ...] = ()
    if reply in NEEDS_CHOICES:
        choices = _choices(path, item, reply, wording, boards)
    fitting = tuple(choice for choice in choices if audience in choice.audiences)
    return Variant(wording["ask"], wording["easier"], wording["why"], tuple(wording["examples"]), reply, fitting)


def _choices(
    path: Path, item: dict[str, Any], reply: ReplyWay, wording: dict[str, Any], boards: Boards
) -> tuple[Choice, ...]:
    if "board" not in wording and "choices" in item:
        return tuple(_choice(choice) for choice in item["choices"])
    board = wording.get("board") or item.get("board") or ("faces" if reply is ReplyWay.SCALE else None)
    if board is None or board not in boards:
        what = f"question {item['id']} is answered by {reply.value} and names " + (
            f"the board {board}, which is not in boards.yml" if board else "neither choices nor a board"
        )
        raise ContentError(Problem(str(path), _line(path, item["id"]), what))
    return boards[board]


def _line(path: Path, question_id: str) -> int:
    lines = path.read_text("utf-8").splitlines()
    return next((number for number, line in enumerate(lines, 1) if line.strip().endswith(f"id: {question_id}")), 1)


def _when(data: dict[str, Any]) -> When:
    return When(
        data.get("year_from"), data.get("year_to"),
        frozenset(Purpose(name) for name in data.get("purposes", ())),
        _earlier(data.get("said")), _earlier(data.get("not_said")), data.get("known") == "earlier",
    )  # fmt: skip


def _earlier(data: dict[str, Any] | None) -> Earlier | None:
    if data is None:
        return None
    words = frozenset(word.casefold() for word in data.get("words", ()))
    return Earlier(data["question"], frozenset(data.get("choice", ())), words)
