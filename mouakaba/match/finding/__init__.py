"""One search over all markets, by words and by meaning, and the page that gathers them."""
