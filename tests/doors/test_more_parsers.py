"""More parsers at the edge: what providers, operators and their files tell us, and the frames of a socket."""

import contextlib
import socket
import time
from unittest.mock import patch
from xml.etree import ElementTree as ET

import pytest
import requests
import yaml
from hypothesis import given
from hypothesis import strategies as st
from joserfc import jwt
from joserfc.jwk import ECKey, KeySet
from simple_websocket import ConnectionClosed, Server

from accessibility.safe_svg import NotSafe, made_safe
from bot.engine import without_tensorflow
from bot.interview.content import ContentError, read
from operating.schools import schools_of
from operating.settings import DATA, Settings, SettingWrong, read_settings
from operating.signing_in import OpenIdSettings
from tests.doors.hostile import STRANGE, damaged, encoded, few, known, objects, scalars, texts, values
from tests.doors.test_parsers import Peer
from web.listening_socket import SocketTalk
from web.openid_provider import Left, NotProven, Proven, Provider
from web.openid_told import ProviderAway
from web.schools import host_of

without_tensorflow.install()

from bot.engine.channel import Turn, TurnWrong  # noqa: E402  # only once the stand-in is there

ISSUER, CLIENT, NONCE = "https://sign-in.example", "mysay", "n-0S6_WzA2Mj"
KEY = ECKey.generate_key("P-256", {"kid": "first", "use": "sig", "alg": "ES256"})
METADATA = {
    "issuer": ISSUER, "jwks_uri": f"{ISSUER}/keys", "token_endpoint": f"{ISSUER}/token",
    "authorization_endpoint": f"{ISSUER}/authorize", "userinfo_endpoint": f"{ISSUER}/who",
    "end_session_endpoint": f"{ISSUER}/out", "token_endpoint_auth_methods_supported": ["client_secret_basic"],
}  # fmt: skip


def changed(good, names):
    """A good document with some fields otherwise, or gone, or something else altogether."""
    some = objects(st.sampled_from(sorted(names)) | texts, values | known, 3)
    return some.map(lambda other: {**good, **other}) | values | st.just(good)


def signed(claims):
    """An ID token with a true signature, whatever it claims; not every value can be signed."""
    right = {"iss": ISSUER, "aud": CLIENT, "sub": "u-4711", "nonce": NONCE}
    at = int(time.time())
    with contextlib.suppress(Exception):
        return jwt.encode({"alg": "ES256", "kid": "first"}, {**right, "iat": at, "exp": at + 60, **claims}, KEY)
    return "not.signed.anything"


claims = objects(
    st.sampled_from((
        "iss", "aud", "sub", "nonce", "exp", "iat", "azp", "at_hash", "email", "email_verified", "acr", "events", "jti",
    )),
    values | known, 3,
)  # fmt: skip
cut = claims.map(signed).flatmap(lambda token: damaged(token.encode())).map(lambda token: token.decode("latin-1"))
tokens = claims.map(signed) | cut | texts
replies = st.fixed_dictionaries({
    "token": changed({"access_token": "a", "token_type": "Bearer"}, {"access_token", "expires_in", "error", "scope"}),
    "id_token": tokens,
    "metadata": changed(METADATA, METADATA),
    "keys": changed(KeySet([KEY]).as_dict(private=False), {"keys"}),
    "who": changed({"sub": "u-4711", "email": "sam@school.example"}, {"sub", "email", "email_verified"}),
    "raw": st.none() | st.binary(max_size=40),
    "status": st.sampled_from((200, 200, 200, 204, 302, 400, 401, 500)),
})  # fmt: skip


class Answers:
    """Stands in the place of the network: each address of a provider gives what was drawn."""

    def __init__(self, drawn):
        self.drawn = drawn

    def send(self, request, **_):
        path, drawn = request.url.rpartition("/")[2].partition("?")[0], self.drawn
        told = {"keys": drawn["keys"], "who": drawn["who"], "token": drawn["token"]}.get(path, drawn["metadata"])
        if path == "token" and isinstance(told, dict):
            told = {"id_token": drawn["id_token"], **told}
        reply = requests.Response()
        reply.status_code = drawn["status"] if path == "token" else 200
        reply.headers["Content-Type"] = "application/json"
        reply._content = drawn["raw"] if drawn["raw"] is not None and path == "token" else encoded(told)
        reply.request, reply.url = request, request.url
        return reply


@pytest.fixture(scope="module")
def openid(tmp_path_factory):
    file = tmp_path_factory.mktemp("secret") / "secret"
    file.write_text("a secret")
    return OpenIdSettings(ISSUER, CLIENT, file, "Bigshire Council")


@given(drawn=replies)
@few(40)
def test_what_a_provider_of_sign_in_replies(openid, drawn):
    """Proves who somebody is, or does not; and its addresses are of its own kind, or it counts as away."""
    with patch("requests.adapters.HTTPAdapter.send", lambda _, request, **more: Answers(drawn).send(request, **more)):
        provider = Provider(openid, "https://mysay.example/portal/openid/back")
        with contextlib.suppress(NotProven, ProviderAway):
            assert provider.way_in("s", NONCE, "v" * 43).startswith("https://")
        with contextlib.suppress(NotProven, ProviderAway):
            assert isinstance(provider.proven("code", NONCE, "v" * 43), Proven)
        with contextlib.suppress(NotProven, ProviderAway):
            assert isinstance(provider.left(drawn["id_token"]), Left)
        with contextlib.suppress(ProviderAway):
            provider.way_out("https://mysay.example/")


@pytest.mark.parametrize("ways", [None, 7, "client_secret_post", [{}, None]], ids=repr)
def test_a_provider_that_tells_no_list_of_its_ways_is_asked_in_the_usual_one(openid, ways):
    """Found by `make fuzz`: null where a list belongs was an error of ours when somebody signed in."""
    told = {"metadata": {**METADATA, "token_endpoint_auth_methods_supported": ways}}
    drawn = {"keys": {}, "who": {}, "token": {}, "id_token": "", "raw": None, "status": 200, **told}
    with patch("requests.adapters.HTTPAdapter.send", lambda _, request, **more: Answers(drawn).send(request, **more)):
        provider = Provider(openid, "https://mysay.example/portal/openid/back")
        assert provider.way_in("s", NONCE, "v" * 43).startswith(f"{ISSUER}/authorize?")


@pytest.mark.parametrize("seconds", [{}, [], "soon", 1e999, None], ids=repr)
def test_a_provider_that_tells_nonsense_of_a_token_is_away(openid, seconds):
    """Found by `make fuzz`: seconds that are no number were an error of ours when somebody came back."""
    told = {"token": {"access_token": "a", "token_type": "Bearer", "expires_in": seconds}, "metadata": METADATA}
    drawn = {"keys": {}, "who": {}, "id_token": "", "raw": None, "status": 200, **told}
    with patch("requests.adapters.HTTPAdapter.send", lambda _, request, **more: Answers(drawn).send(request, **more)):
        provider = Provider(openid, "https://mysay.example/portal/openid/back")
        with pytest.raises((ProviderAway, NotProven)):
            provider.proven("code", NONCE, "v" * 43)


@pytest.mark.parametrize("name", ["MYSAY_ENGINES", "MYSAY_ADDRESS", "MYSAY_ALERT_WEBHOOK"])
def test_an_address_that_cannot_be_read_is_told(name):
    """Found by `make fuzz`: Python does not take a bracket that is not closed for an address at all."""
    with pytest.raises(SettingWrong, match=name):
        read_settings({name: "https://["})


SETTINGS = (
    "MYSAY_PORT", "MYSAY_HOST", "MYSAY_OPEN", "MYSAY_WORKERS", "MYSAY_ADDRESS", "MYSAY_ALERT_EMAIL", "MYSAY_SMTP",
    "MYSAY_ALERT_WEBHOOK", "MYSAY_OIDC_ISSUER", "MYSAY_OIDC_CLIENT_ID", "MYSAY_KEEP_MONTHS", "MYSAY_PROXIES",
    "MYSAY_ENGINES", "MYSAY_DATABASE", "MYSAY_LANGUAGES", "MYSAY_METRICS_TOKEN", "MYSAY_SECOND_FACTOR",
    "MYSAY_OPENINGS", "MYSAY_LISTENING", "MYSAY_ESCALATE_EMAIL", "MYSAY_ESCALATE_MINUTES",
)  # fmt: skip
environments = objects(
    st.sampled_from(SETTINGS),
    st.text(max_size=30) | st.sampled_from([text for text in STRANGE if "\0" not in text and len(text) < 3000])
    | st.sampled_from(("yes", "off", "8000", "smtp://u:p@mail.example", "https://a.example", "a@b.example", "[::1]"))
    | st.text("smtp:/@[]%?#=.,0123456789abc ", max_size=30),
    4,
)  # fmt: skip


@given(environments)
@few(60)
def test_the_settings(env):
    """Are read, or one that cannot be used is told as what it is."""
    with contextlib.suppress(SettingWrong):
        assert isinstance(read_settings(env), Settings)


names = st.sampled_from(("oak", "elm-wood", "..", "a/b", "O", "", "oak\n")) | texts
parts = {"hosts": st.sampled_from(("a.example", "A.example:1")) | values, "settings": values, "home": values}
told = objects(names, st.fixed_dictionaries({}, optional=parts) | values, 3) | values
GOOD = b"oak: {hosts: [a.example, b.example], settings: {MYSAY_OPEN: no, MYSAY_KEEP_MONTHS: 6}}\nelm: {hosts: c.de}"
files = told.map(lambda value: yaml.safe_dump(value).encode()) | st.binary(max_size=60) | damaged(GOOD)


@given(body=files)
@few(60)
def test_the_file_of_schools(tmp_path_factory, body):
    """Names schools whose folders lie where they belong, or says what is wrong."""
    home = tmp_path_factory.getbasetemp()
    (home / "fuzzed-schools.yml").write_bytes(body)
    with contextlib.suppress(SettingWrong):
        for school in schools_of(Settings(home, secret_key="k", schools=home / "fuzzed-schools.yml"), {}):
            assert school.settings.home.resolve().parent == (home / "schools").resolve()
            assert school.hosts


@given(texts | st.text("abc.:[]@-%\0 ", max_size=20))
def test_the_name_that_a_request_came_to(host):
    """Becomes a name in small letters, whatever it was."""
    assert host_of({"HTTP_HOST": host}) == host_of({"HTTP_HOST": host}).lower()


CONTENT = (DATA / "wordings" / "problems.yml").read_bytes()[:600]


@given(body=st.binary(max_size=80) | damaged(CONTENT) | values.map(encoded))
@few(100)
def test_a_file_of_content(tmp_path_factory, body):
    """Is plain data that fits its form, or says in which line it does not."""
    path = tmp_path_factory.getbasetemp() / "fuzzed.yml"
    path.write_bytes(body)
    with contextlib.suppress(ContentError):
        assert isinstance(read(path, DATA / "schema" / "wordings.schema.json"), dict)


DRAWING = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><g fill="#000"><path d="M0 0h9"/></g></svg>'
MARKUP = ("<script>", "<g onload='x'>", "</g>", "<!DOCTYPE a [<!ENTITY b 'c'>]>", "&b;", "<use href='http://x'/>",
          "<style>*{}</style>", "<a href='javascript:x'>", "<![CDATA[", "xmlns:x='y'")  # fmt: skip


@given(st.data())
@few(60)
def test_a_drawing_of_a_school_s_own(data):
    """Keeps what draws, or is refused; nothing that runs or reaches out is left."""
    at = data.draw(st.integers(0, len(DRAWING)))
    put = data.draw(st.sampled_from(MARKUP) | texts).encode("utf-8", "replace")
    body = DRAWING[:at] + put + DRAWING[at:]
    with contextlib.suppress(NotSafe):
        safe = made_safe(data.draw(st.just(body) | damaged(body)))
        assert b"<!" not in safe
        for shape in ET.fromstring(safe).iter():  # noqa: S314  # words between shapes are only words
            assert shape.tag.rpartition("}")[2].lower() not in {"script", "style", "use", "a"}
            assert not any(name.lower().startswith("on") or name.endswith("href") for name in shape.attrib)
            assert not any("javascript:" in value.lower() for _, value in shape.items())


turns = objects(
    st.sampled_from(("conversation_id", "message_id", "expects", "text", "intent", "school")),
    scalars | known | st.sampled_from(("words", "choice", "start", "/restart")), 6,
)  # fmt: skip


@given(turns | values)
def test_a_turn_at_the_engine(fields):
    """Is one, or is refused; and nothing that was typed is an order to Rasa."""
    with contextlib.suppress(TurnWrong):
        turn = Turn.of({"conversation_id": "c", "message_id": "m", "expects": "words", **fields}
                       if isinstance(fields, dict) else fields)  # fmt: skip
        assert not turn.user_message(None).text.startswith("/")


def frame(payload, kind=2, final=True, length=None):
    """A frame as a browser masks it, which may say that it is longer than it is."""
    mask, size = b"\1\2\3\4", len(payload) if length is None else length
    told = bytes([0x80 | size]) if size < 126 else bytes([0x80 | 126]) + size.to_bytes(2, "big")
    body = bytes(byte ^ mask[place % 4] for place, byte in enumerate(payload))
    return bytes([final << 7 | kind]) + told + mask + body


frames = st.lists(
    st.builds(frame, st.binary(max_size=300), st.integers(0, 15), st.booleans(), st.none() | st.integers(0, 60_000))
    | st.builds(frame, st.just(b"stop"), st.just(1)) | st.binary(max_size=60),
    min_size=1, max_size=5,
).map(b"".join)  # fmt: skip
UPGRADE = {
    "HTTP_HOST": "mysay.example", "HTTP_CONNECTION": "Upgrade", "HTTP_UPGRADE": "websocket",
    "HTTP_SEC_WEBSOCKET_KEY": "dGhlIHNhbXBsZSBub25jZQ==", "HTTP_SEC_WEBSOCKET_VERSION": "13", "PATH_INFO": "/",
}  # fmt: skip


@given(frames | damaged(frame(bytes(200)) + frame(b"stop", 1)))
@few(30)
def test_the_frames_of_a_socket(sent):
    """Whatever comes, cut off at any byte, whole samples are heard or the talk ends as sockets end."""
    ours, theirs = socket.socketpair()
    with contextlib.closing(theirs), contextlib.closing(ours):
        server = Server({**UPGRADE, "werkzeug.socket": ours}, max_message_size=65_536)
        theirs.sendall(sent)
        theirs.shutdown(socket.SHUT_WR)
        peer = Peer([])
        with contextlib.suppress(ConnectionClosed):
            SocketTalk(server, peer, "none").hold("somebody", ())
        assert len(peer.heard) % 2 == 0
        server.thread.join(20)
        assert not server.thread.is_alive()


class Gone(Peer):
    """A socket whose other end is reset while something is said to it."""

    def send(self, message):
        raise BrokenPipeError


def test_somebody_who_is_gone_ends_the_talk_as_sockets_end():
    """No error of ours: nothing of it goes into a log."""
    peer = Gone([bytes(640)])
    with pytest.raises(ConnectionClosed):
        SocketTalk(peer, peer, "none").hold("somebody", ())
