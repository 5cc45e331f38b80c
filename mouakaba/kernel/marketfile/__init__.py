"""The market file: hard rules between two sides, weighted reasons and how many pairs to show, read strictly."""

from mouakaba.kernel.marketfile.reading import MarketFile, MarketHeader, parse_market

__all__ = ["MarketFile", "MarketHeader", "parse_market"]
