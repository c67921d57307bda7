"""The only public face: the API, the young person's page and the practitioner's portal."""

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from operating.settings import Settings
from web import api, compressing, cookies, language, metrics, participant, portal, problems, security, talk
from web.services import Services
from web.strict_json import StrictJson


def create_app(settings: Settings, like: Flask | None = None) -> Flask:
    """The Flask application; starts nothing and opens no file until it is asked something.

    `like`: another one in this process, whose content, voices, ears and counters it shares.
    """
    app = Flask(__name__, static_folder="static", template_folder="templates")
    app.config.update(SECRET_KEY=settings.secret_key, MAX_CONTENT_LENGTH=2_000_000, TRUSTED_HOSTS=None)
    if settings.proxies:  # else whoever asks could say that they are somebody else
        app.wsgi_app = ProxyFix(app.wsgi_app, settings.proxies, settings.proxies)  # type: ignore[method-assign]  # as Flask's documentation wraps it
    app.json = StrictJson(app)
    app.extensions["mysay"] = Services.of(settings, like.extensions["mysay"] if like else None)
    cookies.init_app(app, settings.address)
    for part in (problems, compressing, security, language, participant, api, talk, portal, metrics):
        part.init_app(app)
    if like:
        metrics.count_with(app, like)
    return app
