"""The plan around a draft's tasks: what the file cannot tell stands as a marked value; what comes out always loads."""

import json
from typing import Any

from pydantic import ValidationError

from kh2025 import messages
from kh2025.errors import PlanError, Problem
from kh2025.office_files import OfficeFile
from kh2025.plan import blanks
from kh2025.plan.intake.agency_book import AgencyBook, Ids
from kh2025.plan.intake.doubts import Doubt, Doubts
from kh2025.plan.intake.draft_tasks import LONGEST
from kh2025.plan.model import Plan
from kh2025.text.normal import clean, without_marks

_PASSES = 5  # what is taken out may leave something behind that does not load either


def shown_name(name: str) -> str:
    """A file's name as a text of the plan: what no text may carry is left out."""
    return clean(name.encode("utf-8", "replace").decode()).replace("\n", " ").strip() or "?"


def draft_plan(
    file: OfficeFile, year: int, book: AgencyBook, sections: list[dict[str, Any]], tasks: list[dict[str, Any]]
) -> dict[str, Any]:
    """The whole plan as plain values, empty lists left out."""
    name, stem = shown_name(file.path.name), file.path.stem
    fill = blanks.fill()
    known = {"agencies": [], "groups": []} | (_dumped(book.known) if book.known else {})
    plan = {
        "id": Ids().make(stem, "" if without_marks(stem)[:1].isalpha() else "kh-"),
        "title": f"{fill}: {messages.text('labels', 'draft.title', file=name)}"[:LONGEST],
        "decision": blanks.decision(),
        "in_force_from": f"{year}-01-01",
        "covers": f"{year}-01-01/{year}-12-31",
        "notes": [{"id": "ban-nhap", "text": messages.text("labels", "draft.note", file=name)}],
        "assumptions": [blanks.assumption("draft.assumption")],
        "letterheads": [
            {"valid_from": f"{year}-01-01", "body": fill, "place": fill, "code": fill, "mark": "assumption"}
        ],
        "sections": sections,
        "agencies": [*known["agencies"], *book.made.values()],
        "groups": known["groups"],
        "tasks": tasks,
    }
    return {key: value for key, value in plan.items() if value != []}


def _dumped(plan: Plan) -> dict[str, Any]:
    """Agencies and groups as plain values, what is not said left out."""
    return plan.model_dump(mode="json", include={"agencies", "groups"}, exclude_defaults=True)


def make_loadable(plan: dict[str, Any], doubts: Doubts) -> None:
    """Take out what the schema refuses, one by one, and say so: a draft always loads."""
    for _ in range(_PASSES):
        try:
            Plan.model_validate_json(json.dumps(plan, ensure_ascii=False))
        except ValidationError as error:
            # From the last one back, so that what leaves a list moves nothing that is still to be looked at.
            for detail in reversed(error.errors(include_url=False)):
                _take_out(plan, detail, doubts)
        else:
            return
    raise PlanError(Problem("import-nothing", "draft"))


def _take_out(plan: dict[str, Any], detail: Any, doubts: Doubts) -> None:
    """The value is put right where its error says how, else it leaves the draft, if need be with what it is part of."""
    way = list(detail["loc"])
    is_missing = detail["type"] == "missing"
    holder, last = _held(plan, way[:-1] if is_missing else way)
    value = None if is_missing else holder[last]
    key = ".".join(map(str, way))
    details = {"key": key, "reason": detail["type"]}
    doubts.add(Doubt("", None, None, Problem("import-refused", value=value, details=details)))
    said = (detail.get("ctx") or {}).get("text")
    if said is not None:
        holder[last] = said
    else:
        del holder[last]


def _held(plan: dict[str, Any], way: list[Any]) -> tuple[Any, Any]:
    holder: Any = plan
    for part in way[:-1]:
        holder = holder[part]
    return holder, way[-1]
