"""Who may do what in PostgreSQL: the packaged script of roles, tried out by accounts that have them."""

from importlib.resources import files

import pytest

from kh2025.errors import StoreError
from kh2025.ledger.store import Batch, Store
from kh2025.ledger.store.address import reading, writing

SCRIPT = (files("kh2025.ledger.store") / "roles.sql").read_text("utf-8")
RECORDS = ("progress", "submissions", "readings", "events", "extensions", "remarks")


@pytest.fixture
def owner(postgresql_url, typed, full, now):
    """A store with a record of each type and a file, made by its owner, and the roles."""
    import psycopg  # noqa: PLC0415

    store = Store.at(postgresql_url)
    store.append(Batch(typed({name: [row] for name, row in full.items()}), (b"tep goc",)), now)
    accounts = ("reader", "collector", "auditor")
    with psycopg.connect(postgresql_url, autocommit=True) as connection:
        connection.execute(SCRIPT)
        for name in accounts:
            connection.execute(f"CREATE ROLE test_{name} LOGIN IN ROLE kh2025_{name}")
        connection.execute("CREATE ROLE test_nobody LOGIN")
        connection.execute("CREATE TABLE luong (nguoi text)")
    yield store
    with psycopg.connect(postgresql_url, autocommit=True) as connection:
        connection.execute("DROP OWNED BY kh2025_reader, kh2025_collector, kh2025_auditor")
        for name in (
            *(f"test_{name}" for name in (*accounts, "nobody")),
            *(f"kh2025_{name}" for name in accounts),
        ):
            connection.execute(f"DROP ROLE {name}")


@pytest.fixture
def account(owner, postgresql_url):  # noqa: ARG001
    """The store as an account with a role sees it."""
    return lambda name: Store.at(postgresql_url.replace("postgres:@", f"test_{name}@"))


def denied(work, *arguments):
    with pytest.raises(StoreError) as caught:
        work(*arguments)
    return [problem.code for problem in caught.value.problems] == ["store-denied"]


def execute(store, statement):
    with writing(store.address) as connection:
        connection.exec_driver_sql(statement)


def test_collector_adds_records_and_files(owner, account, typed, full, now):
    """What a collector adds is chained like everything else, and supersedes what was there."""
    collector = account("collector")
    receipt = collector.append(Batch(typed({"progress": [full["progress"]]}), (b"tep khac", b"tep goc")), now)
    assert (receipt.commit, receipt.files) == (2, 1)
    assert collector.append(
        Batch(typed({"progress": [full["progress"]]}), (b"tep khac", b"tep goc")), now
    ).is_repeat
    verified = owner.verify()
    assert (verified.records["progress"], verified.files) == (2, 2)


FORBIDDEN = {
    **{f"update-{name}": f"UPDATE {name} SET hash = hash" for name in (*RECORDS, "commits")},
    **{f"delete-{name}": f"DELETE FROM {name}" for name in (*RECORDS, "commits", "files", "store")},
    **{f"truncate-{name}": f"TRUNCATE {name}" for name in (*RECORDS, "commits", "files")},
    "update-file": "UPDATE files SET content = ''",
    "read-files": "SELECT content FROM files",
    "read-files-whole": "SELECT * FROM files",
    "read-other-tables": "SELECT * FROM luong",
    "read-passwords": "SELECT * FROM pg_authid",
    "raise-version": "INSERT INTO store VALUES (2)",
    "drop": "DROP TABLE progress",
    "drop-trigger": "DROP TRIGGER progress_append_only ON progress",
    "disable-trigger": "ALTER TABLE progress DISABLE TRIGGER ALL",
    "replace-function": "CREATE OR REPLACE FUNCTION kh2025_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$",
    "create-table": "CREATE TABLE mine (a int)",
    "become-owner": "SET ROLE postgres",
    "upsert": "INSERT INTO store VALUES (1) ON CONFLICT (version) DO UPDATE SET version = 9",
}


@pytest.mark.parametrize("statement", FORBIDDEN.values(), ids=FORBIDDEN)
@pytest.mark.parametrize("role", ["collector", "reader"])
def test_what_is_stored_cannot_be_touched(owner, account, role, statement):
    """No update, no delete, no way around them; no contents of files, no other table."""
    head = owner.verify().head
    assert denied(execute, account(role), statement)
    assert owner.verify().head == head


def test_reader_reads_and_adds_nothing(account, typed, full, now):
    """Reports need records and commits, and nothing else."""
    reader = account("reader")
    assert [len(reader.facts()[name]) for name in RECORDS] == [1] * 6
    assert denied(reader.append, Batch(typed({"events": [full["events"]]})), now)
    assert denied(reader.verify)
    assert denied(reader.file, "00" * 32)


def test_auditor_verifies_and_backs_up(owner, account, typed, full, now, tmp_path):
    """Verifying and backing up need everything, but to read it only."""
    auditor = account("auditor")
    assert auditor.backup(f"{tmp_path}/copy.db") == owner.verify() == auditor.verify()
    assert denied(auditor.append, Batch(typed({"events": [full["events"]]})), now)


def test_without_a_role_there_is_nothing_to_see(account):
    """An account of the same server without a role reads nothing."""
    assert denied(account("nobody").facts)


def test_script_names_every_table(owner):
    """A table that is added has to be granted or refused."""
    from kh2025.ledger.store.schema import METADATA  # noqa: PLC0415

    with reading(owner.address) as connection:
        query = "SELECT DISTINCT table_name FROM information_schema.role_table_grants WHERE grantee = 'kh2025_auditor'"
        assert set(connection.exec_driver_sql(query).scalars()) == set(METADATA.tables)
