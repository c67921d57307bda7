"""An authority's own sign-in that really runs: a small OpenID Connect provider with a real key, on this machine."""

import base64
import hashlib
import hmac
import html
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from typing import Any
from urllib.parse import urlencode

from flask import Flask, Response, abort, json, jsonify, redirect, request
from joserfc import jwt
from joserfc.jwk import KeySet, RSAKey
from werkzeug.serving import make_server
from werkzeug.wrappers import Response as Answer

CLIENT, SECRET = "mysay", "a-secret-that-no-command-line-sees"


@cache
def new_key(name: str) -> RSAKey:
    """A real key; the same for the same name, since making one takes a while."""
    return RSAKey.generate_key(2048, {"kid": name, "use": "sig"})


@dataclass
class Authority:
    """The provider: who signs in there next, what it says of them, and what is wrong with it."""

    issuer: str = ""
    subject: str = "u-4711"
    claims: dict[str, Any] = field(default_factory=dict)
    instead: dict[str, Any] = field(default_factory=dict)
    header: dict[str, Any] = field(default_factory=dict)
    signs_with: str = "own"
    in_userinfo: bool = False
    broken: set[str] = field(default_factory=set)
    asked: list[str] = field(default_factory=list)
    key: RSAKey = field(default_factory=lambda: new_key("first"))
    _codes: dict[str, dict[str, str]] = field(default_factory=dict)
    _told: int = 0

    def app(self) -> Flask:
        """Its pages."""
        app = Flask("authority")
        app.before_request(self._note)
        app.get("/.well-known/openid-configuration")(self._discovery)
        app.get("/keys")(self._keys)
        app.get("/authorize")(self._ask)
        app.post("/authorize")(self._say_yes)
        app.post("/token")(self._token)
        app.get("/who")(self._who)
        app.get("/out")(self._out)
        return app

    def _note(self) -> None:
        self.asked.append(request.path)
        if request.path in self.broken:
            abort(503)

    def _discovery(self) -> Response:
        names = {"authorization": "/authorize", "token": "/token", "userinfo": "/who", "end_session": "/out"}
        return jsonify(
            {f"{name}_endpoint": self.issuer + path for name, path in names.items()}
            | {"issuer": self.issuer, "jwks_uri": f"{self.issuer}/keys", "response_types_supported": ["code"]}
        )

    def _keys(self) -> Response:
        return jsonify(KeySet([self.key]).as_dict(private=False))

    def _out(self) -> str:
        return "<title>Authority</title>Signed out there too"

    def _ask(self) -> str:
        """The page on which somebody signs in."""
        hidden = "".join(f'<input type="hidden" name="{n}" value="{html.escape(v)}">' for n, v in request.args.items())
        return f"<title>Authority</title><form method=post>{hidden}<button>Sign in as Jones</button></form>"

    def _say_yes(self) -> Answer:
        wanted = request.form.to_dict()
        assert wanted["client_id"] == CLIENT
        assert wanted["code_challenge_method"] == "S256"
        assert "openid" in wanted["scope"].split()
        code = secrets.token_urlsafe()
        self._codes[code] = wanted
        back = {"code": code, "state": wanted["state"], "iss": self.issuer}
        return redirect(f"{wanted['redirect_uri']}?{urlencode(back)}")

    def _token(self) -> Response:
        """Once for each code, to the client that has the secret and the verifier."""
        given, wanted = request.authorization, self._codes.pop(request.form["code"], None)
        if given is None or (given.username, given.password) != (CLIENT, SECRET):
            return _error("invalid_client", 401)
        hashed = hashlib.sha256(request.form["code_verifier"].encode()).digest()
        if wanted is None or wanted["code_challenge"] != _encoded(hashed):
            return _error("invalid_grant", 400)
        if wanted["redirect_uri"] != request.form["redirect_uri"]:
            return _error("invalid_grant", 400)
        return jsonify(access_token="opaque", token_type="Bearer", id_token=self._signed(wanted["nonce"]))

    def signs_out(self, **instead: Any) -> str:
        """The logout token that it sends when somebody has signed out there."""
        self._told += 1
        events = {"http://schemas.openid.net/event/backchannel-logout": {}}
        return self._made({"exp": int(time.time()) + 120, "jti": f"t-{self._told}", "events": events, **instead})

    def _signed(self, nonce: str) -> str:
        return self._made({"nonce": nonce, **({} if self.in_userinfo else self.claims)})

    def _made(self, more: dict[str, Any]) -> str:
        now = int(time.time())
        said = {"iss": self.issuer, "aud": CLIENT, "sub": self.subject, "iat": now, "exp": now + 300, **more}
        said = {name: value for name, value in (said | self.instead).items() if value is not None}
        header = {"alg": "RS256", "kid": self.key.kid} | self.header
        if header["alg"] in {"none", "HS256"}:
            return self._forged(header, said)
        others = new_key("second") if self.signs_with == "another's" else self.key
        return jwt.encode(header, said, others, algorithms=[header["alg"]])

    def _forged(self, header: dict[str, Any], said: dict[str, Any]) -> str:
        """Unsigned, or signed with the public key as if it were a secret: what no library would make."""
        begun = ".".join(_encoded(json.dumps(part).encode()) for part in (header, said))
        made = hmac.new(self.key.as_pem(private=False), begun.encode(), hashlib.sha256).digest()
        return f"{begun}.{_encoded(made) if header['alg'] == 'HS256' else ''}"

    def _who(self) -> Response:
        assert request.headers["Authorization"] == "Bearer opaque"
        return jsonify({"sub": self.subject, **self.claims})


@contextmanager
def authority_at_work() -> Iterator[Authority]:
    """One that answers until the test is over."""
    authority = Authority()
    server = make_server("127.0.0.1", 0, authority.app(), threaded=True)
    authority.issuer = f"http://localhost:{server.server_port}"  # another site than 127.0.0.1, for a browser too
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield authority
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _encoded(part: bytes) -> str:
    return base64.urlsafe_b64encode(part).rstrip(b"=").decode()


def _error(name: str, status: int) -> Response:
    response = jsonify(error=name)
    response.status_code = status
    return response
