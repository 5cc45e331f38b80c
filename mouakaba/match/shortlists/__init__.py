"""The few of very many who may be among the best for an opening, found by postings kept in the database."""
