"""`--school NAME`, as an operator types it where there are several."""

import pytest
from click.testing import CliRunner

from commands.school import of_a_school
from mysay import main
from operating.schools import schools_of
from operating.settings import Settings
from records.store import Store

PASSWORD = "four words none knows"


@pytest.fixture
def mysay(tmp_path):
    """Types one command in an installation with two schools."""
    file = tmp_path / "schools.yml"
    file.write_text("oak: {hosts: oak.example}\nelm: {hosts: elm.example}\n")
    environment = {"MYSAY_HOME": str(tmp_path), "MYSAY_SECRET_KEY": "only for tests", "MYSAY_SCHOOLS": str(file)}
    return lambda *words, typed="", **more: CliRunner().invoke(main, words, input=typed, env={**environment, **more})


@pytest.fixture
def stores(tmp_path, mysay):
    settings = Settings(tmp_path, secret_key="only for tests", schools=tmp_path / "schools.yml")
    return {school.name: Store(school.settings.database) for school in schools_of(settings)}


def added(mysay, school):
    return mysay("staff", "add", "jones", "--school", school, "--password-stdin", typed=f"{PASSWORD}\n")


def test_somebody_is_added_to_one_school_alone(mysay, stores):
    """The other has nobody of that name, and there is no database beside them."""
    assert added(mysay, "oak").exit_code == 0
    assert mysay("staff", "list", "--school", "elm").output == ""
    assert [member.username for member in stores["oak"].staff.everyone()] == ["jones"]
    assert stores["elm"].staff.everyone() == []


def test_an_invitation_leads_to_the_school_that_it_is_of(mysay):
    """Its address has that school's name in it."""
    made = mysay("invite", "parent", "--school", "elm")
    assert made.exit_code == 0, made.output
    assert "link    http://elm.example:8000/join/" in made.output


@pytest.mark.parametrize("name", [(), ("--school", "pine"), ("--school", "../elm"), ("--school", "")])
def test_a_school_that_is_none_is_told_with_those_that_there_are(mysay, tmp_path, name):
    """Nothing is made, and nothing outside the folder is touched."""
    refused = mysay("staff", "list", *name)
    assert refused.exit_code == 2
    assert "elm, oak" in refused.output
    assert not (tmp_path / "schools").exists()


def test_without_schools_no_name_is_needed_and_none_is_known(mysay):
    """One installation goes on as before."""
    assert mysay("staff", "list", MYSAY_SCHOOLS="").exit_code == 0
    assert mysay("staff", "list", "--school", "oak", MYSAY_SCHOOLS="").exit_code == 2


def test_the_doctor_names_the_school_that_is_ill(mysay, stores):
    """Each is looked at by itself."""
    for school in ("oak", "elm"):
        added(mysay, school)
    ill = stores["elm"]._db.path
    ill.write_bytes(b"no database " * 100)
    for beside in ill.parent.glob("mysay.db-*"):
        beside.unlink()
    said = mysay("doctor").output
    assert "well   oak: 1 members of staff" in said
    assert "WRONG  elm: the database" in said


def test_every_command_about_somebody_s_words_takes_the_name(mysay):
    """Each leaf that opens a store; the option stands in its help."""
    for words in (("staff", "add"), ("staff", "reset"), ("invite",), ("export",), ("erase",), ("unlock",)):
        assert "--school NAME" in mysay(*words, "--help").output, words
    command = of_a_school(of_a_school(main.commands["invite"]))
    assert sum("--school" in found.opts for found in command.params) == 1
