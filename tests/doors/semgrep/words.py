# ruff: noqa: F821, G004, LOG015, PTH123, S108, S704, SIM115
# Not run: what the rules in words.yml find, and what they leave alone. `semgrep --test` reads the marks.
import logging
import tempfile

from flask import url_for
from markupsafe import Markup, escape

log = logging.getLogger("mysay")


def to_a_log(message, error):
    # ruleid: no-words-in-a-log
    log.warning(f"could not keep {message.said.words}")
    # ruleid: no-words-in-a-log
    log.warning("could not keep %s", message.said.words)
    # ruleid: no-words-in-a-log
    logging.error(message.text)
    # ruleid: no-words-in-a-log
    services().log.info("opened by %s", conversation.called)
    # ok: no-words-in-a-log
    log.warning("an invitation was not sent: %s", type(error).__name__)
    # ok: no-words-in-a-log
    services().log.error("unexpected", exc_info=error)


def to_a_file(words):
    # ruleid: no-words-in-a-file-for-a-moment
    with tempfile.NamedTemporaryFile("w") as file:
        file.write(words)
    # ruleid: no-words-in-a-file-for-a-moment
    open("/tmp/answer.txt", "w").write(words)
    # ok: no-words-in-a-file-for-a-moment
    with tempfile.TemporaryDirectory() as folder:
        train(folder)


def to_a_page(words, drawing, request):
    # ruleid: no-words-called-markup
    a = Markup(words)
    # ruleid: no-words-called-markup
    b = Markup(f"<p>{request.form['text']}</p>")
    # ok: no-words-called-markup
    c = Markup(str(escape(words)).replace("\r", "&#13;"))
    # ok: no-words-called-markup
    d = Markup(drawing)
    return a + b + c + d


def to_an_address(conversation, words):
    # ruleid: no-words-in-an-address
    a = url_for("talk.page", conversation_id=conversation.id, text=words)
    # ok: no-words-in-an-address
    b = url_for("talk.page", conversation_id=conversation.id)
    return a, b
