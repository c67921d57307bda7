"""The schools of an installation: what may stand in their file, and what each has of its own."""

import pytest

from operating.environment import SettingWrong
from operating.schools import places, schools_of
from operating.settings import Settings, read_settings

TWO = """
oak:
  hosts: [oak.example, MySay.Oak.example]
  settings: {MYSAY_ALERT_EMAIL: lead@oak.example, MYSAY_KEEP_MONTHS: 6, MYSAY_OPEN: no}
elm-wood:
  hosts: elm.example
"""


@pytest.fixture
def told(tmp_path):
    """The schools that a file tells of."""

    def read(text, **environment):
        path = tmp_path / "schools.yml"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        env = {"MYSAY_HOME": str(tmp_path), "MYSAY_SCHOOLS": str(path), "MYSAY_SECRET_KEY": "k" * 40, **environment}
        return schools_of(read_settings(env), env)

    return read


def test_without_a_file_there_is_one_place_as_ever(tmp_path):
    """Nothing changes: one home, one key, one database."""
    settings = Settings(tmp_path, secret_key="a key")
    assert schools_of(settings, {}) == ()
    assert places(settings, {}) == (settings,)
    assert settings.database == tmp_path / "mysay.db"


def test_each_school_has_its_own_place_key_and_settings(told, tmp_path):
    """Another folder, another key, another secret for the engine; what it does not say is as for all."""
    oak, elm = told(TWO, MYSAY_KEEP_MONTHS="24", MYSAY_ADDRESS="https://all.example", MYSAY_OPEN="yes")
    assert (oak.name, oak.hosts, elm.name, elm.hosts) == (
        "oak", ("oak.example", "mysay.oak.example"), "elm-wood", ("elm.example",),
    )  # fmt: skip
    assert oak.settings.database == tmp_path / "schools" / "oak" / "mysay.db"
    keys = {oak.settings.secret_key, elm.settings.secret_key, "k" * 40}
    secrets = {oak.settings.engine_secret, elm.settings.engine_secret, Settings(tmp_path, secret_key="k").engine_secret}
    assert len(keys | secrets) == 6
    assert (oak.settings.schema, elm.settings.schema) == ("school_oak", "school_elm_wood")
    assert (oak.settings.keep_months, elm.settings.keep_months) == (6, 24)
    assert (oak.settings.open_access, elm.settings.open_access) == (False, True)
    assert oak.settings.alerting.emails == ("lead@oak.example",)
    assert not elm.settings.alerting.configured
    assert oak.settings.address == "http://oak.example:8000"


def test_the_same_key_comes_again(told):
    """After a restart, cookies and codes are worth what they were."""
    assert [school.settings for school in told(TWO)] == [school.settings for school in told(TWO)]


@pytest.mark.parametrize(
    "text",
    [
        "", "[]", "oak", "oak:", "oak: {}", "oak: {hosts: []}", "oak: {hosts: [1]}", "oak: {hosts: {a: b}}",
        "../oak: {hosts: a.example}", "..: {hosts: a.example}", "Oak: {hosts: a.example}", "o: {hosts: a.example}",
        "oak/elm: {hosts: a.example}", "oak--elm: {hosts: a.example}", "oak_elm: {hosts: a.example}",
        '"oak\\n": {hosts: a.example}', "1: {hosts: a.example}", f"{'o' * 41}: {{hosts: a.example}}",
        "oak: {hosts: 'a.example:80'}", "oak: {hosts: a..example}", "oak: {hosts: '*.example'}", "oak: {hosts: 'a b'}",
        "oak: {hosts: a.example, home: /}", "oak: {hosts: a.example, settings: {MYSAY_HOME: /}}",
        "oak: {hosts: a.example, settings: {MYSAY_SECRET_KEY: x}}", "oak: {hosts: a.example, settings: [1]}",
        "oak: {hosts: a.example, settings: {MYSAY_KEEP_MONTHS: never}}",
        "oak: {hosts: a.example, settings: {MYSAY_SMTP: [a]}}", "oak: {hosts: a.example}\nelm: {hosts: A.example}",
        "!!python/object/apply:os.system ['true']", "oak: &a [*a]", b"\xff\xfe\x00", "{" * 900,
    ],
    ids=range(33),
)  # fmt: skip
def test_a_file_that_will_not_do_says_what_is_wrong(told, text):
    """Before anything starts, and with the name of the setting; no name leads out of the folder."""
    with pytest.raises(SettingWrong, match="MYSAY_SCHOOLS"):
        told(text)


def test_a_file_that_is_not_there_is_told(tmp_path):
    """As any setting that cannot be used."""
    with pytest.raises(SettingWrong, match="cannot be read"):
        schools_of(Settings(tmp_path, schools=tmp_path / "none.yml"), {})
