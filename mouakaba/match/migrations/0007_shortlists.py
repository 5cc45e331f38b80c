import django.db.models.deletion
from django.db import migrations, models

# A row in match_profilechange for every change that could move somebody in a list of people who fit, in the
# transaction of the change, whoever makes it: an action, the administration, an erasure that cascades.
TRIGGERS = """
CREATE FUNCTION match_note_profile() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO match_profilechange (profile_id) VALUES (COALESCE(NEW.id, OLD.id));
    RETURN NULL;
END $$;

CREATE FUNCTION match_note_skills() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO match_profilechange (profile_id) SELECT DISTINCT profile_id FROM changed;
    RETURN NULL;
END $$;

CREATE FUNCTION match_note_person() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO match_profilechange (profile_id) SELECT id FROM match_profile WHERE person_id = NEW.id;
    RETURN NULL;
END $$;

CREATE TRIGGER note_profile AFTER INSERT OR DELETE ON match_profile
    FOR EACH ROW EXECUTE FUNCTION match_note_profile();
CREATE TRIGGER note_profile_update AFTER UPDATE ON match_profile FOR EACH ROW
    WHEN ((OLD.region_id, OLD.remote, OLD.languages, OLD.availability, OLD.available_from, OLD.seen_by, OLD.shown)
        IS DISTINCT FROM
        (NEW.region_id, NEW.remote, NEW.languages, NEW.availability, NEW.available_from, NEW.seen_by, NEW.shown))
    EXECUTE FUNCTION match_note_profile();

CREATE TRIGGER note_skills_insert AFTER INSERT ON match_profileskill
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION match_note_skills();
CREATE TRIGGER note_skills_update AFTER UPDATE ON match_profileskill
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION match_note_skills();
CREATE TRIGGER note_skills_delete AFTER DELETE ON match_profileskill
    REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION match_note_skills();

CREATE TRIGGER match_note_person AFTER UPDATE ON base_person FOR EACH ROW
    WHEN (OLD.is_active IS DISTINCT FROM NEW.is_active) EXECUTE FUNCTION match_note_person();

-- Numbers are read whole and do not shrink much: compressing them costs more than it saves.
ALTER TABLE match_posting ALTER COLUMN numbers SET STORAGE EXTERNAL;
ALTER TABLE match_segmentfact ALTER COLUMN codes SET STORAGE EXTERNAL;

INSERT INTO match_profilechange (profile_id) SELECT id FROM match_profile;
"""
WITHOUT = """
DROP TRIGGER match_note_person ON base_person;
DROP TRIGGER note_profile ON match_profile;
DROP TRIGGER note_profile_update ON match_profile;
DROP TRIGGER note_skills_insert ON match_profileskill;
DROP TRIGGER note_skills_update ON match_profileskill;
DROP TRIGGER note_skills_delete ON match_profileskill;
DROP FUNCTION match_note_profile(), match_note_skills(), match_note_person();
"""


class Migration(migrations.Migration):

    dependencies = [
        ('base', '0001_initial'),
        ('match', '0006_trainings'),
    ]

    operations = [
        migrations.CreateModel(
            name='ProfileChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('profile_id', models.UUIDField()),
            ],
        ),
        migrations.CreateModel(
            name='Segment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('size', models.PositiveIntegerField()),
                ('gone', models.BinaryField(default=bytes)),
            ],
        ),
        migrations.CreateModel(
            name='Posting',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uri', models.CharField(max_length=200)),
                ('numbers', models.BinaryField()),
                ('segment', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='postings', to='match.segment')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('uri', 'segment'), name='one_posting_per_skill_and_segment')],
            },
        ),
        migrations.CreateModel(
            name='SegmentFact',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=30)),
                ('told', models.JSONField()),
                ('codes', models.BinaryField()),
                ('segment', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='facts', to='match.segment')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('segment', 'name'), name='one_row_per_segment_fact')],
            },
        ),
        migrations.CreateModel(
            name='SegmentMember',
            fields=[
                ('profile_id', models.UUIDField(primary_key=True, serialize=False)),
                ('number', models.PositiveIntegerField()),
                ('segment', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='members', to='match.segment')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('segment', 'number'), name='one_member_per_number')],
            },
        ),
        migrations.RunSQL(TRIGGERS, WITHOUT),
    ]
