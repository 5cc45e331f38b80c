from django.db import migrations

# Where an entry is stands among its words too (entries.rules.place_terms): one index answers words within a region.
# Nothing of what it says changes, so that saved searches need not look at it anew. A graph of vectors is sooner built
# anew than changed row by row.
CHANGED = """
DROP INDEX entry_vector;
ALTER TABLE match_entry DISABLE TRIGGER mark_news;
UPDATE match_entry SET words = {words} WHERE words IS NOT NULL;
ALTER TABLE match_entry ENABLE TRIGGER mark_news;
CREATE INDEX entry_vector ON match_entry USING hnsw (vector halfvec_cosine_ops);
"""
PLACES = "CASE WHEN regions = '{}' THEN ARRAY['@'] ELSE ARRAY(SELECT '@' || region FROM unnest(regions) AS region) END"


class Migration(migrations.Migration):

    dependencies = [
        ('match', '0017_searches'),
    ]

    operations = [
        migrations.RunSQL(
            CHANGED.format(words=f"words || array_to_tsvector({PLACES})"),
            CHANGED.format(words=f"ts_delete(words, {PLACES})"),
        ),
    ]
