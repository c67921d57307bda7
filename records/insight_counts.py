"""Counts: how many conversations there are of each kind, and how many said what. Never a word, a name or a reference.

Only conversations that have ended count, and of what was said only what its owner lets everyone at the review see:
nothing private, nothing for one place alone, nothing taken back, and nothing that was set apart for safety.
Conversations come in by fives as they end: whoever compares two counts never sees what one of them alone has changed.
"""

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

from records.conversation import SHARED_STATES
from records.database import Database
from records.withholding import LEAST

ENDED = json.dumps(sorted(state.value for state in SHARED_STATES))
STAGES = ("early", "junior", "middle", "upper", "older", "not_given")
"""Year groups up to 2, 3 to 6, 7 to 9, 10 and 11, 12 and over, and not given."""
TALK = """
talk as materialized (
    select row_number() over () as number, conversation.*,
    case audience when 'parent' then '1 ' else '0 ' end || case
        when year_group is null then 'not_given' when year_group <= 2 then 'early' when year_group <= 6 then 'junior'
        when year_group <= 9 then 'middle' when year_group <= 11 then 'upper' else 'older' end
    || ' ' || substr(created, 1, 4) || case
        when substr(created, 6, 2) < '05' then '-1' when substr(created, 6, 2) < '09' then '-2' else '-3' end as grouped
    from conversation where state in (select value from json_each(:states)) order by changed, id
    limit (select count(*) / :least * :least from conversation
        where state in (select value from json_each(:states))))"""
OF_TALKS = f"""
with {TALK}
select 'audience' as what, audience as of_what, '' as value, grouped, count(*) as many from talk group by 2, 4
union all select 'purpose', purpose, '', grouped, count(*) from talk group by 2, 4
union all select 'year', coalesce(cast(year_group as text), ''), '', grouped, count(*) from talk group by 2, 4
union all select 'helped', '', '', grouped, count(*) from talk where helper is not null group by 4
union all select 'adjustment', j.key, '', grouped, count(*) from talk, json_each(adjustments) j group by 2, 4"""  # noqa: S608 -- put together of our own words alone
OF_ANSWERS = f"""
with {TALK},
kind as materialized (select json_extract(value, '$[0]') as question, json_extract(value, '$[1]') as kind
    from json_each(:kinds)),
said as materialized (
    select t.number as talk, a.question_id as question, case a.outcome when 'answered' then 1 else 0 end as told,
        m.input, t.grouped,
        case when a.outcome = 'answered' then nullif(m.picked, '{{}}') end as picked
    from answer a join talk t on t.id = a.conversation_id left join message m on m.seq = a.message_seq
    where a.share = 'review' and a.outcome != 'withdrawn' and not exists (
        select 1 from answer b where b.conversation_id = a.conversation_id and b.question_id = a.question_id
        and b.revision > a.revision)
    and not exists (select 1 from concern u where u.message_seq = a.message_seq and u.level = 'urgent')),
spoken as materialized (
    select talk, kind, grouped, max(told) as told from said join kind using (question) group by 1, 2, 3),
done as (
    select distinct t.number as talk, r.question_id as question, t.grouped from response r join talk t
    on t.id = r.conversation_id where r.did != '' and not exists (
        select 1 from response s where s.conversation_id = r.conversation_id and s.question_id = r.question_id
        and s.seq > r.seq))
select 'choice' as what, question as of_what, j.value as value, grouped, count(*) as many
    from said, json_each(picked, '$.choices') j group by 2, 3, 4
union all select 'card', question, j.key || ' ' || j.value, grouped, count(*)
    from said, json_each(picked, '$.cards') j group by 2, 3, 4
union all select 'place', question, json_extract(picked, '$.scale'), grouped, count(*)
    from said where json_extract(picked, '$.scale') is not null group by 2, 3, 4
union all select 'picked', question, '', grouped, count(*) from said
    where coalesce(json_extract(picked, '$.choices[0]'), json_extract(picked, '$.scale'),
        nullif(json_extract(picked, '$.cards'), '{{}}')) is not null group by 2, 4
union all select 'asked', kind, '', grouped, count(*) from spoken group by 2, 4
union all select 'answered', kind, '', grouped, count(*) from spoken where told = 1 group by 2, 4
union all select 'input', input, '', grouped, count(distinct talk) from said where told = 1 group by 2, 4
union all select 'done', kind, '', grouped, count(distinct talk) from done join kind using (question)
    group by 2, 4
union all select 'done', '', '', grouped, count(distinct talk) from done group by 4"""  # noqa: S608 -- as above


class What(str, Enum):
    """What is counted: so many conversations in which this was so."""

    AUDIENCE = "audience"
    PURPOSE = "purpose"
    YEAR = "year"
    HELPED = "helped"
    ADJUSTMENT = "adjustment"
    INPUT = "input"
    ASKED = "asked"
    ANSWERED = "answered"
    PICKED = "picked"
    CHOICE = "choice"
    CARD = "card"
    PLACE = "place"
    DONE = "done"


@dataclass(frozen=True)
class Group:
    """Whose view it is, at which stage, and in which term the conversation began: "2026-3" is autumn 2026."""

    parent: bool
    stage: str
    term: str


@dataclass(frozen=True)
class Fact:
    """Something that may be so in a conversation: of what, such as a question, and which, such as a card."""

    what: What
    of: str = ""
    value: str = ""


Tally = Mapping[Fact, Mapping[Group, int]]
"""In how many conversations of each group each fact is so."""


class InsightCounts:
    """Counts over all tables; it changes nothing."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def tally(self, kinds: Mapping[str, Iterable[str]]) -> Tally:
        """The whole count; `kinds` has for each question what it belongs to, such as its topic."""
        pairs = json.dumps([[question, kind] for question, names in kinds.items() for kind in names])
        rows: list[Any] = self._db.query(OF_TALKS, states=ENDED, least=LEAST)
        rows += self._db.query(OF_ANSWERS, states=ENDED, least=LEAST, kinds=pairs)
        tally: dict[Fact, Counter[Group]] = {}
        for row in rows:
            fact = Fact(What(row["what"]), str(row["of_what"]), str(row["value"]))
            tally.setdefault(fact, Counter())[_group(row["grouped"])] += row["many"]
        return tally


def _group(text: str) -> Group:
    parent, stage, term = text.split(" ")
    return Group(parent == "1", stage, term)
