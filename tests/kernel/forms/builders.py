"""Short ways to write a form's content in a test."""

from mouakaba.kernel.forms import Question, parse_form


def words(text: str) -> dict[str, str]:
    return {"ar": f"{text} بالعربية", "fr": f"{text} en français", "en": text}


def question(code: str, kind: str, **more: object) -> dict[str, object]:
    return {"code": code, "section": "project", "type": kind, "label": words(code), **more}


def options(*values: str) -> list[dict[str, object]]:
    return [{"value": value, "label": words(value)} for value in values]


def content(*questions: dict[str, object]) -> dict[str, object]:
    return {"sections": [{"code": "project", "title": words("Project")}], "questions": list(questions)}


def one(kind: str, **more: object) -> Question:
    """A single parsed question of this type."""
    if kind in {"choice", "choices"}:
        more.setdefault("options", options("a", "b", "c"))
    return parse_form(content(question("q", kind, **more))).questions[0]
