"""Writing cells that a spreadsheet program may not take for formulas (OWASP, "CSV injection")."""

# The wide forms count too: some programs read them as the plain signs.
_LEADS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def harmless(text: str) -> str:
    """The text for a CSV cell: an apostrophe before a sign that would start a formula.

    `cell_text` takes the apostrophe away again when such a sheet is imported.
    """
    return f"'{text}" if text.startswith(_LEADS) else text
