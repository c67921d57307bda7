"""The language of a request: the conversation's, else the one that this device or this member of staff chose."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from babel import Locale
from babel.support import NullTranslations
from flask import Flask, Response, g, make_response, redirect, request
from flask_babel import Babel, Domain  # type: ignore[import-untyped]  # no type hints
from markupsafe import Markup

from bot.interview.bank import Bank
from bot.interview.languages.catalogue import ENGLISH, direction, locale, own_name
from bot.interview.languages.tongues import LANGUAGE
from records.record import Record
from web.cookies import Cookie
from web.remembering import remember, remembered
from web.services import services

STAFF_COOKIE = Cookie("mysay_language", "/portal", seconds=60 * 60 * 24 * 365)
STAFF_PATHS = ("/portal",)
ASKED = "lang"
NOT_PAGES = ("/api/", "/talk/")
"""Where a language is told in another way: by the conversation, or in each call."""


class Catalogues(Domain):  # type: ignore[misc]  # Flask-Babel has no type hints
    """The sentences of the staff pages, from the same catalogues as the content, which are read once at start."""

    def get_translations(self) -> NullTranslations:
        """Those of the language of this request."""
        return services().tongues.catalogues[current()].translations


class WithCatalogues(Babel):  # type: ignore[misc]  # as above
    """Flask-Babel, which would look for compiled files otherwise."""

    domain_instance = Catalogues()


def init_app(app: Flask) -> None:
    """Let Flask-Babel know of our catalogues, and templates of the languages."""
    WithCatalogues(app, locale_selector=_locale)
    app.before_request(_chosen)
    app.context_processor(_shared)


def _shared() -> dict[str, Any]:
    """What every template may use; `unread`: nobody who reads this language well has read the whole translation."""
    return {
        "language": current(), "direction": direction(current()), "languages": offered(), "in_language": _address,
        "unread": not services().tongues.catalogues[current()].reviewed,
    }  # fmt: skip


def _chosen() -> Response | None:
    """A language that was chosen on a page before there is a conversation is remembered, and leaves the address."""
    wanted = request.args.get(ASKED, "")
    if wanted not in services().tongues.banks or request.method != "GET" or request.path.startswith(NOT_PAGES):
        return None
    response = make_response(redirect(_address(None), 303))
    if request.path.startswith(STAFF_PATHS):
        STAFF_COOKIE.give(response, wanted)
    else:
        remember(response, replace(remembered(), language=wanted))
    return response


def _address(language: str | None) -> str:
    """This page's address, asking for a language; without one, as it was before."""
    asked = {name: value for name, value in request.args.items() if name != ASKED}
    asked |= {ASKED: language} if language else {}
    return request.path + ("?" + urlencode(asked) if asked else "")


def speak(language: object) -> None:
    """From here on this request speaks the language of a conversation."""
    g.language = services().tongues.one_of(language)


def current() -> str:
    """Such as cy or en-GB: always one that is on."""
    if "language" not in g:
        speak(_of_staff() if request.path.startswith(STAFF_PATHS) else remembered().language)
    return str(g.language)


def bank() -> Bank:
    """The content in the language of this request."""
    return services().tongues.banks[current()]


def tongue_of(record: Record | None) -> Markup:
    """The mark of what was said in another language than the page's; without a record, of English. An English page
    has none: whoever talks with MySay does so in English, or the page says in what."""
    held = {found.name: found.value for found in record.adjustments} if record else {}
    said_in = services().tongues.one_of(held.get(LANGUAGE, ENGLISH))
    return Markup() if current() in {ENGLISH, said_in} else Markup(' lang="{}"').format(said_in)


def with_language(adjustments: Mapping[str, object]) -> dict[str, object]:
    """The adjustments that a conversation opens with: its language is among them where it is not English."""
    return ({LANGUAGE: current()} if current() != ENGLISH else {}) | dict(adjustments)


def offered() -> dict[str, str]:
    """The languages that are on, each by the name that its own speakers have for it."""
    return {language: own_name(language) for language in services().tongues.banks}


def _of_staff() -> str | None:
    on = list(services().tongues.banks)
    return STAFF_COOKIE.given() or request.accept_languages.best_match(on)


def _locale() -> Locale:
    return locale(current())
