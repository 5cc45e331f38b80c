import struct

import django.db.models.deletion
from django.db import migrations, models

# Threads of boards stand in the index for their likeness to others; answers do not. What is changed is read again.
TRIGGERS = """
CREATE FUNCTION match_note_post() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO match_entry (post_id, market, regions, "of", stale) VALUES (NEW.id, 'boards', '{}', '', 1)
    ON CONFLICT (post_id) DO UPDATE SET stale = match_entry.stale + 1;
    RETURN NULL;
END $$;
CREATE TRIGGER note_post AFTER INSERT ON match_post FOR EACH ROW WHEN (NEW.parent_id IS NULL)
    EXECUTE FUNCTION match_note_post();
CREATE TRIGGER note_post_texts AFTER UPDATE ON match_post FOR EACH ROW
    WHEN (NEW.parent_id IS NULL AND (OLD.title, OLD.text) IS DISTINCT FROM (NEW.title, NEW.text))
    EXECUTE FUNCTION match_note_post();
INSERT INTO match_entry (post_id, market, regions, "of", stale)
    SELECT id, 'boards', '{}', '', 1 FROM match_post WHERE parent_id IS NULL;
SET CONSTRAINTS ALL IMMEDIATE;
"""
WITHOUT = """
DROP TRIGGER note_post ON match_post;
DROP TRIGGER note_post_texts ON match_post;
DROP FUNCTION match_note_post();
DELETE FROM match_entry WHERE post_id IS NOT NULL;
SET CONSTRAINTS ALL IMMEDIATE;
"""
MOVED = "UPDATE match_entry SET vector = %s::halfvec WHERE post_id = %s"
AT_ONCE = 1000


def move(apps, schema_editor):
    """Vectors known so far serve until the worker has read the texts, within the minute."""
    rows = apps.get_model("match", "PostVector").objects.using(schema_editor.connection.alias)
    with schema_editor.connection.cursor() as cursor:
        for post, floats in rows.values_list("post_id", "floats").iterator(chunk_size=AT_ONCE):
            numbers = struct.unpack(f"<{len(floats) // 4}f", bytes(floats))
            cursor.execute(MOVED, ["[" + ",".join(f"{number:.5f}" for number in numbers) + "]", post])


class Migration(migrations.Migration):

    dependencies = [
        ('match', '0018_places_among_words'),
    ]

    operations = [
        migrations.AddField(
            model_name='entry',
            name='post',
            field=models.OneToOneField(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='entry', to='match.post'),
        ),
        migrations.RemoveConstraint(model_name='entry', name='entry_points_at_one'),
        migrations.AddConstraint(
            model_name='entry',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('opening__isnull', False), ('idea__isnull', True), ('instrument__isnull', True), ('post__isnull', True)), models.Q(('opening__isnull', True), ('idea__isnull', False), ('instrument__isnull', True), ('post__isnull', True)), models.Q(('opening__isnull', True), ('idea__isnull', True), ('instrument__isnull', False), ('post__isnull', True)), models.Q(('opening__isnull', True), ('idea__isnull', True), ('instrument__isnull', True), ('post__isnull', False)), _connector='OR'), name='entry_points_at_one'),
        ),
        migrations.AddConstraint(
            model_name='entry',
            constraint=models.CheckConstraint(condition=models.Q(('post__isnull', True), models.Q(('market', 'boards'), ('until__isnull', True)), _connector='OR'), name='what_is_said_on_boards_is_not_searched'),
        ),
        migrations.RunSQL(TRIGGERS, WITHOUT),
        migrations.RunPython(move, migrations.RunPython.noop),
        migrations.DeleteModel(name='PostVector'),
    ]
