"""Write a call file in its one canonical form; reading it back gives an equal call file."""

import json
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal

from mouakaba.kernel.callfile.model import CallFile, CallHeader, Criterion
from mouakaba.kernel.eligibility import Rule, Test
from mouakaba.kernel.selection import Quota

Pairs = Iterable[tuple[str, object]]


def write(callfile: CallFile) -> str:
    """The TOML text: keys in the contract's order, what is empty left out."""
    parts = [
        _section("[call]", _header(callfile.call)),
        *(_section("[[eligibility]]", _rule(rule)) for rule in callfile.eligibility),
        *(_section("[[criteria]]", _criterion(criterion)) for criterion in callfile.criteria),
        *(_section("[[quotas]]", _quota(quota)) for quota in callfile.quotas),
    ]
    return "\n".join(parts)


def _header(call: CallHeader) -> Pairs:
    for key in ("slug", "kind", "title", "languages", "opens_at", "closes_at", "timezone"):
        value = getattr(call, key)
        if value:
            yield key, value
    yield "grace_minutes", call.grace_minutes
    yield "places", call.places
    yield "reserve", call.reserve


def _rule(rule: Rule) -> Pairs:
    yield "code", rule.code
    yield "source", rule.source or None
    if len(rule.tests) == 1:
        yield "test", _test(rule.tests[0])
    else:
        yield "any", [_test(test) for test in rule.tests]


def _test(test: Test) -> Mapping[str, object]:
    return {"fact": test.fact, "operator": str(test.operator), "value": test.value, "on": test.on}


def _criterion(criterion: Criterion) -> Pairs:
    yield "code", criterion.code
    yield "weight", criterion.weight
    yield "scale", criterion.scale
    yield "floor", criterion.floor
    yield "reason_required_at", criterion.reason_required_at or None


def _quota(quota: Quota) -> Pairs:
    yield "code", quota.code
    yield "attribute", quota.attribute
    yield "values", quota.values
    yield "min", quota.min
    yield "max", quota.max


def _section(heading: str, pairs: Pairs) -> str:
    lines = (f"{key} = {_literal(value)}\n" for key, value in pairs if value is not None)
    return f"{heading}\n{''.join(lines)}"


def _literal(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return _quoted(value)
    if isinstance(value, int | float | Decimal):
        return repr(value) if isinstance(value, float) else str(value)
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Mapping):
        inner = (f"{key} = {_literal(one)}" for key, one in value.items() if one is not None)
        return f"{{ {', '.join(inner)} }}"
    if isinstance(value, list | tuple):
        return _listed([_literal(one) for one in value])
    raise TypeError(f"a call file cannot hold {type(value).__name__}")


def _listed(literals: list[str]) -> str:
    if not any(literal.startswith("{") for literal in literals):
        return f"[{', '.join(literals)}]"
    return "[\n" + "".join(f"  {literal},\n" for literal in literals) + "]"


def _quoted(text: str) -> str:
    # JSON escapes are TOML escapes, save that TOML wants DEL escaped too.
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007F")
