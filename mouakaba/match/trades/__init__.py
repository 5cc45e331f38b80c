"""Markets with offers and needs: listings, requests, and what was delivered."""
