"""SQLite's SQL, said for PostgreSQL."""

import pytest

from records.postgres_words import definition, portable


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("where id = :id and seq < :before_2", "where id = %(id)s and seq < %(before_2)s"),
        ("name = ':id' || '10:30' and x = :x", "name = ':id' || '10:30' and x = %(x)s"),
        ("'it''s :not' || :is", "'it''s :not' || %(is)s"),
        ("cast(a as text), b::text, :c", "cast(a as text), b::text, %(c)s"),
        ("name like '50%' and n % 2 = :n", "name like '50%%' and n %% 2 = %(n)s"),
    ],
)
def test_places_of_values_are_found_outside_texts_alone(ours, theirs):
    """A colon in a text or a cast is none, and a percent sign stays one."""
    assert portable(ours).decode() == theirs


def test_a_trigger_that_refuses_looks_where_it_must():
    """Its condition goes into its function, since it may look into other tables."""
    said = definition(
        "create trigger kept before delete on step\nwhen exists (select 1 from concern where id = old.id)"
        " begin select raise(abort, 'append-only'); end"
    ).decode()
    assert "if exists (select 1 from concern where id = old.id) then raise exception 'append-only'" in said
    assert "before delete on step for each row" in said


def test_what_makes_no_table_stays_as_it_is():
    """An index, and the word text in what is no definition."""
    for statement in ("create index a on b(text)", "update a set integer = 'text'"):
        assert definition(statement).decode() == statement
