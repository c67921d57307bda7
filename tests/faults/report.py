"""The table of a campaign, as Markdown."""

import os
import platform

from tests.faults.campaign import Campaign, Row, quantile

MOST_SECONDS_P95 = 10.0
HEAD = (
    "| fault | number | acknowledged | lost | doubled | misplaced | stuck | sent again | p50, s | p95, s |\n"
    "|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|"
)


def table(campaign: Campaign) -> str:
    """A row for each kind, and one for all."""
    rows = {kind: row for kind, row in campaign.rows.items() if kind != "none"}
    return "\n".join([HEAD, *(_line(kind, row) for kind, row in rows.items()), _line("**all**", all_of(campaign))])


def all_of(campaign: Campaign) -> Row:
    """The sum."""
    total = Row()
    for row in campaign.rows.values():
        for name, value in vars(row).items():
            setattr(total, name, getattr(total, name) + value)
    return total


def held(campaign: Campaign) -> bool:
    """Whether nothing was lost, doubled, misplaced or stuck, and it served again soon enough."""
    total = all_of(campaign)
    return total.clean and quantile(total.seconds, 0.95) <= MOST_SECONDS_P95


def how(campaign: Campaign, minutes: float, when: str) -> str:
    """What was done, when and on what."""
    store = "PostgreSQL" if campaign.system.database else "SQLite"
    return (
        f"{all_of(campaign).number} faults over {campaign.conversations} conversations "
        f"({campaign.diary.turns} turns, {campaign.talkers} people at once) in {minutes:.0f} minutes, "
        f"seed {campaign.seed}, store on {store}, on {when}, {os.cpu_count()} cores "
        f"({platform.machine()}), "
        f"load of the machine at the end {os.getloadavg()[0]:.1f}."
    )


def _line(kind: str, row: Row) -> str:
    figures = (row.number, row.acknowledged, row.lost, row.doubled, row.misplaced, row.stuck, row.resent)
    told = " | ".join(f"{figure:,}" for figure in figures)
    return f"| {kind} | {told} | {row.quantile(0.5):.1f} | {row.quantile(0.95):.1f} |"
