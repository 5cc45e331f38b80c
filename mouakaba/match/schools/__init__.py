"""Schools that invite their graduates, and how many came; who is counted says so."""
