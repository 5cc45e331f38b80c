"""Markets between organisations: offers, needs, requests, and what was delivered."""
