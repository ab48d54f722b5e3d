"""A plan as StratML Part 2 (``PerformancePlanOrReport``, schema version of 2016-02-16).

What stands where: sections are goals, tasks objectives of their section; standing activities and indicators,
which belong to no section, are objectives of a goal of their own. An objective has no date of its own, so the
due days of a task are target results of an indicator "completion". The purposes are the mission; a plan has no
vision, no values, no submitting person and no web address, so these elements are left out, as are the
reporting obligations, for which StratML has no place.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from xml.etree import ElementTree as ET

from kh2025.messages import text
from kh2025.plan.exports.due_days import task_days
from kh2025.plan.exports.identifiers import identifier
from kh2025.plan.exports.wording import document_name, invention, joined, line
from kh2025.plan.model import Plan
from kh2025.plan.parts import Activity, Indicator, Section, Task
from kh2025.text.xml_text import xml_text

NAMESPACE = "urn:ISO:std:iso:17469:tech:xsd:PerformancePlanOrReport"


def export(plan: Plan) -> bytes:
    """The plan as indented UTF-8 XML."""
    root = _element("PerformancePlanOrReport", *_parts(plan), xmlns=NAMESPACE, Type="Performance_Plan")
    ET.indent(root)
    made: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return made + b"\n"


def _element(name: str, *inside: ET.Element | str | None, **attributes: str) -> ET.Element:
    """An element with a text or with the elements that there are."""
    made = ET.Element(name, attributes)
    for part in inside:
        if isinstance(part, str):
            made.text = xml_text(part)
        elif part is not None:
            made.append(part)
    return made


def _optional(name: str, value: str | date | None) -> ET.Element | None:
    return _element(name, str(value)) if value else None


def _lines(name: str, lines: Iterable[str]) -> ET.Element | None:
    return _optional(name, "\n".join(lines))


def _parts(plan: Plan) -> Iterator[ET.Element | None]:
    yield _element("Name", plan.title)
    yield _element("Description", text("exports", "stratml.laid_down", document=document_name(plan.decision)))
    yield _lines("OtherInformation", _remarks(plan))
    yield _element("StrategicPlanCore", _organization(plan), _mission(plan), *_goals(plan))
    yield _element(
        "AdministrativeInformation",
        _identifier(plan),
        _element("StartDate", str(plan.covers.first)),
        _element("EndDate", str(plan.covers.last)),
        _optional("PublicationDate", plan.decision.issued_on),
    )


def _remarks(plan: Plan) -> Iterator[str]:
    """What is invented first, then notes, assumptions and legal bases."""
    yield from invention(plan)
    yield from (note.text for note in plan.notes)
    yield from (line(text("document", "note.assumption"), one.text) for one in plan.assumptions)
    if plan.legal_bases:
        names = joined(document_name(one) for one in plan.legal_bases)
        yield text("exports", "stratml.bases", documents=names)


def _identifier(plan: Plan, *parts: str) -> ET.Element:
    """An ``xsd:ID``, which may not begin with a digit."""
    return _element("Identifier", f"_{identifier(plan, *parts)}")


def _organization(plan: Plan) -> ET.Element:
    """The issuing body, with everybody that the plan names."""
    head = plan.letterhead(plan.in_force_from)
    role = text("exports", "stratml.stakeholder")
    return _element(
        "Organization",
        _element("Name", plan.decision.issuer or head.body),
        _element("Acronym", head.code),
        _identifier(plan, "organization"),
        *(_party(plan, id_, role) for id_ in (*plan.agency, *plan.group)),
        *(_leader(name, text("exports", "stratml.leader")) for name in plan.responsible),
    )


def _mission(plan: Plan) -> ET.Element | None:
    if not plan.purposes:
        return None
    return _element("Mission", _lines("Description", plan.purposes), _identifier(plan, "mission"))


def _goals(plan: Plan) -> Iterator[ET.Element]:
    """One goal at least, which the schema asks for."""
    yield from (_section(plan, section) for section in plan.sections)
    if not plan.sections:
        yield _goal(plan, "tasks", plan.title, text("exports", "stratml.no_section"), ())
    if plan.activities:
        yield _own_goal(plan, "activities", (_activity(plan, one) for one in plan.activities))
    if plan.indicators:
        yield _own_goal(plan, "indicators", (_indicator(plan, one) for one in plan.indicators))


def _section(plan: Plan, section: Section) -> ET.Element:
    objectives = [_task(plan, task) for task in plan.tasks if task.section == section.id]
    made = _goal(plan, f"section/{section.id}", section.title, section.text or "", objectives)
    made.insert(3, _element("SequenceIndicator", section.number))
    return made


def _own_goal(plan: Plan, name: str, objectives: Iterable[ET.Element]) -> ET.Element:
    says = text("exports", f"stratml.{name}_say")
    return _goal(plan, name, text("exports", f"stratml.{name}"), says, objectives)


def _goal(plan: Plan, part: str, name: str, description: str, objectives: Iterable[ET.Element]) -> ET.Element:
    says = _element("Description", description)
    return _element("Goal", _element("Name", name), says, _identifier(plan, "goal", part), *objectives)


def _task(plan: Plan, task: Task) -> ET.Element:
    roles = [(task.lead, "lead"), *((id_, "coordinating") for id_ in task.coordinating)]
    responsible = text("exports", "columns.responsible")
    return _element(
        "Objective",
        _element("Name", task.name),
        _lines("Description", _labelled({"columns.products": joined(task.products)})),
        _identifier(plan, "task", task.id),
        *(_party(plan, id_, text("exports", f"columns.{role}")) for id_, role in roles if id_),
        _leader(task.responsible, responsible) if task.responsible else None,
        _lines("OtherInformation", _labelled(_details(task))),
        _completion(plan, task),
    )


def _details(task: Task) -> dict[str, str | None]:
    return {
        "columns.deadline": task.deadline,
        "stratml.authority": task.authority,
        "stratml.legal_basis": joined(task.legal_basis),
        "columns.note": task.note,
    }


def _completion(plan: Plan, task: Task) -> ET.Element | None:
    """The due days of a task, each a target of one completion; none without a due day."""
    due = [
        _instance("TargetResult", one.due_on, number="1", begins_on=one.begins_on)
        for one in task_days(plan, task)
    ]
    if not due:
        return None
    return _element(
        "PerformanceIndicator",
        _element("MeasurementDimension", text("exports", "stratml.completion")),
        _element("UnitOfMeasurement", text("exports", "stratml.completion_unit")),
        _identifier(plan, "completion", task.id),
        *due,
        ValueChainStage="Output",
        PerformanceIndicatorType="Quantitative",
    )


def _activity(plan: Plan, activity: Activity) -> ET.Element:
    return _element(
        "Objective",
        _element("Name", activity.title),
        _optional("Description", _frequency(activity)),
        _identifier(plan, "activity", activity.id),
        _element("SequenceIndicator", activity.number),
        _party(plan, activity.lead, activity.lead_role),
        _optional("OtherInformation", activity.note),
    )


def _frequency(activity: Activity) -> str | None:
    if activity.every is None:
        return None
    kind, mark = text("labels", f"kind.{activity.every}"), text("labels", f"mark.{activity.mark.value}")
    return text("exports", "stratml.every", kind=kind, mark=mark)


def _indicator(plan: Plan, indicator: Indicator) -> ET.Element:
    direction = text("labels", f"direction.{indicator.direction}")
    told = {"stratml.direction": direction, "stratml.source": indicator.data_source}
    measured = _element(
        "PerformanceIndicator",
        _element("MeasurementDimension", indicator.name),
        _element("UnitOfMeasurement", indicator.unit),
        _identifier(plan, "measure", indicator.id),
        *_values(indicator),
        _lines("OtherInformation", _labelled(told)),
        PerformanceIndicatorType="Quantitative",
    )
    role = text("exports", "stratml.agency")
    return _element(
        "Objective",
        _element("Name", indicator.name),
        _identifier(plan, "indicator", indicator.id),
        _party(plan, indicator.agency, role),
        measured,
    )


def _values(indicator: Indicator) -> Iterator[ET.Element]:
    """The baseline, whose day the plan does not say, and the target."""
    if indicator.baseline is not None:
        says = text("exports", "stratml.baseline")
        yield _instance("ActualResult", None, number=_decimal(indicator.baseline), says=says)
    says = text("exports", "stratml.target")
    yield _instance("TargetResult", indicator.target_on, number=_decimal(indicator.target), says=says)


def _instance(
    name: str, due_on: date | None, *, number: str, says: str | None = None, begins_on: date | None = None
) -> ET.Element:
    result = _element(
        name,
        _optional("StartDate", begins_on),
        _optional("EndDate", due_on),
        _element("NumberOfUnits", number),
        _optional("Description", says),
    )
    return _element("MeasurementInstance", result)


def _decimal(value: float) -> str:
    """An ``xsd:decimal``, which knows no exponent."""
    return f"{Decimal(str(value)).normalize():f}"


def _party(plan: Plan, id_: str, role: str) -> ET.Element:
    """An agency or group with its full name."""
    if id_ in plan.group:
        return _stakeholder(plan.group[id_].name, role, "Generic_Group")
    return _stakeholder(plan.agency[id_].name, role, "Organization")


def _leader(name: str, role: str) -> ET.Element:
    """Named by office, which may be one person or several: the kind of stakeholder stays open."""
    return _stakeholder(name, role, None)


def _stakeholder(name: str, role: str, kind: str | None) -> ET.Element:
    performing = _element("Role", _element("Name", role), _element("RoleType", "Performer"))
    attributes = {"StakeholderTypeType": kind} if kind else {}
    return _element("Stakeholder", _element("Name", name), performing, **attributes)


def _labelled(values: dict[str, str | None]) -> Iterator[str]:
    """``label: value`` for every value that there is."""
    return (line(text("exports", key), value) for key, value in values.items() if value)
