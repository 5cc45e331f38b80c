"""Who fits which opening, with the reasons, by the exact kernel."""
