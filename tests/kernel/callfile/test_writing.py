"""Writing then reading gives the same call file; writing again gives the same text."""

from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mouakaba.kernel.callfile import KINDS, CallFile, CallHeader, Criterion, parse, write
from mouakaba.kernel.eligibility import LANGUAGES, Operator, Rule, Test
from mouakaba.kernel.selection import Quota

texts = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12).filter(str.strip)
counts = st.integers(0, 99)
numbers = st.integers(-(10**9), 10**9) | st.floats(allow_nan=False, allow_infinity=False)
moments = st.datetimes(datetime(1, 1, 1), datetime(2400, 1, 1))
days = st.dates()


def spans(values: st.SearchStrategy[object]) -> st.SearchStrategy[tuple[object, ...]]:
    return st.tuples(values, values).map(lambda pair: tuple(sorted(pair)))


headers = st.builds(
    CallHeader,
    slug=st.from_regex(r"[A-Za-z0-9_-]*", fullmatch=True),
    kind=st.sampled_from(["", *KINDS]),
    title=st.dictionaries(st.sampled_from(LANGUAGES), texts),
    languages=st.lists(st.sampled_from(LANGUAGES), unique=True).map(tuple),
    opens_at=st.none() | moments,
    closes_at=st.none(),
    timezone=st.sampled_from(["", "Africa/Casablanca", "UTC"]),
    grace_minutes=counts,
    places=st.none() | st.integers(50, 99),
    reserve=counts,
)
tests_made = st.one_of(
    st.builds(
        Test,
        texts,
        st.sampled_from([Operator.EQUALS, Operator.NOT_EQUALS]),
        texts | numbers | st.booleans() | days,
    ),
    st.builds(
        Test,
        texts,
        st.sampled_from([Operator.IN, Operator.NOT_IN]),
        st.one_of(*(st.lists(kind, min_size=1, max_size=3) for kind in (texts, numbers, days))),
    ),
    st.builds(Test, texts, st.sampled_from([Operator.AT_LEAST, Operator.AT_MOST]), numbers),
    st.builds(Test, texts, st.just(Operator.BETWEEN), spans(numbers) | spans(days)),
    st.builds(Test, texts, st.sampled_from([Operator.BEFORE, Operator.AFTER]), days),
    st.builds(Test, texts, st.just(Operator.AGE_BETWEEN), spans(counts), days),
    st.builds(Test, texts, st.sampled_from([Operator.IS_TRUE, Operator.IS_FALSE, Operator.PRESENT])),
)
rules = st.builds(Rule, texts, st.lists(tests_made, min_size=1, max_size=3).map(tuple), st.just("") | texts)
criteria = st.builds(
    Criterion,
    texts,
    st.integers(1, 99) | st.floats(1e-9, 1e9),
    st.just((1, 5)),
    st.none() | st.floats(1, 5),
    st.lists(st.integers(1, 5), max_size=3).map(tuple),
)
quotas = st.builds(
    Quota,
    texts.filter(lambda code: code != "places"),
    texts,
    st.lists(texts | numbers | st.booleans(), min_size=1, max_size=3).map(tuple),
    st.integers(0, 10),
    st.none() | st.integers(10, 99),
) | st.builds(Quota, texts.map(lambda code: f"max-{code}"), texts, st.just(("a",)), st.none(), counts)


def coded(entries: st.SearchStrategy[object]) -> st.SearchStrategy[tuple[object, ...]]:
    return st.lists(entries, max_size=3, unique_by=lambda entry: entry.code).map(tuple)


callfiles = st.builds(CallFile, headers, coded(rules), coded(criteria), coded(quotas))


@given(callfiles)
def test_written_and_read_back_is_the_same(callfile: CallFile) -> None:
    text = write(callfile)
    read = parse(text, source="x")
    assert read == callfile
    assert write(read) == text


def test_the_example_is_canonical_after_one_writing() -> None:
    example = (Path(__file__).parents[2] / "fixtures" / "kawaliss-2.toml").read_text(encoding="utf-8")
    text = write(parse(example, source="x"))
    assert 'test = { fact = "holder.birth_date", operator = "age_between", value = [18, 29], on = 2024-03-31 }' in text
    assert parse(text, source="x") == parse(example, source="x")


def test_an_amount_is_written_as_a_number() -> None:
    rule = Rule("r", (Test("f", Operator.AT_MOST, Decimal("1200000.50")),))
    assert "value = 1200000.50 }" in write(CallFile(CallHeader(), (rule,)))


def test_what_toml_cannot_hold_is_refused() -> None:
    with pytest.raises(TypeError, match="object"):
        write(CallFile(CallHeader(), (), (), (Quota("q", "f", (object(),), 1),)))


def test_a_day_stays_a_day() -> None:
    rule = Rule("r", (Test("f", Operator.BEFORE, date(999, 1, 2)),))
    assert "value = 0999-01-02 }" in write(CallFile(CallHeader(), (rule,)))
