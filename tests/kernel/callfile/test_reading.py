"""The call file: what is read, and the line and words of every complaint."""

from datetime import date, datetime
from pathlib import Path

import pytest

from mouakaba.kernel.callfile import CallFile, CallFileError, CallHeader, Criterion, parse
from mouakaba.kernel.eligibility import Operator, Rule, Test
from mouakaba.kernel.selection import Quota

EXAMPLE = (Path(__file__).parents[2] / "fixtures" / "kawaliss-2.toml").read_text(encoding="utf-8")


def test_the_example_of_the_contract() -> None:
    assert parse(EXAMPLE, source="x") == CallFile(
        CallHeader(
            slug="kawaliss-2",
            kind="incubation",
            title={
                "ar": "كواليس، النسخة الثانية",
                "fr": "Kawaliss, 2e édition",
                "en": "Kawaliss, second edition",
            },
            languages=("ar", "fr", "en"),
            opens_at=datetime(2024, 2, 15, 9),
            closes_at=datetime(2024, 3, 31, 23, 59, 59),
            timezone="Africa/Casablanca",
            grace_minutes=0,
            places=24,
            reserve=8,
        ),
        eligibility=(
            Rule(
                "age",
                (Test("holder.birth_date", Operator.AGE_BETWEEN, (18, 29), date(2024, 3, 31)),),
                "press release",
            ),
            Rule("region", (Test("project.region", Operator.IN, ("MA-01", "MA-02", "MA-03", "MA-09")),)),
            Rule(
                "bearer",
                (
                    Test("bearer.kind", Operator.EQUALS, "person"),
                    Test("organisation.legal_form", Operator.IN, ("association", "cooperative")),
                ),
            ),
        ),
        criteria=(Criterion("viability", 25, (1, 5), 2, (1, 2, 5)),),
        quotas=(Quota("region-oriental", "project.region", ("MA-02",), 4, 8),),
    )


@pytest.mark.parametrize(
    "text", ["[call]", "[call]\nplaces = 0", "eligibility = []\ncriteria = []\nquotas = []\n[call]"]
)
def test_everything_but_call_may_be_absent_or_empty(text: str) -> None:
    read = parse(text, source="x")
    assert (read.eligibility, read.criteria, read.quotas) == ((), (), ())


def test_sections_may_be_written_inline() -> None:
    read = parse('quotas = [{ code = "a", attribute = "f", values = [1, true, "x"], max = 0 }]\n[call]', source="x")
    assert read.quotas == (Quota("a", "f", (1, True, "x"), None, 0),)


# The line after "|" is the one complained of; each stands in its section, after what the section requires.
RULE = '[call]\n[[eligibility]]\ncode = "r"\n'
CRITERION = '[call]\n[[criteria]]\ncode = "c"\n'
QUOTA = '[call]\nplaces = 3\n[[quotas]]\ncode = "q"\nattribute = "f"\n'

WRONG = {
    # the text as a whole
    "not TOML": ("[call]\n|slug = ", "not valid TOML: Invalid value"),
    "key twice": ("[call]\nplaces = 1\n|places = 2", "not valid TOML: Cannot overwrite a value"),
    "bad day": ("[call]\n|opens_at = 2024-02-30T10:00:00", "not valid TOML: Invalid date"),
    "unclosed": ("[call]\n|slug = [1,", "not valid TOML"),
    "no call": ("|\n[[quotas]]", "the section [call] is missing"),
    "empty": ("|", "the section [call] is missing"),
    "call not a table": ("|call = 3", "call must be a table, not 3"),
    "unknown section": ("[call]\n|[award]", "unknown section 'award'; known: call, eligibility"),
    "unknown nested section": ("[call]\n|[award.first]", "unknown section 'award'"),
    "single brackets": ("[call]\n|[quotas]", "quotas must be a list of tables: write [[quotas]]"),
    # [call]
    "unknown key": ("[call]\nplaces = 3\n|place = 3", "unknown key 'place' in call; known: slug"),
    "slug": ('[call]\n|slug = "a b"', "call.slug must be made of Latin letters"),
    "blank slug": ('[call]\n|slug = " "', "call.slug must be a text that is not empty"),
    "slug type": ("[call]\n|slug = 3", "call.slug must be a text that is not empty, not 3"),
    "kind": ('[call]\n|kind = "grant"', "call.kind must be one of incubation, ideathon, hosting, fair, not 'grant'"),
    "title language": ('[call]\n|title = { de = "x" }', "unknown key 'de' in call.title; known: ar, fr, en"),
    "title type": ('[call]\n|title = "x"', "call.title must be a table"),
    "title text": ("[call]\n|title.ar = 3", "call.title.ar must be a text"),
    "languages": ('[call]\nlanguages = [\n"ar",\n|"de"]', "call.languages must be one of ar, fr, en, not 'de'"),
    "language twice": ('[call]\n|languages = ["ar", "ar"]', "each once"),
    "no language": ("[call]\n|languages = []", "at least one"),
    "languages type": ('[call]\n|languages = "ar"', "call.languages must be a list"),
    "offset": ("[call]\n|opens_at = 2024-02-15T09:00:00Z", "without offset"),
    "day alone": ("[call]\n|closes_at = 2024-02-15", "call.closes_at must be a date and hour"),
    "closes first": (
        "[call]\n|closes_at = 2024-02-15T09:00:00\nopens_at = 2024-02-15T09:00:00",
        "call.closes_at must be later than call.opens_at",
    ),
    "zone": ('[call]\n|timezone = "Africa/Oujda"', "call.timezone must be the name of a time zone"),
    "zone folder": ('[call]\n|timezone = "Africa"', "call.timezone must be the name of a time zone"),
    "zone path": ('[call]\n|timezone = "../etc/passwd"', "call.timezone must be the name of a time zone"),
    "grace": ("[call]\n|grace_minutes = -1", "call.grace_minutes must be 0 or more, not -1"),
    "places": ("[call]\n|places = -1", "call.places must be 0 or more, not -1"),
    "places float": ("[call]\n|places = 3.0", "call.places must be a whole number, not 3.0"),
    "places bool": ("[call]\n|places = true", "call.places must be a whole number, not true"),
    "reserve": ('[call]\n|reserve = "8"', "call.reserve must be a whole number, not '8'"),
    # [[eligibility]]
    "rule key": (RULE + '|tests = "x"', "unknown key 'tests' in eligibility"),
    "rule code": (
        '[call]\n|[[eligibility]]\ntest = { fact = "f", operator = "present" }',
        "eligibility needs the key code",
    ),
    "rule without test": (RULE.replace("[[", "|[["), "eligibility needs either test"),
    "rule with both": (
        RULE.replace("[[", "|[[") + 'test = { fact = "f", operator = "present" }\nany = []',
        "eligibility needs either test",
    ),
    "empty any": (RULE + "|any = []", "eligibility.any needs at least one test"),
    "any type": (RULE + "|any = { }", "eligibility.any must be a list"),
    "rule twice": (
        RULE + 'test = { fact = "f", operator = "present" }\n[[eligibility]]\n'
        'test = { fact = "f", operator = "present" }\n|code = "r"',
        "eligibility has the code 'r' twice",
    ),
    "source": (RULE + '|source = 3\ntest = { fact = "f", operator = "present" }', "eligibility.source must be a text"),
    "test type": (RULE + "|test = 3", "eligibility.test must be a table, not 3"),
    "test key": (
        RULE + 'any = [\n{ fact = "f", operator = "present" },\n|{ fact = "f", operator = "present", vale = 3 },\n]',
        "unknown key 'vale' in eligibility.any; known: fact, operator, value, on",
    ),
    "test without fact": (RULE + '|test = { operator = "present" }', "eligibility.test needs the key fact"),
    "operator": (
        RULE + '|test = { fact = "f", operator = "equal", value = 3 }',
        "eligibility.test.operator must be one of equals, not_equals, in,",
    ),
    "age without day": (
        RULE + '|test = { fact = "f", operator = "age_between", value = [18, 29] }',
        "age_between needs the day on which the age is counted",
    ),
    "age with text day": (
        RULE + '[eligibility.test]\nfact = "f"\noperator = "age_between"\nvalue = [18, 29]\n|on = "2024-03-31"',
        "age_between needs the day",
    ),
    "day elsewhere": (
        RULE + '|test = { fact = "f", operator = "equals", value = 1, on = 2024-03-31 }',
        "only age_between takes a reference day; remove it from equals",
    ),
    "value absent": (RULE + '|test = { fact = "f", operator = "in" }', "in needs a list of texts"),
    "value extra": (
        RULE + '|test = { fact = "f", operator = "present", value = 1 }',
        "present takes no value; remove it",
    ),
    "value shape": (
        RULE + '[eligibility.test]\nfact = "f"\noperator = "between"\n|value = [\n5,\n3]',
        "between needs two numbers or two dates, the smaller first",
    ),
    "value infinite": (RULE + '|test = { fact = "f", operator = "at_least", value = inf }', "at_least needs a number"),
    # [[criteria]]
    "criterion key": (CRITERION + "|wieght = 3", "unknown key 'wieght' in criteria"),
    "no weight": (CRITERION.replace("[[", "|[[") + "scale = [1, 5]", "criteria needs the key weight"),
    "no scale": (CRITERION.replace("[[", "|[[") + "weight = 1", "criteria needs the key scale"),
    "weight": (CRITERION + "|weight = 0\nscale = [1, 5]", "criteria.weight must be more than 0, not 0"),
    "weight nan": (CRITERION + "|weight = nan\nscale = [1, 5]", "criteria.weight must be a finite number"),
    "weight text": (CRITERION + '|weight = "25"\nscale = [1, 5]', "criteria.weight must be a number, not '25'"),
    "scale": (CRITERION + "weight = 1\n|scale = [5, 5]", "criteria.scale must be two whole numbers"),
    "scale three": (CRITERION + "weight = 1\n|scale = [1, 2, 3]", "criteria.scale must be two whole numbers"),
    "floor": (
        CRITERION + "weight = 1\nscale = [1, 5]\n|floor = 0.5",
        "criteria.floor must be on the scale, from 1 to 5, not 0.5",
    ),
    "mark": (
        CRITERION + "weight = 1\nscale = [1, 5]\nreason_required_at = [\n1,\n|6,\n]",
        "criteria.reason_required_at must be on the scale, from 1 to 5, not 6",
    ),
    "criterion twice": (
        CRITERION + 'weight = 1\nscale = [1, 5]\n[[criteria]]\n|code = "c"\nweight = 1\nscale = [1, 5]',
        "criteria has the code 'c' twice",
    ),
    # [[quotas]]
    "quota key": (QUOTA + 'values = ["a"]\n|mim = 2', "unknown key 'mim' in quotas"),
    "no bound": (QUOTA.replace("[[", "|[[") + 'values = ["a"]', "quotas needs min, max or both"),
    "no values": (QUOTA + "|values = []\nmin = 1", "quotas.values needs at least one value"),
    "values type": (QUOTA + '|values = "a"\nmin = 1', "quotas.values must be a list, not 'a'"),
    "values date": (QUOTA + "values = [\n|2024-01-01]\nmin = 1", "quotas.values must be a number, not 2024-01-01"),
    "min over max": (QUOTA + 'values = ["a"]\n|min = 3\nmax = 2', "quotas.min (3) is more than quotas.max (2)"),
    "min negative": (QUOTA + 'values = ["a"]\n|min = -1', "quotas.min must be 0 or more, not -1"),
    "max negative": (QUOTA + 'values = ["a"]\n|max = -1', "quotas.max must be 0 or more, not -1"),
    "max text": (QUOTA + 'values = ["a"]\n|max = "8"', "quotas.max must be a whole number, not '8'"),
    "attribute": (
        QUOTA.replace("attribute", "|attribute").replace('"f"', "3") + 'values = ["a"]\nmin = 1',
        "quotas.attribute must be a text",
    ),
    "reserved code": (
        '[call]\n[[quotas]]\n|code = "places"\nattribute = "f"\nvalues = ["a"]\nmin = 1',
        "the code places is kept",
    ),
    "quota twice": (
        QUOTA + 'values = ["a"]\nmin = 1\n[[quotas]]\n|code = "q"\nattribute = "f"\nvalues = ["a"]\nmin = 1',
        "quotas has the code 'q' twice",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("marked", "message"), WRONG.values(), ids=WRONG)
def test_what_is_wrong_and_on_which_line(marked: str, message: str) -> None:
    line = marked[: marked.index("|")].count("\n") + 1
    with pytest.raises(CallFileError) as caught:
        parse(marked.replace("|", "", 1), source="call.toml")
    assert message in caught.value.message
    assert str(caught.value).startswith(f"call.toml:{line}: ")
    assert str(caught.value).isprintable()


def test_a_hostile_key_stays_on_one_line() -> None:
    with pytest.raises(CallFileError) as caught:
        parse('[call]\n"a\\nb\\u202e" = 1', source="x")
    assert str(caught.value).isprintable()


def test_a_tool_may_require_keys_of_call() -> None:
    with pytest.raises(CallFileError, match="x:2: call needs the key places"):
        parse('\n[call]\nslug = "a"', source="x", required=("places",))


def test_the_kinds_known_may_be_given() -> None:
    assert parse('[call]\nkind = "grant"', source="x", known_kinds=("grant",)).call.kind == "grant"


def test_nesting_without_end_is_refused() -> None:
    with pytest.raises(CallFileError, match="nested too deeply"):
        parse(f"[call]\nslug = {'[' * 100_000}", source="x")


def test_a_number_too_long_for_python_is_refused() -> None:
    with pytest.raises(CallFileError, match="not valid TOML"):
        parse(f"[call]\nplaces = {'9' * 5_000}", source="x")
