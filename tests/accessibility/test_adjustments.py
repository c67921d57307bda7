"""Adjustments: a closed table, of which only what differs from the usual is kept."""

import json

import pytest

from accessibility.adjustments import ROWS, Adjustments, WrongAdjustment, allowed, as_text, checked, from_text
from accessibility.contrast import contrast
from operating.settings import DATA


def test_only_what_differs_from_the_usual_counts_as_chosen():
    """What is as it always is, or is not known to this version, is no adjustment."""
    adjusted = Adjustments.of({"size": 1, "theme": "cream", "hold": 600, "from_another_version": True})
    assert adjusted.chosen() == {"theme": "cream", "hold": 600}


@pytest.mark.parametrize("name", ROWS)
def test_each_value_comes_back_from_a_form_as_it_was(name):
    """A form sends words; they mean the very value."""
    for value in allowed(name):
        found = from_text(name, as_text(value))
        assert (found, type(found)) == (value, type(value))


@pytest.mark.parametrize(
    "given",
    [{"size": 9}, {"size": "1"}, {"size": True}, {"lock": 0}, {"colour": "red"}, {"own_ink": "#12345"}, {"font": {}}],
)
def test_what_is_not_in_the_table_is_refused(given):
    """Unknown names, and values of the wrong kind or size."""
    with pytest.raises(WrongAdjustment):
        checked(given)


def test_own_colours_must_be_readable():
    """Two colours that are alike are no choice; black and white are as far apart as can be."""
    assert round(contrast("#000000", "#ffffff")) == 21
    assert not Adjustments(own_ink="#777777", own_back="#ffffff").readable
    assert Adjustments(own_ink="#330000", own_back="#ffffee").readable


def test_each_adjustment_and_value_has_its_words(bank):
    """What can be chosen can be named on every page and in every record."""
    for name, row in ROWS.items():
        assert f"record_adjusted_{name}" in bank.wordings
        if name in {"language", "own_ink", "own_back", "voice"}:
            continue
        assert f"adjust_{name}" in bank.wordings
        for value in row.metadata["allowed"]:
            own = f"adjust_{name}_{as_text(value)}"
            assert isinstance(value, bool) or own in bank.wordings or f"adjust_{name}_n" in bank.wordings, own


def test_the_api_describes_the_same_table():
    """The published description allows exactly what the table does."""
    described = json.loads((DATA / "schema" / "openapi.json").read_text("utf-8"))["components"]["schemas"][
        "Adjustments"
    ]
    assert set(described["properties"]) == set(ROWS)
    for name, schema in described["properties"].items():
        assert set(schema.get("enum", ())) == set(allowed(name)), name
