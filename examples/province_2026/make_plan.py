"""The invented plan as plain values: agencies that merge, 180 tasks, 30 indicators, two amendments."""

from collections.abc import Iterator, Sequence
from datetime import date
from random import Random
from typing import Any

from make_deadlines import deadline, due_day

SEED = 2026
IN_FORCE = "2026-01-12"
MERGER = "2026-06-01"
MERGED, HEIR = ("so-vhtt", "so-dl"), "so-vhttdl"
COMMUNES = [f"xa-thi-du-{n:02d}" for n in range(1, 13)] + [f"phuong-thi-du-{n:02d}" for n in range(1, 5)]
_EACH_SECTION = 22  # tasks
_TOUCHED = (date(2026, 4, 30), date(2026, 12, 1))  # amendments touch tasks due between
_MOST_ALIKE = 0.6  # shared words of two names, of all their words
_INVENTED = (
    "Toàn bộ kế hoạch này là tự đặt ra để minh họa: tỉnh Minh Họa, các cơ quan, số văn bản, nhiệm vụ, chỉ tiêu và "
    "số liệu đều không có thật."
)


class Draw:
    """Draws from one stream of numbers that every Python gives alike."""

    def __init__(self, seed: int) -> None:
        self._random = Random(seed)

    def number(self, first: int, last: int) -> int:
        """A whole number from first to last, both included."""
        return first + int(self._random.random() * (last - first + 1))

    def one(self, items: Sequence[Any]) -> Any:
        """One of some items."""
        return items[self.number(0, len(items) - 1)]

    def some(self, items: Sequence[Any], count: int) -> list[Any]:
        """Several different items, in the order drawn."""
        left = list(items)
        return [left.pop(self.number(0, len(left) - 1)) for _ in range(min(count, len(left)))]

    def chance(self, percent: float) -> bool:
        """True that often."""
        return self._random.random() * 100 < percent


def plan(words: dict[str, Any]) -> dict[str, Any]:
    """The whole plan, as its file has it."""
    draw = Draw(SEED)
    tasks = _tasks(words, draw)
    return {
        **_head(),
        "sections": [{key: one[key] for key in ("id", "number", "title")} for one in words["sections"]],
        "agencies": list(_agencies(words)),
        "groups": _groups(words),
        "activities": _activities(),
        "obligations": _obligations(),
        "indicators": [
            _indicator(row, place, draw) for place, row in enumerate(words["indicators"][0]["rows"])
        ],
        "tasks": tasks,
        "amendments": _amendments(tasks, words, draw),
        "scoring": _scoring(),
        "settings": {"due_soon_days": 20},
    }


def _head() -> dict[str, Any]:
    return {
        "id": "tinh-minh-hoa-2026",
        "title": "Kế hoạch phát triển khoa học, công nghệ, đổi mới sáng tạo và chuyển đổi số năm 2026 của tỉnh Minh Họa",
        "decision": {
            "number": "9901/QĐ-UBND",
            "kind": "Quyết định",
            "issuer": "UBND tỉnh Minh Họa",
            "issued_on": IN_FORCE,
            "mark": "assumption",
        },
        "in_force_from": IN_FORCE,
        "covers": "2026-01-01/2026-12-31",
        "invented": _INVENTED,
        "notes": [{"id": "tu-dat-ra", "text": _INVENTED}],
        "assumptions": [
            {
                "id": "sap-nhap",
                "text": "Việc hợp nhất Sở Văn hóa và Thể thao với Sở Du lịch từ ngày 01/6/2026 là tình huống minh họa.",
            },
        ],
        "legal_bases": [
            _document("9801/NQ-HĐND", "Nghị quyết", "HĐND tỉnh Minh Họa", "2025-12-10"),
            _document("9802/KH-UBND", "Kế hoạch", "UBND tỉnh Minh Họa", "2025-12-22"),
        ],
        "letterheads": [
            {
                "valid_from": IN_FORCE,
                "superior": "UBND TỈNH MINH HỌA",
                "body": "SỞ KHOA HỌC VÀ CÔNG NGHỆ",
                "place": "Minh Họa",
                "code": "SKHCN",
                "mark": "assumption",
            },
        ],
        "purposes": [
            "Cụ thể hóa nhiệm vụ của năm thành đầu việc có cơ quan chủ trì, thời hạn và sản phẩm (minh họa).",
            "Làm căn cứ theo dõi, đôn đốc và đánh giá hằng tháng, hằng quý (minh họa).",
        ],
        "responsible": ["Thành viên Ban Chỉ đạo tỉnh Minh Họa", "Người đứng đầu các sở, ban, ngành; Chủ tịch UBND cấp xã"],
    }  # fmt: skip


def _document(number: str, kind: str, issuer: str, issued_on: str) -> dict[str, Any]:
    return {"number": number, "kind": kind, "issuer": issuer, "issued_on": issued_on, "mark": "assumption"}


def _agencies(words: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for one in words["fields"]:
        agency = {"id": one["agency"], **{key: one[key] for key in ("name", "short_name", "aliases")}}
        ending = {"valid_to": "2026-05-31", "successors": [HEIR]} if one["agency"] in MERGED else {}
        yield {**agency, **ending, "mark": "assumption"}
    yield {
        "id": HEIR,
        "name": "Sở Văn hóa, Thể thao và Du lịch tỉnh Minh Họa",
        "short_name": "Sở VHTT&DL",
        "valid_from": MERGER,
        "mark": "assumption",
    }
    yield {
        "id": "ban-chi-dao",
        "name": "Ban Chỉ đạo tỉnh Minh Họa",
        "short_name": "BCĐ tỉnh",
        "mark": "assumption",
    }
    for id_ in COMMUNES:
        unit = "phường" if id_.startswith("phuong") else "xã"
        name = f"{unit} Thí Dụ {int(id_[-2:])}"
        yield {"id": id_, "name": f"UBND {name}", "short_name": name.capitalize().replace("thí dụ", "Thí Dụ"), "mark": "assumption"}  # fmt: skip


def _groups(words: dict[str, Any]) -> list[dict[str, Any]]:
    departments = [one["agency"] for one in words["fields"] if one["agency"] != "so-khcn"]
    return [
        {"id": "so-ban-nganh", "name": "Các sở, ban, ngành", "members": departments},
        {"id": "ubnd-cap-xa", "name": "UBND các xã, phường", "members": COMMUNES},
    ]


def _activities() -> list[dict[str, Any]]:
    rows = [
        ("phien-hop", "a", "Phiên họp của Ban Chỉ đạo tỉnh", "session", "quarter"),
        ("truyen-thong", "b", "Truyền thông về kết quả thực hiện Kế hoạch", "communication", "month"),
        ("kiem-tra", "c", "Kiểm tra thực tế tại cơ quan, địa phương", "inspection", "quarter"),
        ("tong-ket", "d", "Tổng kết năm 2026, xây dựng Kế hoạch năm 2027", "review", "year"),
    ]
    keys = ("id", "number", "title", "kind", "every")
    common = {"lead": "so-khcn", "lead_role": "chủ trì", "mark": "assumption"}
    return [{**dict(zip(keys, row, strict=True)), **common} for row in rows]


def _obligations() -> list[dict[str, Any]]:
    """Two tiers: agencies and communes to the department, which sums up for the Steering Committee."""
    by_day = {"day": 18, "roll": "forward", "mark": "assumption"}
    after = {count: {"working_days": count, "mark": "assumption"} for count in (2, 3, 4, 5)}
    to = {"to": "ban-chi-dao", "basis": "Quyết định 9901/QĐ-UBND (minh họa)"}
    return [
        {
            "id": "bao-cao-so-nganh",
            "title": "Báo cáo của các sở, ban, ngành",
            "tier": 1,
            "reporters": "so-ban-nganh",
            **to,
            "through": "so-khcn",
            "kinds": ["month", "quarter", "half", "year"],
            "due": by_day,
            "due_by_kind": {"quarter": after[2], "half": after[3]},
            "channel": "electronic",
            "first_owed": {"month": "2026-M02"},
        },
        {
            "id": "bao-cao-cap-xa",
            "title": "Báo cáo của UBND các xã, phường",
            "tier": 1,
            "reporters": "ubnd-cap-xa",
            **to,
            "through": "so-khcn",
            "kinds": ["quarter", "year"],
            "due": after[3],
        },
        {
            "id": "bao-cao-tong-hop",
            "title": "Báo cáo tổng hợp của Sở Khoa học và Công nghệ",
            "tier": 2,
            "reporters": "so-khcn",
            **to,
            "kinds": ["month", "quarter", "half", "year"],
            "due": {"day": 22, "roll": "forward", "mark": "assumption"},
            "due_by_kind": {"quarter": after[4], "half": after[5]},
            "first_owed": {"month": "2026-M02"},
        },
    ]


def _indicator(row: list[Any], place: int, draw: Draw) -> dict[str, Any]:
    """One indicator; every third has a stated path that is not straight, some are read by half-year or month."""
    _, name, unit, baseline, target, direction, agency = row
    kind = {4: "half", 5: "month"}.get(place % 6, "quarter")
    made = {
        "id": f"ct-{place + 1:02d}",
        "name": name,
        "unit": unit,
        "agency": agency,
        "baseline": baseline,
        "baseline_on": "2025-12-31",
        "target": target,
        "target_on": "2026-12-31",
        "direction": direction,
        "kind": kind,
        "data_source": "Số liệu minh họa",
    }
    if place % 3 == 0:
        shares = sorted(draw.number(10 + 25 * step, 30 + 25 * step) for step in range(3))
        days = ("2026-03-31", "2026-06-30", "2026-09-30")
        made["path"] = [
            {"on": day, "value": round(baseline + (target - baseline) * share / 100, 1)}
            for day, share in zip(days, shares, strict=True)
        ]
    if place % 10 == 7:  # noqa: PLR2004 - every tenth is a statistic
        made |= {"regime": "calendar", "kind": "quarter"}
    return made | ({"summed": True} if unit != "%" and baseline == 0 else {})


def _scoring() -> dict[str, Any]:
    classes = [
        ("xuat-sac", "Xuất sắc", 92),
        ("tot", "Tốt", 75),
        ("dat", "Đạt", 55),
        ("chua-dat", "Chưa đạt", 0),
    ]
    return {
        "weights": {"on_time_of_due": 50, "done_of_due": 20, "on_time_of_expected": 30},
        "classes": [dict(zip(("id", "title", "at_least"), one, strict=True)) for one in classes],
        "basis": "thang điểm tự đặt ra để minh họa",
        "mark": "assumption",
    }


# Tasks -------------------------------------------------------------------------------------------------------


def _tasks(words: dict[str, Any], draw: Draw) -> list[dict[str, Any]]:
    """The tasks section by section; a name too like an earlier one is drawn again."""
    made: list[dict[str, Any]] = []
    for section in words["sections"]:
        for place in range(_EACH_SECTION):
            task = _task(f"nv-{len(made) + 1:03d}", section, place, words["fields"], draw, made)
            made.append(_linked(task, made, words, draw))
        for one in (one for one in words["group_tasks"] if one["section"] == section["id"]):
            made.append(_group_task(f"nv-{len(made) + 1:03d}", one))
    return made


def _task(
    id_: str, section: dict[str, Any], place: int, fields: list[Any], draw: Draw, others: list[Any]
) -> dict[str, Any]:
    """One task of a field's agency, with a deadline in one of the written forms."""
    field = fields[(place * 4 + draw.number(0, 3)) % len(fields)]
    thing = section["objects"][place % len(section["objects"])]
    name = f"{draw.one(section['verbs'])} {thing['name']} (lĩnh vực {field['field']})"
    while any(_alike(name, other["name"]) > _MOST_ALIKE for other in others):
        field, thing = draw.one(fields), draw.one(section["objects"])
        name = f"{draw.one(section['verbs'])} {thing['name']} (lĩnh vực {field['field']})"
    task: dict[str, Any] = {"id": id_, "section": section["id"], "name": name, "lead": field["agency"]}
    others_in = [one["agency"] for one in fields if one["agency"] != field["agency"]]
    coordinating = draw.some(others_in, draw.number(0, 3)) or ["ubnd-cap-xa"] * draw.chance(50)
    number = int(id_[3:])
    return task | {
        "coordinating": coordinating,
        "responsible": None if number % 45 == 40 else field["head"],  # noqa: PLR2004 - four are not clear
        "authority": section["authority"],
        "deadline": None if number % 60 == 33 else deadline(number, draw),  # noqa: PLR2004 - three have none
        "products": [] if number % 60 == 17 else thing["products"],  # noqa: PLR2004 - three name none
        "weight": draw.one([1, 1, 1, 2, 3]),
    }


def _alike(first: str, second: str) -> float:
    one, other = set(first.lower().split()), set(second.lower().split())
    return len(one & other) / len(one | other)


def _linked(task: dict[str, Any], others: list[Any], words: dict[str, Any], draw: Draw) -> dict[str, Any]:
    """The task with what it rests on, what it serves and what must be done before it; empty keys left out."""
    rows = words["indicators"][0]["rows"]
    theirs = [f"ct-{place + 1:02d}" for place, row in enumerate(rows) if row[0] == task["section"]]
    due = due_day(task.get("deadline"))
    earlier = [
        one["id"]
        for one in others
        if one["section"] == task["section"]
        and due
        and (before := due_day(one.get("deadline")))
        and before < due
    ]
    task |= {
        "legal_basis": [draw.one(["9801/NQ-HĐND", "9802/KH-UBND"])] * draw.chance(40),
        "indicators": draw.some(theirs, 1) * draw.chance(30),
        "depends_on": draw.some(earlier, draw.number(1, 2)) * draw.chance(25),
    }
    return {key: value for key, value in task.items() if value not in (None, [])}


def _group_task(id_: str, one: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": id_,
        **{key: one[key] for key in ("section", "name")},
        "lead": "ubnd-cap-xa",
        "coordinating": ["so-khcn"],
        "responsible": "Chủ tịch UBND cấp xã",
        "authority": "UBND cấp xã quyết định",
        **{key: one[key] for key in ("deadline", "products")},
    }


# Amendments --------------------------------------------------------------------------------------------------


def _amendments(tasks: list[dict[str, Any]], words: dict[str, Any], draw: Draw) -> list[dict[str, Any]]:
    """Two decisions. What they touch is drawn from tasks that nothing depends on, each task once."""
    needed = {id_ for task in tasks for id_ in task.get("depends_on", ())}
    late = [one for one in tasks if (day := due_day(one.get("deadline"))) and _TOUCHED[0] < day < _TOUCHED[1]]
    untouched = {*MERGED, "ubnd-cap-xa"}
    free = draw.some([one for one in late if one["id"] not in needed and one["lead"] not in untouched], 16)
    first = [
        *_added(tasks, words, draw, [("muc-3", "Quý III/2026"), ("muc-6", "Trước ngày 30/9/2026")]),
        *(
            {"change": "drop", "task_id": one["id"], "reason": "Trùng nội dung (minh họa)"}
            for one in free[:2]
        ),
        *({"change": "deadline", "task_id": one["id"], "deadline": "Quý IV/2026"} for one in free[2:6]),
        *_handed_over(free[6:8], words, draw),
    ]
    made = [*tasks, *(one["task"] for one in first if one["change"] == "add")]
    second = [
        *_added(made, words, draw, [("muc-2", "Trước ngày 15/12/2026"), ("muc-8", "Hằng tháng, hạn ngày 20")]),
        *({"change": "drop", "task_id": one["id"]} for one in free[8:10]),
        *({"change": "deadline", "task_id": one["id"], "deadline": "Trước ngày 20/12/2026"} for one in free[10:13]),
        {"change": "replace", "task": free[13] | {"name": f"{free[13]['name']}, giai đoạn 1"}},
        *_handed_over(free[14:16], words, draw),
    ]  # fmt: skip
    return [
        _amendment("sua-doi-1", "9911/QĐ-UBND", "2026-03-20", "2026-03-24", first),
        _amendment("sua-doi-2", "9922/QĐ-UBND", "2026-06-08", "2026-06-10", second),
    ]


def _amendment(id_: str, number: str, day: str, recorded_on: str, changes: list[Any]) -> dict[str, Any]:
    return {
        "id": id_,
        "decision": _document(number, "Quyết định", "UBND tỉnh Minh Họa", day),
        "in_force_from": day,
        "recorded_on": recorded_on,
        "changes": changes,
        "note": "Quyết định điều chỉnh tự đặt ra để minh họa.",
    }


def _added(
    tasks: list[dict[str, Any]], words: dict[str, Any], draw: Draw, asked: list[tuple[str, str]]
) -> Iterator[dict[str, Any]]:
    made = list(tasks)
    for section_id, text in asked:
        section = next(one for one in words["sections"] if one["id"] == section_id)
        task = _task(f"nv-{len(made) + 1:03d}", section, len(made), words["fields"], draw, made)
        while task["lead"] in MERGED:
            task = _task(task["id"], section, draw.number(0, 99), words["fields"], draw, made)
        made.append(
            {key: value for key, value in (task | {"deadline": text}).items() if value not in (None, [])}
        )
        yield {"change": "add", "task": made[-1]}


def _handed_over(tasks: list[dict[str, Any]], words: dict[str, Any], draw: Draw) -> Iterator[dict[str, Any]]:
    for task in tasks:
        others = [one for one in words["fields"] if one["agency"] not in {task["lead"], *MERGED}]
        other = draw.one(others)
        yield {
            "change": "lead",
            "task_id": task["id"],
            "lead": other["agency"],
            "coordinating": [task["lead"]],
            "responsible": other["head"],
        }
