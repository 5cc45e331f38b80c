"""What is looked for and not found, what is taught of it, and what a person could learn for what they want."""
