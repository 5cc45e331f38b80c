"""A form like those of real calls, small enough to read whole."""

import pytest

from mouakaba.kernel.forms import FormDefinition, parse_form
from tests.kernel.forms.builders import content, options, question


@pytest.fixture
def form() -> FormDefinition:
    return parse_form(
        content(
            question("name", "short_text", required=True, max_length=20),
            question(
                "bearer",
                "choice",
                required=True,
                fact="bearer.kind",
                options=options("person", "organisation"),
            ),
            question(
                "legal_form",
                "choice",
                required=True,
                fact="organisation.legal_form",
                options=options("association", "cooperative"),
                condition={"fact": "bearer", "operator": "equals", "value": "organisation"},
            ),
            question(
                "ice",
                "ice",
                required=True,
                fact="organisation.ice",
                condition={"fact": "legal_form", "operator": "equals", "value": "cooperative"},
            ),
            question("born", "date", required=True, fact="holder.birth_date"),
            question("jobs", "number", fact="project.jobs"),
            question("pure_creation", "yes_no", fact="project.pure_creation"),
            question("services", "choices", fact="project.needs", options=options("training", "hosting", "money")),
            question("budget", "file", required=True),
            question("agreed", "consent", required=True),
        )
    )


@pytest.fixture
def answers() -> dict[str, object]:
    """Everything a person alone must answer."""
    return {"name": "نوّارة", "bearer": "person", "born": "02/05/1998", "agreed": "on"}
