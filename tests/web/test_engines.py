"""Several engines: a turn goes to the next one where the first is away, and each conversation has a first one."""

import json
import threading
from contextlib import ExitStack
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from commands.installation import free_port
from operating.alive import alive
from web.engine import EngineAway, Health, Turn, TurnFailed
from web.engines import Engines

CONVERSATIONS = [f"conversation {number}" for number in range(12)]


class Door:
    """An engine's door: it takes turns or answers another status; `desk` is whether its record desk answers."""

    def __init__(self):
        self.took, self.status, self.desk = [], 200, True
        door = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                self.answer(200, {"actions": door.desk, "model": "a model"})

            def do_POST(self):
                said = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                door.took.append(said["conversation_id"])
                self.answer(door.status, {"done": door.status == 200})

            def answer(self, status, told):
                body = json.dumps(told).encode()
                self.send_response(status)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_):
                """Quiet."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()

    def close(self):
        self._server.shutdown()
        self._server.server_close()


@pytest.fixture
def doors():
    """Two engines."""
    with ExitStack() as at_the_end:
        made = [Door(), Door()]
        for door in made:
            at_the_end.callback(door.close)
        yield made


@pytest.fixture
def engines(doors):
    return Engines([door.url for door in doors], "a secret")


def turn(engines, conversation="a conversation"):
    engines.turn(Turn(conversation, "a message", "words", text="hello"))


def test_a_conversation_stays_with_one_engine_and_all_have_their_share(doors, engines):
    """Every page gives it to the same one, whatever the order in which it knows them."""
    for conversation in CONVERSATIONS:
        turn(engines, conversation)
        turn(Engines([door.url for door in reversed(doors)], "a secret"), conversation)
    first, second = (door.took for door in doors)
    assert set(first).isdisjoint(second)
    assert sorted([*first, *second]) == sorted([*CONVERSATIONS, *CONVERSATIONS])
    assert first
    assert second


def test_where_one_is_gone_the_other_takes_every_turn(doors):
    """It is left out, and told of as not there."""
    engines = Engines([f"http://127.0.0.1:{free_port()}", doors[0].url], "a secret")
    for conversation in CONVERSATIONS:
        turn(engines, conversation)
    assert doors[0].took == CONVERSATIONS
    assert engines.health() == [None, Health(True, "a model")]


def test_where_a_record_desk_is_gone_the_other_engine_takes_the_turn(doors, engines):
    """An engine that answers 503 because its desk is away is as good as gone."""
    doors[0].status, doors[0].desk = 503, False
    for conversation in CONVERSATIONS:
        turn(engines, conversation)
    assert set(doors[1].took) == set(CONVERSATIONS)


def test_a_turn_that_no_whole_engine_takes_is_told_apart(doors, engines):
    """Perhaps none ever will: it must not hold up those after it. Where all are away, it waits."""
    for door in doors:
        door.status = 503
    with pytest.raises(TurnFailed):
        turn(engines)
    assert [len(door.took) for door in doors] == [1, 1]
    for door in doors:
        door.desk = False
    with pytest.raises(EngineAway) as away:
        turn(engines)
    assert not isinstance(away.value, TurnFailed)


def test_a_health_check_of_a_container_asks_its_own_part(doors):
    """Well where it answers, and not where nothing does."""
    assert alive(doors[0].url)
    assert not alive(f"http://127.0.0.1:{free_port()}")
