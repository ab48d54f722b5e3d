"""``kh2025 remind``: letters and summary as files, the same as JSON, one message where something is wrong."""

import json

import pytest

from kh2025.cli.program import run

PLAN = "example:thai_binh_2025/demo.yaml"
GIVEN = ("remind", PLAN, "--ledger", "example:thai_binh_2025/facts", "--as-of", "2025-06-25T17:00:00+07:00")


def test_letters_and_summary_are_written(tmp_path, capsys):
    """One file per agency and format, a page and a workbook over all; JSON names them with the counts."""
    assert run([*GIVEN, "-o", str(tmp_path), "--formats", "html", "--within", "20", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    made = {file for one in told["letters"] for file in one["files"]} | set(told["summary"])
    assert made == {path.as_posix() for path in tmp_path.iterdir()}
    assert told["within"] == 20
    assert all(
        sum(one[key] for key in ("overdue", "missing", "due_soon", "reports_soon")) for one in told["letters"]
    )
    assert {path.rsplit(".", 1)[1] for path in told["summary"]} == {"html", "xlsx"}


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_it_says_that_nothing_is_sent(tmp_path, capsys, lang):
    """The message says how many letters there are and that none has left."""
    assert run([*GIVEN, "-o", str(tmp_path), "--formats", "html", "--lang", lang]) == 0
    assert {"vi": "chưa gửi đi đâu", "en": "nothing is sent"}[lang] in capsys.readouterr().out


def test_a_letter_with_number_day_and_signer(tmp_path, capsys):
    """One letter is issued: no draft any more, with the number on it."""
    issue = ("--number", "12", "--dated", "2025-06-26", "--signed-by", "GIÁM ĐỐC; Nguyễn Văn A")
    assert (
        run([*GIVEN, "-o", str(tmp_path), "--formats", "html", "--agency", "so-nnmt", *issue, "--json"]) == 0
    )
    (made,) = json.loads(capsys.readouterr().out)["letters"]
    page = (tmp_path / made["files"][0]).read_text("utf-8")
    assert "Số: 12/SKHCN" in page
    assert "DỰ THẢO" not in page


BAD = {
    "format": (["--formats", "odt"], 3, "odt"),
    "moment": (["--as-of", "2025-06-25"], 3, "2025-06-25"),
    "days": (["--within", "-1"], 2, "--within"),
    "no format": (["--formats", ","], 3, "[format]"),
    "no letter": (["--agency", "so-khcn"], 3, "[letter-none]"),
    "no agency": (["--agency", "../../x"], 3, "[agency]"),
    "another's symbol": (["--agency", "so-tp", "--number", "76/BC-SKHCN"], 3, "[issue-symbol]"),
    "one number for all": (["--number", "12"], 3, "12"),
    "signer": (["--signed-by", "Nguyễn Văn A"], 3, "Nguyễn Văn A"),
}


@pytest.mark.parametrize(("more", "code", "named"), BAD.values(), ids=BAD)
def test_bad_input_is_one_message(tmp_path, capsys, more, code, named):
    """A wrong format, moment or number of days is named, and no letter is written."""
    assert run([*GIVEN, "-o", str(tmp_path / "out"), *more]) == code
    assert named in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []
