"""The tables, and every change ever made to them, in order: a released migration is never edited.

Each runs on SQLite and on PostgreSQL. Write it as statements in SQLite's words, through `db.execute` alone:
records/postgres_schema.py says them in PostgreSQL's, as far as it knows them (strict tables of text, integer and blob,
columns added, indexes, triggers that refuse). tests/records/test_engines.py tells where it does not.
"""

from sqlite_utils import Database, Migrations

from records.clock import now

migrations = Migrations("mysay")


@migrations()
def m001_first_tables(db: Database) -> None:
    """Conversations, their messages and answers, concerns, staff and the audit."""
    for table in (CONVERSATION, ACCESS, MESSAGE, ASKED, ANSWER, CONCERN, STAFF, SESSION, AUDIT):
        db.execute(table)
    for index in INDEXES:
        db.execute(index)


@migrations()
def m002_alerts(db: Database) -> None:
    """Whom a concern was told, and how often that was tried."""
    db.execute(ALERT)
    db.execute("create index concern_unread on concern(at) where acknowledged is null")
    db.execute("create index concern_by_conversation on concern(conversation_id)")


@migrations()
def m003_memory(db: Database) -> None:
    """Which conversation came before, as the person proved, and what was done about what they said."""
    db.execute("alter table conversation add column earlier_id text references conversation(id) on delete set null")
    db.execute(RESPONSE)
    db.execute("create index response_by_conversation on response(conversation_id, question_id)")
    db.execute("create index conversation_by_earlier on conversation(earlier_id)")


@migrations()
def m004_quick_turns(db: Database) -> None:
    """What each turn looks up stands where it is found at once, however long the conversation has grown."""
    db.execute("alter table asked add column echo text")
    db.execute("alter table asked add column echo_of integer")
    db.execute("create index message_waiting on message(conversation_id, seq) where reply is null")
    db.execute("create index concern_by_message on concern(message_seq)")


@migrations()
def m005_templates(db: Database) -> None:
    """Word files of an authority's own, to be filled with records."""
    db.execute(TEMPLATE)


@migrations()
def m006_drawings(db: Database) -> None:
    """Pictures that people drew or took."""
    db.execute(DRAWING)
    db.execute("create index drawing_by_conversation on drawing(conversation_id)")


@migrations()
def m010_recordings(db: Database) -> None:
    """Somebody's own voice, where they chose that it is kept."""
    db.execute(RECORDING)
    db.execute("create index recording_by_conversation on recording(conversation_id)")


@migrations()
def m009_desk(db: Database) -> None:
    """What leads do about a concern, how long a conversation is kept, and an audit that can be searched."""
    for column in ("unread_since", "holder", "holder_name", "ending", "whom"):
        db.execute(f"alter table concern add column {column} text")
    db.execute("update concern set unread_since = at where acknowledged is null")
    for statement in (CONCERN_STEP, *CONCERN_STEP_RULES, KEEPING, *DESK_INDEXES):
        db.execute(statement)


@migrations()
def m007_reviews(db: Database) -> None:
    """Reviews, the invitations to them, and a practitioner's own questions in a conversation."""
    db.execute(REVIEW)
    db.execute(INVITATION)
    db.execute("alter table conversation add column questions text not null default '[]'")
    for column in ("review_id", "conversation_id"):
        db.execute(f"create index invitation_by_{column} on invitation({column})")
    db.execute("create index review_by_about on review(about)")


@migrations()
def m008_second_factor(db: Database) -> None:
    """A second factor, an authority's own sign-in, and sessions that say how they began; all sign in once more."""
    for change in ("removed text", "subject text"):
        db.execute(f"alter table staff add column {change}")
    db.execute("create unique index staff_by_subject on staff(subject)")
    db.execute("drop table session")
    for table in (SIGNED_IN, SECOND_FACTOR, RECOVERY_CODE, OPENID_TRY):
        db.execute(table)
    db.execute("create index session_by_staff on session(staff_id)")
    db.execute("create index recovery_code_by_staff on recovery_code(staff_id)")


@migrations()
def m011_picture_password(db: Database) -> None:
    """Three pictures that a code needs beside it, where somebody chose that."""
    db.execute(PICTURES_OF_A_CODE)


@migrations()
def m012_closed_reviews(db: Database) -> None:
    """Reviews that a practitioner has done with, whether or not everybody who was invited has finished."""
    db.execute("alter table review add column closed text")


@migrations()
def m014_staff_at_work(db: Database) -> None:
    """Failed tries that all processes count together, records signed off, and who is reminded of what is due."""
    for statement in (FAILED_TRY, SIGN_OFF, REMINDER, "alter table review add column before text"):
        db.execute(statement)
    for column in ("key, until", "until"):
        db.execute(f"create index failed_try_by_{column.partition(',')[0]} on failed_try({column})")


@migrations()
def m015_erasures(db: Database) -> None:
    """What was erased, by id: a backup that is put back brings it back, and it must go again."""
    db.execute(ERASURE)


@migrations()
def m016_devices(db: Database) -> None:
    """Tokens that rest unless they are used, and those of browsers, which change; who is in counts as seen now."""
    for column in DEVICE_COLUMNS:
        db.execute(f"alter table access add column {column}")
    db.execute("update access set seed = token, made = created, seen = :now", {"now": now()})
    for column in ("successor", "before", "seed"):
        db.execute(f"create index access_by_{column} on access({column})")


@migrations()
def m018_claims(db: Database) -> None:
    """Until when an invitation is held by whoever opens it: what a dead process held counts again."""
    db.execute("alter table invitation add column claimed_until text")


CONVERSATION = """
create table conversation (
    id text primary key, resume_code text not null unique,
    audience text not null, purpose text not null, year_group integer, called text, about text, helper text,
    adjustments text not null default '{}', state text not null, way text not null default 'full',
    topic text, current text, created text not null, changed text not null, retain_until text
) strict"""

# One row a device; only a digest of the token is kept.
ACCESS = """
create table access (
    token text primary key, conversation_id text not null references conversation(id) on delete cascade,
    created text not null
) strict"""

# `seed` makes the successor of a token, whose digest stands here from when it is given out until it has come back;
# `before` is the one that it followed.
DEVICE_COLUMNS = (
    "page integer not null default 0", "seed text not null default ''", "made text not null default ''",
    "seen text not null default ''", "successor text", "successor_made text not null default ''", "before text",
    "before_until text not null default ''",
)  # fmt: skip

# The only home of what was said: an answer points at its message, so that erasing one row erases the words.
MESSAGE = """
create table message (
    seq integer primary key autoincrement,
    conversation_id text not null references conversation(id) on delete cascade,
    id text not null, question_id text, words text, picked text not null default '{}', wish text,
    input text not null, edited integer not null default 0, received text not null, reply text,
    unique (conversation_id, id)
) strict"""

# The wording that was shown is evidence: a question reworded later does not change what this person was asked.
ASKED = """
create table asked (
    conversation_id text not null references conversation(id) on delete cascade,
    question_id text not null, wording text not null, at text not null,
    primary key (conversation_id, question_id)
) strict"""

ANSWER = """
create table answer (
    conversation_id text not null references conversation(id) on delete cascade,
    question_id text not null, revision integer not null,
    message_seq integer references message(seq) on delete set null,
    outcome text not null, wording text not null, whose text not null, share text not null, helper text,
    at text not null,
    primary key (conversation_id, question_id, revision)
) strict"""

# No foreign key: what may be a cry for help outlives the conversation that it was said in.
CONCERN = """
create table concern (
    id text primary key, conversation_id text not null, message_seq integer, level text not null,
    signals text not null, words text, at text not null, delivered text, acknowledged_by text, acknowledged text
) strict"""

# `claimed_until` is set while a process tells it, so that no other does; `failed` is a kind of error, never its text.
ALERT = """
create table alert (
    concern_id text not null references concern(id) on delete cascade, channel text not null,
    tries integer not null default 0, due text, claimed_until text, delivered text, failed text,
    primary key (concern_id, channel)
) strict"""

# Only ever added to: the newest stands, and what was promised before can be seen.
RESPONSE = """
create table response (
    seq integer primary key autoincrement,
    conversation_id text not null references conversation(id) on delete cascade,
    question_id text not null, did text not null, by_when text, who text not null, at text not null
) strict"""

TEMPLATE = """
create table template (
    id text primary key, name text not null, file blob not null, who text not null, added text not null, removed text
) strict"""

STAFF = """
create table staff (
    id text primary key, username text not null unique, name text not null, role text not null,
    password text not null, created text not null
) strict"""

SESSION = """
create table session (
    token text primary key, staff_id text not null references staff(id) on delete cascade, expires text not null
) strict"""

# `proof` is what opened it: a password, a password and a code, or an authority's own sign-in.
SIGNED_IN = """
create table session (
    token text primary key, staff_id text not null references staff(id) on delete cascade,
    proof text not null, device text not null, began text not null, seen text not null, expires text not null
) strict"""

# `secret` is sealed with a key that is not in the database; `last_step` makes each code good for one sign-in.
SECOND_FACTOR = """
create table second_factor (
    staff_id text primary key references staff(id) on delete cascade, secret text not null, since text not null,
    last_step integer not null, wrong integer not null default 0, wrong_at text not null default ''
) strict"""

RECOVERY_CODE = """
create table recovery_code (
    code text primary key, staff_id text not null references staff(id) on delete cascade
) strict"""

# One sign-in at an authority's own door, from its beginning until it comes back, once.
OPENID_TRY = """
create table openid_try (
    state text primary key, browser text not null, nonce text not null, verifier text not null,
    target text not null, expires text not null
) strict"""

AUDIT = """
create table audit (
    seq integer primary key autoincrement, at text not null, who text not null, did text not null,
    conversation_id text, detail text not null default ''
) strict"""

# Apart from the messages, which are read often: a picture is read only where it is shown.
DRAWING = """
create table drawing (
    id text primary key, conversation_id text not null references conversation(id) on delete cascade,
    image blob not null, at text not null
) strict"""

# Gone with the message whose words it says.
RECORDING = """
create table recording (
    message_seq integer primary key references message(seq) on delete cascade,
    conversation_id text not null references conversation(id) on delete cascade, sound blob not null, at text not null
) strict"""

# Only ever added to: notes about a child's safety are evidence. They go only with the concern itself.
CONCERN_STEP = """
create table concern_step (
    seq integer primary key autoincrement, concern_id text not null references concern(id) on delete cascade,
    did text not null, who text not null, at text not null, words text not null default '', handed_to text, ending text
) strict"""
CONCERN_STEP_RULES = (
    "create index concern_step_by_concern on concern_step(concern_id, seq)",
    """create trigger concern_step_is_append_only_1 before update on concern_step
    begin select raise(abort, 'append-only'); end""",
    """create trigger concern_step_is_append_only_2 before delete on concern_step
    when exists (select 1 from concern where id = old.concern_id) begin select raise(abort, 'append-only'); end""",
)

# What staff decided about how long a conversation is kept; `until` is null where they let it go. The newest stands.
KEEPING = """
create table keeping (
    seq integer primary key autoincrement,
    conversation_id text not null references conversation(id) on delete cascade,
    did text not null, until text, reason text not null default '', who text not null, at text not null
) strict"""

REVIEW = """
create table review (
    id text primary key, about text not null, purpose text not null, who text not null, made text not null,
    called text, year_group integer, meeting text
) strict"""

# Only a digest of the code is kept; what was prepared stays as it was once somebody has come by it.
INVITATION = """
create table invitation (
    id text primary key, review_id text not null references review(id) on delete cascade, audience text not null,
    who text not null, made text not null, expires text not null, code text not null unique, helper text,
    adjustments text not null default '{}', questions text not null default '[]', used text, withdrawn text,
    conversation_id text references conversation(id) on delete set null
) strict"""

DESK_INDEXES = (
    "create index keeping_by_conversation on keeping(conversation_id, seq)",
    "create index conversation_by_end on conversation(retain_until) where retain_until is not null",
    "drop index concern_unread",
    "create index concern_waiting on concern(unread_since) where unread_since is not null",
    "create index audit_by_conversation on audit(conversation_id, seq)",
    "create index audit_by_who on audit(who, seq)",
    "create index audit_by_did on audit(did, seq)",
)

PICTURES_OF_A_CODE = """
create table picture_password (
    conversation_id text primary key references conversation(id) on delete cascade, hash text not null
) strict"""

# Only a digest of whom or what is counted by, until it no longer counts.
FAILED_TRY = "create table failed_try (key text not null, until text not null) strict"

# `seal` is that of the record as it was when it was checked.
SIGN_OFF = """
create table sign_off (
    conversation_id text primary key references conversation(id) on delete cascade,
    seal text not null, who text not null, at text not null
) strict"""

# `sent` is the day of the last one.
REMINDER = """
create table reminder (
    staff_id text primary key references staff(id) on delete cascade, email text not null, sent text
) strict"""

# Ids alone, and no foreign key: what they name is gone.
ERASURE = """
create table erasure (
    seq integer primary key autoincrement, at text not null, what text not null, conversation_id text not null,
    question_id text not null default ''
) strict"""

INDEXES = (
    "create index message_by_conversation on message(conversation_id, seq)",
    "create index conversation_by_changed on conversation(changed)",
    "create index concern_by_time on concern(at)",
    "create trigger audit_is_append_only_1 before update on audit begin select raise(abort, 'append-only'); end",
    "create trigger audit_is_append_only_2 before delete on audit begin select raise(abort, 'append-only'); end",
)
