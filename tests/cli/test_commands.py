"""The commands as a user runs them: output, messages, exit codes."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PLAN = "example:thai_binh_2025/demo.yaml"
LEDGER = "example:thai_binh_2025/facts"
AS_OF = "2025-06-25T17:00:00+07:00"
GROUPS = {
    "plan": ("check", "diff", "next", "import", "export"),
    "ledger": ("verify", "export", "import", "backup", "roles"),
}
COMMANDS = (
    *("demo", "period", "calendar", "deadline", "workday", "form", "collect"),
    *("evaluate", "report", "verify", "site", "remind", "rules", "explain"),
    *(f"{group} {command}" for group, commands in GROUPS.items() for command in commands),
)


def run(*arguments, cwd=None):
    command = [sys.executable, "-m", "kh2025", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", cwd=cwd, check=False)


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    folder = tmp_path_factory.mktemp("demo")
    return folder, run("demo", "-o", "made", cwd=folder)


def test_demo_says_where_the_report_is(demo):
    """The demo ends well and names the page by its full path."""
    folder, done = demo
    page = folder / "made" / "thai-binh-2025_2025-Q2.html"
    assert done.returncode == 0, done.stderr
    assert str(page) in done.stdout
    assert page.is_file()


def test_demo_leaves_only_the_report(demo):
    """Four formats and the executed notebook, which the command names, their manifests, no private folder."""
    made = list((demo[0] / "made").iterdir())
    suffixes = [".docx", ".html", ".ipynb", ".json", ".json", ".pdf", ".xlsx"]
    assert sorted(file.suffix for file in made) == suffixes
    assert all(str(file) in demo[1].stdout for file in made if file.suffix != ".json")


def test_period_json():
    """The JSON of a period is the documented one."""
    made = json.loads(run("period", "Quý II/2025", "--json").stdout)
    assert made == {
        "period": "2025-Q2",
        "regime": "decree-09",
        "kind": "quarter",
        "year": 2025,
        "index": 2,
        "start": "2025-03-15",
        "end": "2025-06-14",
        "label": "Quý II/2025",
        "iso_interval": "2025-03-15/P3M",
        "next": "2025-Q3",
        "previous": "2025-Q1",
    }


def test_period_regime():
    """`--regime` stands in where the text names none."""
    assert (
        json.loads(run("period", "2025-Q2", "--regime", "calendar", "--json").stdout)["period"]
        == "2025-Q2@calendar"
    )


def test_deadline_json():
    """The JSON of a deadline is the documented one; an assumed year is noticed beside it."""
    done = run("deadline", "Trước ngày 30/6", "--year", "2025", "--json")
    assert json.loads(done.stdout) == {
        "kind": "on_date",
        "due_on": "2025-06-30",
        "start": None,
        "end": None,
        "every": None,
        "inclusive": True,
        "text": "Trước ngày 30/6/2025",
    }
    assert "2025" in done.stderr
    excluded = run("deadline", "Trước ngày 30/6/2025", "--year", "2025", "--before-excludes-day", "--json")
    assert json.loads(excluded.stdout)["due_on"] == "2025-06-29"
    assert "Quý II/2025" in run("deadline", "quí 2", "--year", "2025").stdout


def test_deadline_refused():
    """A deadline that cannot be read ends with code 3 and the reason."""
    done = run("deadline", "Theo kế hoạch của UBND tỉnh", "--year", "2025", "--json")
    assert done.returncode == 3
    assert json.loads(done.stderr)["errors"][0]["code"] == "schedule-dependent"
    far = run("deadline", "Quý II", "--year", "2150", "--json")
    assert far.returncode == 3
    assert "2099" in json.loads(far.stderr)["errors"][0]["accepted"]


def test_workday_json():
    """Working days are added over the worked Saturday; a provisional year is said."""
    added = json.loads(run("workday", "25/4/2025", "--add", "3", "--json").stdout)
    assert added == {"date": "2025-04-29", "working_days": 3, "provisional": False, "unverified": False}
    done = run("workday", "2030-04-29", "--until", "3/5/2030", "--json")
    assert json.loads(done.stdout) | {"date": ""} == {
        "date": "",
        "working_days": 2,
        "provisional": True,
        "unverified": False,
    }
    assert "2030" in done.stderr


@pytest.mark.parametrize(
    "arguments", [["25/4/2025"], ["25/4/2025", "--add", "1", "--until", "1/5/2025"]], ids=["neither", "both"]
)
def test_workday_needs_one_question(arguments):
    """Neither or both questions are a mistake of usage."""
    assert run("workday", *arguments).returncode == 2


def test_workday_with_notices_of_a_province(tmp_path):
    """A file of days off and days worked counts on top of the official ones."""
    (tmp_path / "tinh.yaml").write_text("notices: [{number: 12/UBND-NC, days_off: [2025-10-14]}]\n", "utf-8")
    plain = json.loads(run("workday", "13/10/2025", "--add", "1", "--json").stdout)
    given = run("workday", "13/10/2025", "--add", "1", "--notices", tmp_path / "tinh.yaml", "--json")
    assert (plain["date"], json.loads(given.stdout)["date"]) == ("2025-10-14", "2025-10-15")
    assert run("workday", "13/10/2025", "--add", "1", "--notices", tmp_path / "no.yaml").returncode == 3


def test_workday_without_a_day():
    """What is no day is invalid input."""
    done = run("workday", "31/02/2025", "--add", "1", "--json")
    assert done.returncode == 3
    assert json.loads(done.stderr)["errors"][0]["code"] == "date-day"


def test_calendar():
    """A year has 20 periods; the table, JSON and CSV hold the same."""
    made = json.loads(run("calendar", "2025", "--json").stdout)
    assert len(made["periods"]) == 20
    assert made["periods"][0] == {
        "period": "2025-M01",
        "kind": "month",
        "label": "Tháng 1/2025",
        "start": "2024-12-15",
        "end": "2025-01-14",
        "earliest_due_on": "2025-01-15",
        "due_on": "2025-01-25",
    }
    rows = run("calendar", "2025", "--csv").stdout.splitlines()
    assert [row.split(",")[0] for row in rows] == ["period", *(row["period"] for row in made["periods"])]
    assert "khoản 5 Điều 8" in run("calendar", "2025").stdout
    assert run("calendar", "2150").returncode == 3


def test_calendar_that_ends_in_a_year_without_notice():
    """The day after 31/12/2026 is looked for in 2027, and that year is provisional."""
    done = run("calendar", "2026", "--regime", "calendar", "--json")
    assert json.loads(done.stdout)["provisional"] is True
    assert "2027" in done.stderr
    assert json.loads(run("calendar", "2026", "--json").stdout)["provisional"] is False


@pytest.mark.parametrize(
    ("year", "provisional", "unverified"),
    [("2010", False, True), ("2025", False, False), ("2030", True, False)],
)
def test_calendar_says_what_its_days_off_rest_on(year, provisional, unverified):
    """A past year without notice is unverified, a future one provisional, in the result itself."""
    made = json.loads(run("calendar", year, "--json").stdout)
    assert (made["provisional"], made["unverified"]) == (provisional, unverified)


@pytest.mark.parametrize("regime", ["decree-09", "calendar", "cutoff-20", "decree-09-from-2025-05-05"])
@pytest.mark.parametrize("width", [40, 80, 120])
def test_calendar_is_never_cut_off(regime, width, monkeypatch):
    """Whatever the width and the regime, no line is wider than the terminal and every row ends in its border."""
    monkeypatch.setenv("COLUMNS", str(width))
    table = [
        line for line in run("calendar", 2025, "--regime", regime).stdout.splitlines() if line[:1] in "┏┃┡│└"
    ]
    assert len(table) > 15
    assert all(len(line) <= width and line[-1] in "┓┃┩│┘" for line in table)
    assert min(map(len, table[0][1:-1].split("┳"))) > 2


def test_calendar_of_a_plan():
    """A plan's calendar lists each owed report once, the first due first, from its first owed period on."""
    made = json.loads(run("calendar", "2025", "--plan", PLAN, "--json").stdout)
    due = [row["due_on"] for row in made["reports"]]
    assert due == sorted(due)
    assert due[0] == "2025-05-18"
    assert [row["period"] for row in made["reports"]].count("2025-Q2") == 2
    assert {row["tier"] for row in made["reports"]} == {1, 2}
    rows = run("calendar", "2025", "--plan", PLAN, "--csv").stdout.splitlines()
    assert len(rows) == len(made["reports"]) + 1
    assert "Hạn gửi dựa trên" in run("calendar", "2025", "--plan", PLAN).stdout


def test_calendar_of_a_plan_without_reports():
    """A year that the plan asks no report for is said in a sentence."""
    assert "2024" in run("calendar", "2024", "--plan", PLAN).stdout


def test_calendar_takes_plan_or_regime():
    """The plan names its regimes itself."""
    done = run("calendar", "2025", "--plan", PLAN, "--regime", "calendar", "--json")
    assert done.returncode == 3
    assert json.loads(done.stderr)["errors"][0]["code"] == "calendar-regime"


def test_plan_check():
    """The plan's findings, heaviest first, and the rules that it changes; `--fail-on` makes them exit code 4."""
    done = run("plan", "check", PLAN, "--json")
    assert done.returncode == 0
    found = json.loads(done.stdout)
    severities = [row["severity"] for row in found["findings"]]
    assert severities == sorted(severities, key=["critical", "major", "minor", "notice"].index)
    assert found["verdicts"]["task-not-six-clear"]["breach"] == 7
    assert run("plan", "check", PLAN, "--fail-on", "minor").returncode == 4
    assert run("plan", "check", PLAN, "--fail-on", "major").returncode == 0
    assert any("rõ trách nhiệm" in row["says"] for row in found["findings"])
    (change,) = found["rules"]
    assert change["rule_id"] == "activity-undocumented"
    assert change["reason"] in run("plan", "check", PLAN).stdout


def test_plan_check_of_what_is_no_plan(tmp_path):
    """A file that breaks the schema is invalid input."""
    (tmp_path / "plan.yaml").write_text("id: x\n", "utf-8")
    assert run("plan", "check", tmp_path / "plan.yaml").returncode == 3


def test_plan_diff():
    """Between two days the succession is told in words and as data."""
    done = json.loads(run("plan", "diff", PLAN, "--from", "30/6/2025", "--to", "2025-07-01", "--json").stdout)
    assert (done["from"], done["to"]) == ("2025-06-30", "2025-07-01")
    ended = [row for row in done["changes"] if row["change"] == "ended" and row["subject_id"] == "so-khcn"]
    assert ended[0]["says"] == "Sở KH&CN kết thúc; việc chuyển cho: Sở KH&CN (HY)"
    same = run("plan", "diff", PLAN, "--from", "1/8/2025", "--to", "2/8/2025", "--lang", "en")
    assert "reads the same" in same.stdout
    assert run("plan", "diff", PLAN, "--from", "2/8/2025", "--to", "1/8/2025").returncode == 3


def test_plan_next(tmp_path):
    """The draft is written whole and loads; the list says what was left out; a file is not written over."""
    out = tmp_path / "next.yaml"
    done = run("plan", "next", PLAN, "--ledger", LEDGER, "--as-of", AS_OF, "-o", out, "--json")
    assert done.returncode == 0, done.stderr
    assert {row["is_carried"] for row in json.loads(done.stdout)["origins"]} == {True, False}
    assert run("plan", "check", out, "--json").returncode == 0
    again = run("plan", "next", PLAN, "--ledger", LEDGER, "-o", out, "--json")
    assert json.loads(again.stderr)["errors"][0]["code"] == "file-exists"
    assert "cần quyết định" in run("plan", "next", PLAN, "--ledger", LEDGER, "-o", out, "--force").stdout


def test_evaluate_json_has_the_contracts_keys():
    """`evaluate --json` prints the keys of the contract."""
    done = run("evaluate", PLAN, "2025-Q2", "--ledger", LEDGER, "--as-of", AS_OF, "--json")
    made = json.loads(done.stdout)
    keys = "plan period status_on as_of known_through tasks duties tasks_in_period submissions rates findings provisional"
    assert set(keys.split()) <= made.keys()
    assert (made["status_on"], made["as_of"]) == ("2025-06-14", AS_OF)


def test_evaluate_for_people_names_the_invention():
    """The table says that the example's figures are invented."""
    done = run("evaluate", PLAN, "2025-Q2", "--ledger", LEDGER, "--as-of", AS_OF)
    assert done.returncode == 0
    assert "minh họa" in done.stdout
    assert "68,75%" in done.stdout


@pytest.mark.parametrize(("severity", "code"), [("critical", 0), ("major", 4), ("notice", 4)])
def test_fail_on(severity, code):
    """`--fail-on` turns a breach of this severity or heavier into exit code 4."""
    done = run(
        "evaluate", PLAN, "2025-Q2", "--ledger", LEDGER, "--as-of", AS_OF, "--fail-on", severity, "--json"
    )
    assert done.returncode == code


AUTUMN = ("evaluate", PLAN, "2025-Q3", "--ledger", LEDGER, "--as-of", "2025-09-20T00:00:00+07:00")


def test_evaluate_compares_with_the_period_before():
    """The summary and beside it both looks with changes, transitions, moves and agencies."""
    made = json.loads(run(*AUTUMN, "--compare", "previous", "--json").stdout)
    compared = made["comparison"]
    assert made["period"] == compared["later"]["period"] == "2025-Q3"
    assert (compared["earlier"]["period"], compared["earlier"]["status_on"]) == ("2025-Q2", "2025-06-14")
    assert {"move": "assigned", "task_id": "nv-36"}.items() <= compared["moves"][0].items()


def test_evaluate_says_what_is_not_covered():
    """The year before lies outside the plan: a sentence, or null and the reason."""
    assert "ngoài thời gian của kế hoạch" in run(*AUTUMN, "--compare", "year-before").stdout
    compared = json.loads(run(*AUTUMN, "--compare", "year-before", "--json").stdout)["comparison"]
    assert (compared["earlier"], compared["reason"]) == (None, "not_covered")


def test_records_and_receipts_as_tables():
    """The records that an evaluation makes on demand can be asked for too: the one that holds, and those it replaced."""
    rows = json.loads(run(*AUTUMN, "--table", "records").stdout)
    assert {row["standing"] for row in rows} >= {"holds", "replaced"}
    assert all(
        row["is_first"] in {True, False} for row in json.loads(run(*AUTUMN, "--table", "receipts").stdout)
    )


def test_evaluate_prints_one_table():
    """Rows with the columns of the table's contract, days in ISO 8601, what is missing null."""
    rows = json.loads(run(*AUTUMN, "--table", "timeliness").stdout)
    assert list(rows[0])[:5] == ["obligation_id", "tier", "kind", "period", "cutoff"]
    assert (rows[0]["cutoff"], rows[0]["days_late"]) == ("2025-05-14", None)


@pytest.mark.parametrize(
    ("option", "value", "code"),
    [("--compare", "next", "compare-look"), ("--table", "summary", "table-name")],
    ids=["look", "table"],
)
def test_evaluate_refuses(option, value, code):
    """What does not exist is refused with what there is."""
    done = run(*AUTUMN, option, value)
    assert done.returncode == 3
    assert code in done.stderr


def test_rules_and_explain():
    """Every listed rule can be explained, with its provision and cases."""
    rules = json.loads(run("rules", "--json").stdout)
    assert len(rules) >= 8
    explained = json.loads(run("explain", rules[0]["id"], "--json").stdout)
    assert explained["citation"]
    assert explained["provision"]
    assert {case["expect"] for case in explained["cases"]} >= {"pass", "breach"}


def test_rules_of_a_family():
    """Only the rules of the family; each tells its values with unit and source."""
    found = json.loads(run("rules", "--family", "law", "--json").stdout)
    assert {one["family"] for one in found} == {"law"}
    least = {one["id"]: one["parameters"] for one in found}["report-due-too-soon"]["least"]
    assert (least["unit"], least["values"]) == ("working_days", [{"from": None, "value": 1}])
    assert least["source"] == "khoản 5 Điều 8 Nghị định 09/2019/NĐ-CP"


def test_rules_fit_eighty_columns(monkeypatch):
    """In a terminal of 80 columns no line of the list, or of an explanation, is wider, and ids are whole."""
    monkeypatch.setenv("COLUMNS", "80")
    listed = run("rules").stdout
    assert max(map(len, listed.splitlines())) <= 80
    assert " indicator-worse-than-baseline " in listed
    assert max(map(len, run("explain", "review-late").stdout.splitlines())) <= 80


FORCE = {
    "a-day-before": ("2019-03-11", "not_yet", "chưa có hiệu lực"),
    "first-day": ("2019-03-12", "in_force", "đang áp dụng"),
}


@pytest.mark.parametrize(("day", "standing", "says"), FORCE.values(), ids=FORCE)
def test_explain_says_whether_a_rule_is_in_force(day, standing, says):
    """The day that is asked for decides; the decree is in force from 12/3/2019."""
    arguments = ("explain", "report-due-too-soon", "--on", day)
    assert json.loads(run(*arguments, "--json").stdout)["standing"] == standing
    assert says in run(*arguments).stdout


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("readme", ["README.md", "README.vi.md"])
def test_commands_are_documented(command, readme):
    """Every command stands in both READMEs with every option that its help names."""
    text = (ROOT / readme).read_text("utf-8")
    row = next(line for line in text.splitlines() if line.startswith("|") and f"kh2025 {command}" in line)
    options = set(re.findall(r"--[a-z][a-z-]+", run(*command.split(), "--help").stdout)) - {
        "--help",
        "--json",
        "--out",
        "--lang",
    }
    assert options <= set(re.findall(r"--[a-z][a-z-]+", row))


def test_no_other_commands():
    """The program and its groups have exactly the documented commands."""

    def listed(*group):
        return set(re.findall(r"^│ (\w+) ", run(*group, "--help").stdout, re.MULTILINE))

    found = {f"{group} {command}" for group in GROUPS for command in listed(group)}
    assert found | (listed() - set(GROUPS)) == set(COMMANDS)
    assert set(GROUPS) <= listed()


@pytest.mark.parametrize("where", [0, 1, 2, 3], ids=["first", "second", "third", "last"])
def test_lang_may_stand_anywhere(where):
    """`--lang en` has the same effect in every position."""
    arguments = ["period", "2025-Q2", "--json"]
    arguments[where:where] = ["--lang", "en"]
    assert json.loads(run(*arguments).stdout)["label"] == "Quarter II/2025"


def bad_plan(folder, old, new):
    """The example's plan with one thing changed."""
    text = (ROOT / "examples/thai_binh_2025/plan.yaml").read_text("utf-8")
    assert old in text
    (folder / "plan.yaml").write_text(text.replace(old, new, 1), "utf-8")
    return folder / "plan.yaml"


def facts_with(folder, name, text):
    facts = folder / "facts"
    facts.mkdir()
    (facts / name).write_text(text, "utf-8")
    return facts


@pytest.mark.parametrize(
    ("arguments", "code", "place"),
    [
        (["period", "2025-Q5"], "period-index", ""),
        (["period", "2/2025"], "period-ambiguous", ""),
        (["period", "2025-Q2", "--regime", "x"], "period-regime", ""),
        (["calendar", "1875"], "period-year", "YEAR: "),
        (["explain", "no-such-rule"], "rule", ""),
        (["explain", "task-overdue", "--on", "31/02/2025"], "date-day", "--on"),
        (["rules", "--family", "tasks"], "rule-family", "--family"),
        (["evaluate", "no.yaml", "2025-Q2", "--ledger", LEDGER], "file-missing", "no.yaml"),
        (["evaluate", PLAN, "2025-Q2", "--ledger", "no-folder"], "facts-folder", ""),
        (["evaluate", PLAN, "2025-Q2", "--ledger", "mysql:///facts.db"], "facts-source", ""),
        (["evaluate", PLAN, "2024-Q2", "--ledger", LEDGER], "period-outside", ""),
        (["evaluate", PLAN, "2025-Q2", "--ledger", LEDGER, "--as-of", "2025-07-01"], "moment", "as_of"),
        (["evaluate", PLAN, "2025-Q2", "--ledger", LEDGER, "--agency", "so-x"], "agency", "agency"),
        (["evaluate", PLAN, "2025-Q2", "--ledger", LEDGER, "--fail-on", "x"], "severity", "--fail-on"),
        (
            ["evaluate", PLAN, "2025-Q2", "--ledger", LEDGER, "--status-on", "31/02/2025"],
            "cell-day",
            "status_on",
        ),
        (["evaluate", "example:../../pyproject.toml", "2025-Q2", "--ledger", LEDGER], "example-path", ""),
        (["report", PLAN, "2025-Q2", "--ledger", LEDGER, "--formats", "odt"], "format", "formats"),
        (
            ["report", PLAN, "2025-Q2", "--ledger", LEDGER, "--signed-by", "A"],
            "issue-signed-by",
            "signed_by",
        ),
        (["report", PLAN, "2025-Q2", "--ledger", LEDGER, "--number", "x"], "issue-number", "number"),
        (
            ["report", PLAN, "2025-M05", "2025-Q2", "--ledger", LEDGER, "--number", "7"],
            "issue-several",
            "number",
        ),
        (["report", PLAN, "2025-Q2", "2025-Q7", "--ledger", LEDGER], "period-index", ""),
        (["report", PLAN, "2025-Q2", "--ledger", LEDGER, "--kind", "novel"], "parameter-value", "kind"),
        (["report", PLAN, "2025-Q2", "--ledger", LEDGER, "--engine", "x"], "engine", "--engine"),
        (["report", PLAN, "latest-week", "--ledger", LEDGER], "period-latest", ""),
        (["verify", "no-folder"], "reports-folder", "no-folder"),
    ],
    ids=lambda value: "-".join(value)[:60] if isinstance(value, list) else None,
)
def test_bad_input_is_one_message_and_exit_code_3(arguments, code, place, tmp_path):
    """Exit 3, one line with code and place on standard error, nothing on standard output, nothing written."""
    done = run(*arguments, cwd=tmp_path)
    assert done.returncode == 3
    assert done.stdout == ""
    assert "Traceback" not in done.stderr
    assert done.stderr.startswith(place)
    assert done.stderr.rstrip().endswith(f"[{code}]")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (
            "covers:",
            "colour: red\ncovers:",
            r"plan\.yaml:14 colour: khóa lạ: 'colour'\. Chấp nhận: id, .*\[plan-unknown-key\]",
        ),
        (
            "id: so-tc, ",
            "id: so-khcn, ",
            r"plan\.yaml:\d+ agencies\.\d+\.id: mã trùng: 'so-khcn'.*\[plan-duplicate-id\]",
        ),
        ("2025-01-01/2025-12-31", "2025-31-01/2025-12-31", r"plan\.yaml:14 covers: .*\[plan-span\]"),
    ],
    ids=["unknown-key", "duplicate-id", "bad-span"],
)
def test_a_bad_plan_is_answered_with_its_line(old, new, expected, tmp_path):
    """File, line, key path, value and accepted form, in Vietnamese."""
    plan = bad_plan(tmp_path, old, new)
    done = run("evaluate", plan.name, "2025-Q2", "--ledger", LEDGER, cwd=tmp_path)
    assert done.returncode == 3
    assert any(re.search(expected, line) for line in done.stderr.splitlines()), done.stderr


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        (
            "events.csv",
            "activity_id,held_on,recorded_at,colour\n",
            r"events\.csv:1: cột lạ: 'colour'.*\[facts-column\]",
        ),
        (
            "events.csv",
            "activity_id,held_on,recorded_at\nphien-hop,31/02/2025,2025-06-01T00:00:00+07:00\n",
            r"events\.csv:2 held_on: không phải ngày: '31/02/2025'.*\[cell-day\]",
        ),
    ],
    ids=["unknown-column", "bad-date"],
)
def test_bad_facts_are_answered_with_row_and_column(name, text, expected, tmp_path):
    """File, line, column, value and accepted form."""
    facts = facts_with(tmp_path, name, text)
    done = run("report", PLAN, "2025-Q2", "--ledger", facts, "-o", "out", cwd=tmp_path)
    assert done.returncode == 3
    assert re.search(expected, done.stderr), done.stderr
    assert not (tmp_path / "out").exists()


def test_errors_as_json():
    """With `--json` the error is JSON on standard error: code, place, value, accepted form."""
    done = run("period", "2025-Q5", "--json", "--lang", "en")
    error = json.loads(done.stderr)["errors"][0]
    assert (error["code"], error["value"]) == ("period-index", "2025-Q5")
    assert error["accepted"] == "a number from 1 to 4"


@pytest.mark.parametrize(
    "arguments", [[], ["nothing"], ["period"], ["period", "2025-Q2", "--what"], ["--lang", "fr", "rules"]]
)
def test_wrong_use_is_exit_code_2(arguments):
    """A missing argument, an unknown command, option or language is wrong use."""
    done = run(*arguments)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["period"], "thiếu TEXT."),
        (["deadline", "Quý II"], "thiếu --year."),
        (["perod"], "không có lệnh perod."),
        (["period", "-5"], "không có tùy chọn -5."),
        (["period", "Quý", "II/2025"], "thừa: II/2025. Chuỗi có dấu cách phải đặt trong ngoặc kép."),
        (["deadline", "Quý II", "--year"], "--year cần một giá trị đi kèm."),
        (["period", "2025-Q2", "--json=1"], "--json không nhận giá trị."),
        (["calendar", "abc"], "YEAR: cần số nguyên."),
        (["remind", "x", "--ledger", "y", "--within", "-1"], "--within: ít nhất là 0."),
        (["remind", "x", "--ledger", "y", "--within", "367"], "--within: nhiều nhất là 366."),
        (["workday", "2025-05-05"], "--add hoặc --until: cần đúng một trong hai."),
    ],
    ids=[
        "argument",
        "option",
        "command",
        "no-option",
        "extra",
        "no-value",
        "switch",
        "integer",
        "least",
        "most",
        "own",
    ],
)
def test_wrong_use_is_said_in_vietnamese(arguments, says):
    """How the command is used, where its help is, and what is wrong, without a word of the parser's English."""
    done = run(*arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(("Cách dùng: kh2025 ", "Lỗi: "))
    assert done.stderr.endswith(f"Lỗi: {says}\n")
    assert not re.search("Usage|Error|Try|Missing|Invalid|Input", done.stderr)


def test_a_closed_pipe_is_no_error():
    """`kh2025 rules | head -1` ends quietly."""
    command = f"{sys.executable} -m kh2025 rules --json | head -1"
    done = subprocess.run(command, shell=True, capture_output=True, text=True, check=False)  # noqa: S602
    assert done.stdout.strip() == "["
    assert done.stderr == ""


@pytest.mark.parametrize(
    ("as_of", "period"),
    [("2025-06-15T00:00:00+07:00", "2025-Q2"), ("2025-06-14T23:59:59+07:00", "2025-Q1")],
    ids=["after-the-cut-off", "on-the-cut-off"],
)
def test_evaluate_takes_the_last_period_closed(as_of, period):
    """``latest-quarter`` is the last quarter whose cut-off lies before the day looked at."""
    done = run("evaluate", PLAN, "latest-quarter", "--ledger", LEDGER, "--as-of", as_of, "--json")
    assert json.loads(done.stdout)["period"] == period
