"""The reproducible selection file: what a third party needs to compute the choice again, and its digest."""

from __future__ import annotations

import hashlib
import io
import zipfile

from mouakaba.select.selection.models import SelectionRun

CALL, SCORED, RESULT, READ_ME, DIGESTS = "call.toml", "scored.jsonl", "result.json", "README.txt", "SHA256SUMS"
LONG_AGO = (1980, 1, 1, 0, 0, 0)  # the same run gives the same bytes, whenever it is packed

HOW = """\
Mouakaba: a choice that anybody can compute again
اختيار يمكن لأي كان إعادة حسابه - un choix que chacun peut recalculer

{call}    the call file: places, quotas, criteria, rules
{scored}  the files that could be chosen: number, score, instant of sending, and the facts the quotas count
{result}  the result: chosen, reserve, replacements, what each quota cost, and why each other file is not chosen

To compute it again:

    mouakaba choose {call} {scored} > again.json
    cmp again.json {result}

The two files are the same, byte for byte. To check that nothing was altered on the way:

    sha256sum -c {digests}

The digest printed in the minutes is the SHA-256 of {digests} itself.
"""


def parts_of(run: SelectionRun) -> dict[str, bytes]:
    """The files of the package by name."""
    parts = {
        CALL: run.rules_file,
        SCORED: run.scored,
        RESULT: run.result_text,
        READ_ME: HOW.format(call=CALL, scored=SCORED, result=RESULT, digests=DIGESTS),
    }
    found = {name: text.encode() for name, text in parts.items()}
    sums = "".join(f"{hashlib.sha256(data).hexdigest()}  {name}\n" for name, data in sorted(found.items()))
    return {**found, DIGESTS: sums.encode()}


def digest_of(run: SelectionRun) -> str:
    """The digest printed in the minutes: of the list of digests, hence of every file."""
    return hashlib.sha256(parts_of(run)[DIGESTS]).hexdigest()


def package(run: SelectionRun) -> bytes:
    """The package as a zip file."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts_of(run).items():
            entry = zipfile.ZipInfo(name, LONG_AGO)
            entry.compress_type, entry.create_system = zipfile.ZIP_DEFLATED, 3
            archive.writestr(entry, data)
    return buffer.getvalue()
