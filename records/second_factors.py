"""Second factors: each member's sealed secret, which code was used last, and codes for when a device is lost."""

from dataclasses import dataclass
from datetime import datetime, timedelta, timezone

from records.clock import later, now
from records.database import Database
from records.secret import code_digest, new_code

CODES = 10
WRONG_AT_MOST, WAIT_MINUTES = 5, 15
"""So many wrong codes, then a wait: held in the store, so that it holds for every process and machine."""


@dataclass(frozen=True)
class SecondFactor:
    """What is known of a member's second factor; the secret is sealed with a key that is not in the store."""

    secret: str
    since: str
    codes_left: int


class SecondFactors:
    """The tables of second factors and recovery codes."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def of(self, member_id: str) -> SecondFactor | None:
        """A member's second factor, or None."""
        rows = self._db.query(
            "select secret, since, (select count(*) from recovery_code where staff_id = :id) as codes_left"
            " from second_factor where staff_id = :id",
            id=member_id,
        )  # fmt: skip
        if not rows:
            return None
        return SecondFactor(str(rows[0]["secret"]), str(rows[0]["since"]), int(str(rows[0]["codes_left"])))

    def sealed(self) -> dict[str, str]:
        """The sealed secret of each member who has one."""
        return {str(row["staff_id"]): str(row["secret"]) for row in self._db.query("select * from second_factor")}

    def seal_anew(self, member_id: str, secret: str) -> None:
        """Keep the same secret under another seal."""
        self._db.execute("update second_factor set secret = :secret where staff_id = :id", id=member_id, secret=secret)

    def set_up(self, member_id: str, secret: str, step: int) -> list[str]:
        """Keep a secret whose code for `step` was just given, in place of any before; the recovery codes, told once."""
        codes = [f"{new_code()}-{new_code()}" for _ in range(CODES)]  # 78 bits each: no digest of one can be undone
        with self._db.transaction():
            self.take_off(member_id)
            self._db.execute(
                "insert into second_factor (staff_id, secret, since, last_step) values (:id, :secret, :now, :step)",
                id=member_id, secret=secret, now=now(), step=step,
            )  # fmt: skip
            for code in codes:
                self._db.execute("insert into recovery_code values (:code, :id)", code=code_digest(code), id=member_id)
        return codes

    def take_off(self, member_id: str) -> bool:
        """Take off a second factor and its codes; false where there was none."""
        with self._db.transaction():
            self._db.execute("delete from recovery_code where staff_id = :id", id=member_id)
            return self._db.execute("delete from second_factor where staff_id = :id", id=member_id) > 0

    def try_code(self, member_id: str) -> int:
        """Count one try, before it is known to be wrong; the seconds to wait where there were too many, else 0."""
        waited = later(-60 * WAIT_MINUTES)
        counted = self._db.execute(
            "update second_factor set wrong = case when wrong_at > :waited then wrong + 1 else 1 end, wrong_at = :now"
            " where staff_id = :id and (wrong < :most or wrong_at <= :waited)",
            id=member_id, now=now(), waited=waited, most=WRONG_AT_MOST,
        )  # fmt: skip
        return 0 if counted else self._wait(member_id)

    def spend_step(self, member_id: str, step: int) -> bool:
        """Take the code of a step as used, with all before it; false where it was used already."""
        return self._db.execute(
            "update second_factor set last_step = :step, wrong = 0 where staff_id = :id and last_step < :step",
            id=member_id, step=step,
        ) > 0  # fmt: skip

    def spend_code(self, member_id: str, code: str) -> bool:
        """Take a recovery code as used; false where it is none, or was used already."""
        with self._db.transaction():
            spent = self._db.execute(
                "delete from recovery_code where staff_id = :id and code = :code", id=member_id, code=code_digest(code)
            )
            if spent:
                self._db.execute("update second_factor set wrong = 0 where staff_id = :id", id=member_id)
            return spent > 0

    def _wait(self, member_id: str) -> int:
        rows = self._db.query("select wrong_at from second_factor where staff_id = :id", id=member_id)
        passed = datetime.now(timezone.utc) - datetime.fromisoformat(str(rows[0]["wrong_at"])) if rows else timedelta()
        return max(1, 60 * WAIT_MINUTES - int(passed.total_seconds()))
