"""Finding money: instruments of funding, what each answers to a project, and a plan that adds up."""
