"""`mysay invite`, as an operator types it."""

import pytest
from click.testing import CliRunner

from commands.invite import invite
from records.conversation import Audience
from records.store import Store


@pytest.fixture
def run(tmp_path, monkeypatch):
    """Runs the command on a home of its own; what it told, by name."""
    monkeypatch.setenv("MYSAY_HOME", str(tmp_path))
    monkeypatch.setenv("MYSAY_ADDRESS", "https://mysay.school.example")

    def run(*arguments):
        result = CliRunner().invoke(invite, [*arguments])
        return result, dict(line.split(maxsplit=1) for line in result.stdout.splitlines() if result.exit_code == 0)

    return run


def test_a_link_and_a_code_are_printed(run, tmp_path):
    """The code opens what was prepared, once."""
    _, told = run("child_primary", "--called", "Sam", "--year", "5", "--meeting", "2027-05-03", "--question", "Lunch?")
    assert told["link"] == f"https://mysay.school.example/join/{told['code']}"
    store = Store(tmp_path / "mysay.db")
    invitation = store.invitations.of_code(told["code"])
    review = store.reviews.find(told["review"])
    assert (invitation.audience, invitation.questions) == (Audience.CHILD_PRIMARY, ("Lunch?",))
    assert (review.called, review.year_group, review.meeting) == ("Sam", 5, "2027-05-03")


def test_both_sides_of_a_review_are_invited(run):
    """The second names the review of the first."""
    _, child = run("young_teen", "--about", "R-17")
    _, parent = run("parent", "--review", child["review"])
    assert (child["about"], parent["review"], parent["about"]) == ("R-17", child["review"], "R-17")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["parent", "--meeting", "soon"], "a day such as"),
        (["parent", "--meeting", "9999-01-01"], "three years"),
        (["parent", "--called", "x" * 101], "100 letters"),
        (["parent", "--question", "?"], "in words"),
        (["parent", *(["--question", "Lunch?"] * 6)], "at most 5"),
        (["parent", "--review", "none"], "no review none"),
        (["teacher"], "teacher"),
    ],
)
def test_what_cannot_be_prepared_is_said(run, arguments, said):
    """Plainly, with a status that is not zero, and nothing is printed that looks like a code."""
    result, _ = run(*arguments)
    assert result.exit_code == 2
    assert said in result.stderr
    assert result.stdout == ""
