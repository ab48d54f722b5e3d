"""Equal inputs give equal bytes: in another process, folder, home, time zone and locale, on another day."""

import json
import os
import subprocess
import sys

import pytest

MADE = """
import hashlib, json, sys
import kh2025
from kh2025.report import letters
from kh2025.report.save import FORMATS
plan = kh2025.load_plan("example:thai_binh_2025/demo.yaml")
facts = kh2025.open_facts("example:thai_binh_2025/facts")
as_of = "2025-06-25T17:00:00+07:00"
ev = kh2025.evaluate(plan, facts, "2025-Q2", as_of=as_of)
found = letters.remind(plan, facts, as_of)
documents = {
    "period": kh2025.period_report(ev),
    "agency": kh2025.period_report(ev.for_agency("so-yt"), "en"),
    "session": kh2025.session_brief(ev),
    "audit": kh2025.plan_audit(kh2025.check_plan(plan)),
    "annual": kh2025.annual_review(kh2025.review_year(plan, facts, "2025-A1", as_of=as_of)),
    "letter": letters.letter(found, "so-nnmt"),
    "summary": letters.summary(found),
}
def digest(made):
    return hashlib.sha256(made if isinstance(made, bytes) else made.encode()).hexdigest()
print(json.dumps({f"{kind}.{name}": digest(render(document))
    for kind, document in documents.items() for name, render in FORMATS.items()}))
"""
#: A day later, for every clock that Python's own modules ask.
TOMORROW = """
import time
day, asked = 86_400 + 3_723, {name: getattr(time, name) for name in ("time", "time_ns", "localtime", "gmtime")}
time.time = lambda: asked["time"]() + day
time.time_ns = lambda: asked["time_ns"]() + day * 10**9
time.localtime = lambda at=None: asked["localtime"](time.time() if at is None else at)
time.gmtime = lambda at=None: asked["gmtime"](time.time() if at is None else at)
"""
HERE = {"PYTHONHASHSEED": "1", "TZ": "Asia/Ho_Chi_Minh", "LC_ALL": "C.UTF-8"}
THERE = {
    "PYTHONHASHSEED": "2",
    "TZ": "Pacific/Auckland",
    "LC_ALL": "C",
    "USER": "nguyen",
    "LOGNAME": "nguyen",
}
#: No program to call, no font of the system, and a home that cannot be made.
BARE = {"PATH": "", "FONTCONFIG_FILE": "/dev/null", "HOME": "/dev/null/home"}


def made(folder, environment, *flags):
    """Digests of all formats of every kind of document, made by a process of its own."""
    folder.mkdir(parents=True)
    kept = {name: value for name, value in os.environ.items() if name not in {"KH2025_LANG", "MPLCONFIGDIR"}}
    command = [sys.executable, *flags, "-c", MADE]
    done = subprocess.run(
        command, cwd=folder, env=kept | environment, capture_output=True, text=True, check=True
    )
    return json.loads(done.stdout)


@pytest.mark.skipif(os.name != "posix", reason="homes and locales are said otherwise there")
def test_elsewhere_and_on_another_day(tmp_path):
    """Nothing of the process, its user, its folder or its day is in any file."""
    clock = tmp_path / "clock"
    clock.mkdir()
    (clock / "sitecustomize.py").write_text(TOMORROW, "utf-8")
    paths = os.pathsep.join(filter(None, (str(clock), os.environ.get("PYTHONPATH", ""))))
    here = made(tmp_path / "here", HERE)
    there = made(tmp_path / "nơi khác {x}", THERE | BARE | {"PYTHONPATH": paths}, "-O")
    assert here == there
    assert len(here) == 28
