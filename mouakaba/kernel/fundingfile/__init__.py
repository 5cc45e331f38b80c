"""Instruments of funding as one TOML text, read strictly."""

from mouakaba.kernel.fundingfile.reading import parse_instruments

__all__ = ["parse_instruments"]
