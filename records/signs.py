"""Signs: what in the evidence of a review shows that a duty was kept. A sign is named in data/law.yml."""

from collections.abc import Callable, Iterator, Mapping

from records.answer import Whose
from records.comparison import PAST_SCHOOL_AGE
from records.conversation import Audience
from records.duties import Duty, Finding, Shown, Standing
from records.evidence import Evidence

ADULTHOOD = ("employment", "independence", "community", "health")
ADULTHOOD_FROM = 9
TAKING_PART = "my_review"


def judged(duty: Duty, evidence: Evidence) -> Shown:
    """What a review shows of a duty."""
    found = SIGNS[duty.sign](evidence)
    return Shown(duty, found[0], found[1])


Found = tuple[Standing, tuple[Finding, ...]]


def _both_asked(evidence: Evidence) -> Found:
    """A young person past school age may be the only one to be asked: the views are theirs."""
    alone = any(
        asked.audience is Audience.YOUNG_PERSON or (asked.year_group or 0) >= PAST_SCHOOL_AGE for asked in evidence.own
    )
    own, parents = _gave(evidence, parent=False), _gave(evidence, parent=True)
    missing = [*(() if own else [Finding("no_own")]), *(() if parents or (own and alone) else [Finding("no_parent")])]
    return _standing(bool(own or parents), not missing), (*own, *parents, *missing)


def _any_asked(evidence: Evidence) -> Found:
    found = tuple(
        Finding("purpose", (("purpose", asked.purpose.value), ("who", asked.audience.value)), asked.ended)
        for asked in evidence.asked
        if asked.gave_views
    )
    return _standing(bool(found), bool(found)), found


def _taking_part(evidence: Evidence) -> Found:
    return _topics(evidence, (TAKING_PART,))


def _adulthood(evidence: Evidence) -> Found:
    years = [asked.year_group for asked in evidence.own if asked.year_group is not None]
    year = max(years, default=evidence.year_group)
    if year is None or year < ADULTHOOD_FROM:
        return Standing.NOT_HERE, (Finding("before_year_nine"),)
    return _topics(evidence, ADULTHOOD)


def _topics(evidence: Evidence, wanted: tuple[str, ...]) -> Found:
    talked = [(topic, asked) for asked in evidence.own for topic in asked.topics if topic in wanted]
    found = [Finding("topic", (("topic", topic),), asked.ended) for topic, asked in talked]
    missing = [
        Finding("no_topic", (("topic", topic),)) for topic in wanted if topic not in {name for name, _ in talked}
    ]
    return _standing(bool(found), not missing), (*found, *missing)


def _supported(evidence: Evidence) -> Found:
    found: list[Finding] = []
    for asked in evidence.asked:
        found.append(Finding("told_first", (("who", asked.audience.value),), asked.began))
        if asked.helper:
            found.append(Finding("helped", (("name", asked.helper), ("who", asked.audience.value))))
    return _standing(bool(found), bool(found)), (*found, *_adjustments(evidence))


def _adjusted(evidence: Evidence) -> Found:
    inputs = tuple(
        Finding("input", (("input", kind.value), ("n", str(many)), ("who", asked.audience.value)))
        for asked in evidence.asked
        for kind, many in asked.inputs
    )
    found = tuple(_adjustments(evidence))
    none = () if found else (Finding("no_adjustments"),)
    return _standing(bool(inputs), bool(found or inputs)), (*found, *none, *inputs)


def _adjustments(evidence: Evidence) -> Iterator[Finding]:
    for asked in evidence.asked:
        if asked.adjustments:
            yield Finding("adjusted", (("adjustments", "; ".join(asked.adjustments)), ("who", asked.audience.value)))


def _done(evidence: Evidence) -> Found:
    done = sum(len(asked.done) for asked in evidence.asked)
    waiting = sum(len(asked.open) for asked in evidence.asked)
    found = [Finding("done", (("n", str(done)),))] if done else []
    if waiting:
        found.append(Finding("not_done", (("n", str(waiting)),)))
    return _standing(bool(done), bool(done) and not waiting), tuple(found)


def _worked_together(evidence: Evidence) -> Found:
    whose = tuple(
        Finding("whose", (("whose", kind.value), ("n", str(many)), ("who", asked.audience.value)))
        for asked in evidence.asked
        for kind, many in asked.whose
        if kind is not Whose.OBSERVED
    )
    standing, done = _done(evidence)
    return (standing if whose else Standing.NOT_YET), (*whose, *done)


def _kept_apart(evidence: Evidence) -> Found:
    if not evidence.asked:
        return Standing.NOT_YET, ()
    opened = tuple(
        Finding("opened", (("name", opening.who), ("reason", opening.detail)), opening.at)
        for opening in evidence.openings
    )
    return Standing.SHOWN, (Finding("own_records", (("n", str(len(evidence.asked))),)), *opened)


def _own_choice(evidence: Evidence) -> Found:
    if not any(asked.gave_views for asked in evidence.asked):
        return Standing.NOT_YET, ()
    kept = tuple(
        Finding("kept", (("n", str(asked.kept)), ("who", asked.audience.value)))
        for asked in evidence.asked
        if asked.gave_views
    )
    return Standing.SHOWN, (*kept, Finding("reads", (("n", str(evidence.reads)),)))


def _insight(_: Evidence) -> Found:
    return Standing.NOT_HERE, (Finding("see_insight"),)


def _gave(evidence: Evidence, *, parent: bool) -> tuple[Finding, ...]:
    return tuple(
        Finding(
            "gave_views",
            (("who", asked.audience.value), ("n", str(asked.answered + asked.kept)), ("sittings", str(asked.sittings))),
            asked.ended,
        )
        for asked in (evidence.parents if parent else evidence.own)
        if asked.gave_views
    )


def _standing(some: bool, whole: bool) -> Standing:
    return Standing.SHOWN if some and whole else Standing.PARTLY if some else Standing.NOT_YET


SIGNS: Mapping[str, Callable[[Evidence], Found]] = {
    "both_asked": _both_asked, "any_asked": _any_asked, "taking_part": _taking_part, "supported": _supported,
    "done": _done, "worked_together": _worked_together, "adulthood": _adulthood, "kept_apart": _kept_apart,
    "adjusted": _adjusted, "own_choice": _own_choice, "insight": _insight,
}  # fmt: skip
