"""Every key and element is found on its line, whatever TOML's ways of writing."""

import tomllib
from collections.abc import Iterator

from hypothesis import given
from hypothesis import strategies as st

from mouakaba.kernel.callfile.positions import find_lines

AWKWARD = r"""# a comment with [brackets] and = signs
title = "a # b \" ]"   # line 2
'quoted key' = 'it"s'
[a.b]                  # 4
c . "d\u0065" = 1      # 5
text = QQQ
not = "a key"
[nor a header]
"" QQQ
raw = '''
[neither]'''
list = [               # 12
  1, # one
  [2,
   3],
  { x = 1, y = [ 4 ] }, { z = "}" },
]
[[a.rows]]             # 18
when = 2024-03-31 10:00:00
[[a.rows.cells]]       # 20
n = 1
[[a.rows]]
[[a.rows.cells]]       # 23
n = 2
""".replace("QQQ", '"' * 3)


def paths(value: object, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Every path of a parsed TOML value."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, one in inner:
        yield (*path, key)
        yield from paths(one, (*path, key))


def test_awkward_but_legal() -> None:
    lines = find_lines(AWKWARD)
    assert set(lines) == set(paths(tomllib.loads(AWKWARD)))
    expected = {
        ("title",): 2, ("quoted key",): 3, ("a", "b"): 4, ("a", "b", "c", "de"): 5, ("a", "b", "text"): 6,
        ("a", "b", "raw"): 10, ("a", "b", "list", 0): 13, ("a", "b", "list", 1, 0): 14, ("a", "b", "list", 1, 1): 15,
        ("a", "b", "list", 2, "y", 0): 16, ("a", "b", "list", 3, "z"): 16, ("a", "rows", 0, "when"): 19,
        ("a", "rows", 0, "cells", 0, "n"): 21, ("a", "rows", 1): 22, ("a", "rows", 1, "cells", 0, "n"): 24,
    }  # fmt: skip
    assert {path: lines[path] for path in expected} == expected


def test_windows_line_ends_count_once() -> None:
    assert find_lines("[call]\r\nslug = 'a'\r\nplaces = 3\r\n")[("call", "places")] == 3


texts = st.text(alphabet="ab\"\\'#[]{}=,.\n\tن", max_size=6)
scalars = st.one_of(
    st.integers(-9, 9).map(str),
    st.sampled_from(["true", "1.5e3", "inf", "2024-03-31", "2024-03-31T10:00:00", "10:00:00"]),
    texts.map(lambda text: '"""' + text.replace("\\", "\\\\").replace('"', '\\"') + '"""'),
    st.text(alphabet='ab"#[]{}=\\', max_size=5).map(lambda text: f"'{text}'"),
    st.text(alphabet='ab"#\n[]', max_size=5).filter(lambda text: '""' not in text).map(lambda text: f"'''{text}'''"),
)
spaces = st.sampled_from(["", " ", "\n", " # note ]\n", "\n\n"])
values = st.recursive(
    scalars,
    lambda inner: st.one_of(
        st.tuples(spaces, st.lists(st.tuples(inner, spaces), max_size=3)).map(
            lambda made: "[" + made[0] + ",".join(one + space for one, space in made[1]) + "]"
        ),
        st.lists(inner, max_size=3).map(
            lambda made: "{" + ", ".join(f"k{n} = {one}" for n, one in enumerate(made)) + "}"
        ),
    ),
    max_leaves=6,
)


@given(st.lists(st.tuples(spaces, values), max_size=4))
def test_the_scanner_follows_tomllib(made: list[tuple[str, str]]) -> None:
    text, starts = "[t]\n", {}
    for number, (space, value) in enumerate(made):
        text += space + ("\n" if space and not space.endswith("\n") else "")
        starts[("t", f"key{number}")] = text.count("\n") + 1
        text += f"key{number} = {value}\n"
    lines = find_lines(text)
    assert set(lines) == set(paths(tomllib.loads(text)))
    assert {path: lines[path] for path in starts} == starts
