"""The code against the texts, read from its syntax trees: every code and key that is used has its text."""

import ast
import re
import string
from functools import cache
from pathlib import Path

import pytest

import kh2025
from kh2025 import messages
from kh2025.evaluation.rules import all_rules
from kh2025.evaluation.tables import BESIDE, CLASSES, PARTS
from kh2025.law.citation import Mark
from kh2025.law.kinds import kinds, regimes
from kh2025.law.rule import Severity, Standing, Verdict

PACKAGE = Path(kh2025.__file__).parent
SOURCES = {path.relative_to(PACKAGE).as_posix(): path.read_text("utf-8") for path in PACKAGE.rglob("*.py")}
TREES = {name: ast.parse(text) for name, text in SOURCES.items()}
GROUPS = sorted(path.stem for path in (PACKAGE / "messages" / "vi").glob("*.toml"))
#: Modules outside law/ and text/ that read or write the Vietnamese of deadlines and of task tables.
READERS = {
    f"plan/{name}.py"
    for name in (
        *("schedule", "deadline", "spans", "recurrence", "refusals"),
        *("headings", "agency_cells", "intake/numerals"),
    )
} | {"ledger/collect/spellings.py"}
#: Calls that make a problem from a code, and where the details stand among the arguments.
MAKERS = {"Problem": 3, "Flaw": 3, "Refused": None, "_fail": None}


def flat(tree, head=""):
    found = {}
    for key, value in tree.items():
        found |= flat(value, f"{head}{key}.") if isinstance(value, dict) else {f"{head}{key}": value}
    return found


@cache
def keys(group):
    """Dotted key → Vietnamese text."""
    return flat(messages.load(group, "vi"))


def placeholders(template):
    return {name for _, name, _, _ in string.Formatter().parse(template) if name}


def calls():
    """File, call and the function that it stands in, for every call of the package."""
    for name, tree in TREES.items():
        stack = [(tree, None)]
        while stack:
            node, function = stack.pop()
            if isinstance(node, ast.FunctionDef):
                function = node
            if isinstance(node, ast.Call):
                yield name, node, function
            stack += [(child, function) for child in ast.iter_child_nodes(node)]


def called(call):
    """The last word of what is called: ``Problem`` in ``errors.Problem(…)``."""
    return call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")


def literal(node):
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def pattern(node):
    """A text with variable parts as a regular expression."""
    return "".join(re.escape(literal(part)) if literal(part) else r"[\w-]+" for part in node.values)


def dict_keys(node, function, tree):
    """The keys of a mapping as far as they can be seen: a literal, a variable holding one, a call returning one.

    Of several assignments the last one above counts.
    """
    if isinstance(node, ast.Dict):
        found = [literal(key) if key is not None else None for key in node.keys]
        return None if None in found else set(found)
    if isinstance(node, ast.Name) and function is not None:
        assigned = [
            part
            for part in ast.walk(function)
            if isinstance(part, ast.Assign)
            and part.lineno <= node.lineno
            and any(getattr(target, "id", "") == node.id for target in part.targets)
        ]
        return (
            dict_keys(max(assigned, key=lambda part: part.lineno).value, function, tree) if assigned else None
        )
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
        for part in ast.walk(tree):
            if isinstance(part, ast.FunctionDef) and part.name == node.func.id:
                returned = [one.value for one in ast.walk(part) if isinstance(one, ast.Return)]
                return dict_keys(returned[0], part, tree) if len(returned) == 1 else None
    return None


def problems():
    """Place, code and known detail names (null when they cannot be seen) of every problem that is made."""
    found = []
    for name, call, function in calls():
        maker = called(call)
        if maker not in MAKERS or not call.args or (code := literal(call.args[0])) is None:
            continue
        if MAKERS[maker] is None:
            given = (
                None if any(word.arg is None for word in call.keywords) else {w.arg for w in call.keywords}
            )
        else:
            named = [word.value for word in call.keywords if word.arg == "details"]
            node = named[0] if named else next(iter(call.args[MAKERS[maker] :]), None)
            given = set() if node is None else dict_keys(node, function, TREES[name])
        found.append((f"{name}:{call.lineno}", code, given))
    return found


PROBLEMS = problems()


def test_problems_were_found():
    """The reading of the sources sees the problems that are made, and the details of most of them."""
    assert len(PROBLEMS) > 60
    assert len({code for _, code, _ in PROBLEMS}) > 40
    assert sum(given is not None for _, _, given in PROBLEMS) > 0.8 * len(PROBLEMS)


@pytest.mark.parametrize("code", sorted({code for _, code, _ in PROBLEMS}))
def test_code_has_its_texts(code):
    """Every code that the package makes a problem of says what is wrong and what is accepted."""
    for lang in messages.LANGUAGES:
        assert messages.text("errors", f"{code}.says", lang)
        assert messages.text("errors", f"{code}.accepted", lang)


SEEN = {f"{place} {code}": (place, code, given) for place, code, given in PROBLEMS if given is not None}


@pytest.mark.parametrize(("place", "code", "given"), SEEN.values(), ids=SEEN)
def test_problem_gives_what_its_texts_name(place, code, given):
    """The values that the two sentences of a code name are given wherever it is made."""
    for part in ("says", "accepted"):
        needed = placeholders(keys("errors")[f"{code}.{part}"])
        assert needed <= given, f"{place} lacks {sorted(needed - given)}"


def test_codes_of_pydantic_have_their_texts():
    """The codes that stand for pydantic's kinds of error exist, and so does the one for all others."""
    from kh2025.plan import files  # noqa: PLC0415 - the table is private

    for code in {*files._CODES.values(), "plan-type"}:  # noqa: SLF001
        assert {f"{code}.says", f"{code}.accepted"} <= set(keys("errors"))


def test_no_text_of_an_error_is_left_over():
    """Every code in errors.toml is written somewhere in the package, whole or as a text with a variable part."""
    codes = {key.partition(".")[0] for key in keys("errors") if "." in key}
    nodes = [node for tree in TREES.values() for node in ast.walk(tree)]
    written = {node.value for node in nodes if literal(node)}
    patterns = [pattern(node) for node in nodes if isinstance(node, ast.JoinedStr)]
    varied = [one for one in patterns if re.match(r"[a-z]+\\-", one)]
    assert {code for code in codes - written if not any(re.fullmatch(one, code) for one in varied)} == set()


def test_every_code_says_and_accepts():
    """A code has exactly these two sentences."""
    parts = {}
    for key in keys("errors"):
        code, _, part = key.partition(".")
        parts.setdefault(code, set()).add(part)
    assert {code: found for code, found in parts.items() if found not in ({"says", "accepted"}, {""})} == {}


# Rules.
RULES = all_rules()


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
def test_rule_has_its_texts(rule):
    """A rule has a title and a sentence, and the sentence names only columns that explain the breach."""
    for lang in messages.LANGUAGES:
        assert messages.text("findings", f"{rule.id}.title", lang)
        sentence = messages.load("findings", lang)[rule.id]["says"]
        assert placeholders(sentence) <= {*rule.explains, "missing", "stated"}


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
def test_rule_without_a_value_says_so_without_it(rule):
    """A sentence for a value that lacks is for one that explains the breach, and does not show it."""
    for lang in messages.LANGUAGES:
        for key, sentence in messages.table("findings", rule.id, lang).items():
            if column := key.partition("without_")[2]:
                assert column in rule.explains
                assert placeholders(sentence) <= {*rule.explains} - {column}


def test_findings_are_those_of_the_rules():
    """There is no text for a rule that does not exist."""
    for lang in messages.LANGUAGES:
        assert set(messages.load("findings", lang)) == set(RULES)


LABELLED = {
    "kind": kinds(),
    "regime": regimes(),
    "mark": [one.value for one in Mark],
    "severity": [one.value for one in Severity],
    "verdict": [one.name.lower() for one in Verdict],
    "family": [rule.family for rule in RULES.values()],
    "rule_standing": [one.value for one in Standing],
    "unit": [one.unit for rule in RULES.values() for one in rule.parameters.values()],
    "part": (*PARTS, *BESIDE),
    "timeliness": CLASSES,
}


@pytest.mark.parametrize(("table", "codes"), LABELLED.items(), ids=LABELLED)
def test_codes_have_labels(table, codes):
    """Every code of a closed list has its label, and no label is left over."""
    for lang in messages.LANGUAGES:
        labels = messages.table("labels", table, lang)
        assert set(labels) == set(codes)
        assert len({label.casefold() for label in labels.values()}) == len(labels)


# Keys written out in the code.
def used():
    """Place, group, key and given names of every text that is fetched with a key that can be seen.

    A key with a variable part is a pattern; given names are null when they are passed on as a mapping.
    """
    found = []
    for name, call, _ in calls():
        function, arguments = called(call), list(call.args)
        if function in {"text", "table"} and arguments and (group := literal(arguments[0])) in GROUPS:
            node = arguments[1] if len(arguments) > 1 else None
        elif function == "words" and arguments:
            group, node = "report", arguments[0]
        else:
            continue
        given = (
            None if any(word.arg is None for word in call.keywords) else {word.arg for word in call.keywords}
        )
        if (key := literal(node)) is not None:
            found.append((f"{name}:{call.lineno}", group, re.escape(key), given))
        elif isinstance(node, ast.JoinedStr):
            found.append((f"{name}:{call.lineno}", group, pattern(node), given))
    return found


USED = used()


def test_keys_were_found():
    """The reading of the sources sees the texts that are fetched, in every group."""
    assert len(USED) > 100
    assert {group for _, group, _, _ in USED} == set(GROUPS)


@pytest.mark.parametrize(
    ("place", "group", "key", "given"), USED, ids=[f"{one[0]} {one[1]} {one[2]}" for one in USED]
)
def test_text_that_is_fetched_exists(place, group, key, given):
    """A key in the code has its text, and the values that the text names are given with it."""
    found = [one for one in keys(group) if re.fullmatch(key, one)]
    tables = [one for one in keys(group) if re.match(key + r"\.", one)]
    assert found or tables, f"{place}: no {group}.{key}"
    if len(found) == 1 and given is not None:
        needed = placeholders(keys(group)[found[0]])
        assert needed <= given, f"{place} lacks {sorted(needed - given)}"


def test_code_holds_no_vietnamese_sentence():
    """Sentences live in messages/: no text with Vietnamese letters and four words stands in the code.

    Docstrings, what a citation quotes, and the readers of written Vietnamese are excepted.
    """
    sentences = []
    for name, tree in TREES.items():
        if name.startswith(("law/", "text/")) or name in READERS:
            continue
        excepted = {id(part) for call in ast.walk(tree) if _cites(call) for part in ast.walk(call)}
        excepted |= {id(node.body[0].value) for node in ast.walk(tree) if _documented(node)}
        sentences += [
            f"{name}:{node.lineno} {node.value}"
            for node in ast.walk(tree)
            if (said := literal(node))
            and id(node) not in excepted
            and re.search("[ăâđêôơưạ-ỹ]", said.lower())
            and len(said.split()) > 3
        ]
    assert sentences == []


def _cites(node):
    return isinstance(node, ast.Call) and called(node) == "Citation"


def _documented(node):
    kinds_of_body = ast.Module | ast.ClassDef | ast.FunctionDef
    return isinstance(node, kinds_of_body) and node.body and isinstance(node.body[0], ast.Expr)
