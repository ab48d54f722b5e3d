"""What offices write besides the words of our forms, in normal form: headings, labels, states.

Only what can mean nothing else is taken: a word that is not listed here or in the texts is refused, never matched by
likeness.
"""

from collections.abc import Mapping

from kh2025.ledger.forms.layout import Role

#: Headings of the columns of a form's sheet.
HEADINGS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    Role.TASKS: {
        "task_id": ("mã nv", "task_id"),
        "occurrence": ("occurrence",),
        "name": ("nhiệm vụ", "tên nhiệm vụ"),
        "state": ("tình trạng", "trạng thái", "state"),
        "percent": ("mức độ hoàn thành", "tỷ lệ hoàn thành", "% hoàn thành", "percent"),
        "done_on": ("ngày hoàn thành thực tế", "done_on"),
        "evidence": ("kết quả", "số văn bản", "evidence"),
        "note": ("note",),
    },
    Role.INDICATORS: {
        "indicator_id": ("indicator_id",),
        "period": ("period",),
        "value": ("giá trị", "số liệu", "value"),
    },
}

#: Labels of the rows of a form's cover.
LABELS: Mapping[str, tuple[str, ...]] = {
    "agency": ("đơn vị báo cáo", "agency"),
    "period": ("kỳ", "period"),
    "effective_on": ("số liệu đến ngày", "effective_on"),
    "document_number": ("số văn bản", "số", "document_number"),
    "document_date": ("document_date",),
}

#: Words of the choices of ``labels.toml``, by table and code.
CHOICES: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "state": {
        "not_started": ("chưa triển khai", "chưa bắt đầu"),
        "in_progress": ("đang triển khai",),
        "done": ("hoàn thành",),
    },
}
