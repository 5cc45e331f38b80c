"""The call file: a call's rules, criteria and quotas as one TOML text, read strictly, written one way."""

from mouakaba.kernel.callfile.model import KINDS, CallFile, CallFileError, CallHeader, Criterion
from mouakaba.kernel.callfile.reading import parse
from mouakaba.kernel.callfile.writing import write

__all__ = ["KINDS", "CallFile", "CallFileError", "CallHeader", "Criterion", "parse", "write"]
