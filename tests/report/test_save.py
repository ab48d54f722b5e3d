"""Files appear whole or not at all."""

import errno
import os
import stat
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from kh2025.errors import ParameterError
from kh2025.report import save as saving
from kh2025.report.document import Heading


@pytest.fixture
def document(make):
    """A document of one heading."""
    return make(Heading("I. Kết quả"))


@pytest.fixture
def text_format(monkeypatch):
    """A second format, so that several files can be asked for."""
    monkeypatch.setitem(saving.FORMATS, "txt", lambda document: document.name.encode())


def test_saves_a_page(document, tmp_path):
    """One file named after the document, in UTF-8, and nothing beside it."""
    assert document.save(tmp_path, ["html"]) == [tmp_path / "q2.html"]
    assert (tmp_path / "q2.html").read_text("utf-8").startswith("<!doctype html>")
    assert [path.name for path in tmp_path.iterdir()] == ["q2.html"]


@pytest.mark.usefixtures("text_format")
def test_files_come_in_the_order_asked_for(document, tmp_path):
    """The result lists the files in the order of the formats; a format named twice is one file."""
    paths = document.save(tmp_path, ["txt", "html", "txt"])
    assert [path.name for path in paths] == ["q2.txt", "q2.html"]


def test_makes_the_folder(document, tmp_path):
    """A folder that is missing is made, with its parents."""
    (path,) = document.save(tmp_path / "a" / "b", ["html"])
    assert path.is_file()


def test_same_document_same_bytes(document, tmp_path):
    """Saving twice gives the same bytes."""
    (first,), (second,) = document.save(tmp_path / "1", ["html"]), document.save(tmp_path / "2", ["html"])
    assert first.read_bytes() == second.read_bytes()


def test_replaces_the_earlier_file(document, tmp_path):
    """A report that is made again takes the place of the earlier one."""
    (tmp_path / "q2.html").write_text("old")
    (path,) = document.save(tmp_path, ["html"])
    assert path.read_text("utf-8") != "old"


def test_does_not_follow_a_link(document, tmp_path):
    """A link that stands where the file goes is replaced; what it points to stays."""
    victim = tmp_path / "victim"
    victim.write_text("kept")
    out = tmp_path / "out"
    out.mkdir()
    (out / "q2.html").symlink_to(victim)
    document.save(out, ["html"])
    assert victim.read_text() == "kept"
    assert not (out / "q2.html").is_symlink()


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX permissions")
@pytest.mark.parametrize(("umask", "mode"), [(0o022, 0o644), (0o077, 0o600), (0o000, 0o644)], ids=oct)
def test_mode_honours_the_umask(document, tmp_path, umask, mode):
    """Others may read the file unless the user's umask says otherwise; nobody else may write it."""
    before = os.umask(umask)
    try:
        (path,) = document.save(tmp_path / "out", ["html"])
    finally:
        os.umask(before)
    assert stat.S_IMODE(path.stat().st_mode) == mode


@pytest.mark.parametrize("formats", [["pdb"], ["html", ""], ["HTML"], ["../html"]], ids=repr)
def test_refuses_an_unknown_format(document, tmp_path, formats):
    """A format that does not exist is named with those that do, and no file is written."""
    with pytest.raises(ParameterError) as refused:
        document.save(tmp_path / "out", formats)
    (problem,) = refused.value.problems
    assert (problem.code, problem.place, problem.value) == ("format", "formats", formats[-1])
    assert "html" in problem.details["known"]
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    "name", ["../x", "/etc/x", "a/b", "a\\b", "C:x", "", ".", "..", "a\x00b", "a\nb"], ids=repr
)
def test_refuses_a_name_that_leaves_the_folder(document, tmp_path, name):
    """A name with a separator, a drive or a control character is no file name."""
    with pytest.raises(ParameterError) as refused:
        replace(document, name=name).save(tmp_path / "out")
    assert [problem.code for problem in refused.value.problems] == ["document-name"]
    assert not (tmp_path / "out").exists()


def test_all_problems_come_at_once(document, tmp_path):
    """Two unknown formats and a bad name are three problems of one error."""
    with pytest.raises(ParameterError) as refused:
        replace(document, name="a/b").save(tmp_path, ["x", "y"])
    assert [problem.code for problem in refused.value.problems] == ["format", "format", "document-name"]


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX devices")
def test_a_link_among_devices_stays(document, tmp_path, monkeypatch):
    """`/dev/stdout` is refused although it leads to a file where the shell redirects it."""
    monkeypatch.setattr(saving, "_DEVICES", tmp_path.resolve())
    (tmp_path / "redirected").write_text("before")
    (tmp_path / "q2.html").symlink_to("redirected")
    with pytest.raises(ParameterError) as refused:
        document.save(tmp_path, ["html"])
    assert refused.value.problems[0].code == "write-target"
    assert (tmp_path / "q2.html").is_symlink()


def _broken_sync(_descriptor):
    raise OSError(errno.ENOSPC, "No space left on device")


def _broken_replace(_path, _target):
    raise OSError(errno.EACCES, "Permission denied")


FAULTS = {
    "disk-full": (os, "fsync", _broken_sync, "No space left on device"),
    "promotion": (Path, "replace", _broken_replace, "Permission denied"),
}


@pytest.mark.parametrize(("owner", "name", "broken", "reason"), FAULTS.values(), ids=FAULTS)
def test_a_failed_write_leaves_the_last_good_file(
    document, tmp_path, monkeypatch, *, owner, name, broken, reason
):
    """The error names file and reason; the old file is whole and no temporary file stays."""
    (tmp_path / "q2.html").write_text("old")
    monkeypatch.setattr(owner, name, broken)
    with pytest.raises(ParameterError) as failed:
        document.save(tmp_path, ["html"])
    (problem,) = failed.value.problems
    assert (problem.code, problem.place, problem.value) == ("write", str(tmp_path / "q2.html"), reason)
    assert [(path.name, path.read_text()) for path in tmp_path.iterdir()] == [("q2.html", "old")]


def test_a_failed_rendering_touches_no_file(document, tmp_path, monkeypatch):
    """All formats are rendered before the first is written, so that the files of one report agree."""

    def broken(_document):
        raise ZeroDivisionError

    monkeypatch.setitem(saving.FORMATS, "bad", broken)
    (tmp_path / "q2.html").write_text("old")
    with pytest.raises(ZeroDivisionError):
        document.save(tmp_path, ["html", "bad"])
    assert [(path.name, path.read_text()) for path in tmp_path.iterdir()] == [("q2.html", "old")]


def test_a_file_in_place_of_the_folder(document, tmp_path):
    """A file where the folder should be is an error that names the file to be written."""
    (tmp_path / "out").write_text("a file")
    with pytest.raises(ParameterError) as failed:
        document.save(tmp_path / "out", ["html"])
    assert failed.value.problems[0].code == "write"
    assert "q2.html" in str(failed.value)


def test_a_folder_in_place_of_the_file(document, tmp_path):
    """A folder where the file should be stays, and is reported."""
    (tmp_path / "q2.html").mkdir()
    with pytest.raises(ParameterError) as refused:
        document.save(tmp_path, ["html"])
    assert refused.value.problems[0].code == "write-target"
    assert [path.name for path in tmp_path.iterdir()] == ["q2.html"]


def _device(path):
    os.mkfifo(path)  # what a test may make of the kinds of devices


def _link_to_a_device(path):
    os.mkfifo(path.parent / "pipe")
    path.symlink_to("pipe")


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX devices")
@pytest.mark.parametrize("placed", [_device, _link_to_a_device], ids=["device", "link-to-a-device"])
def test_a_device_stays_a_device(document, tmp_path, placed):
    """What is no file stays what it is: promoting over /dev/null would take it away from everybody."""
    placed(tmp_path / "q2.html")
    before = (tmp_path / "q2.html").lstat().st_mode, sorted(path.name for path in tmp_path.iterdir())
    with pytest.raises(ParameterError) as refused:
        document.save(tmp_path, ["html"])
    assert refused.value.problems[0].code == "write-target"
    after = (tmp_path / "q2.html").lstat().st_mode, sorted(path.name for path in tmp_path.iterdir())
    assert after == before
