"""What every room stands on: addresses that pages had and keep, messages and notices that wait, links, translations, pairs
found to be two, jobs of spreadsheets, working together, the library of pictures, and what no backup may undo."""

import django.core.serializers.json
import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import publishing.fields
import publishing.languages
import uuid
from django.conf import settings
from django.db import migrations, models

from publishing.migration_steps import CreateModels


class Migration(migrations.Migration):

    replaces = [('publishing', '0001_addresses_and_outbox'), ('publishing', '0002_notices_between_rooms'), ('publishing', '0003_notifications_and_preferences_of_staff'), ('publishing', '0004_links_to_other_sites'), ('publishing', '0005_translated_texts'), ('publishing', '0006_pairs_found_to_be_two_and_merged_records'), ('publishing', '0007_jobs_of_spreadsheets'), ('publishing', '0008_working_together'), ('publishing', '0009_library_of_pictures'), ('publishing', '0010_content_version'), ('publishing', '0011_journal'), ('publishing', '0012_renditions')]

    initial = True

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
        ('contenttypes', '0002_remove_content_type_name'),
    ]

    operations = [
        CreateModels(
            migrations.CreateModel(
                name='ContentChange',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('number', models.BigIntegerField()),
                ],
                options={
                    'db_table': 'publishing_contentchange',
                    'default_permissions': (),
                },
            ),
            migrations.CreateModel(
                name='RenditionJob',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('task', models.CharField(max_length=20)),
                    ('picture', models.CharField(max_length=500)),
                    ('noted', models.JSONField(default=dict)),
                    ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                    ('claimed_by', models.CharField(blank=True, max_length=64)),
                    ('claimed_at', models.DateTimeField(null=True)),
                    ('attempts', models.PositiveSmallIntegerField(default=0)),
                ],
                options={
                    'verbose_name': 'work on a picture',
                    'verbose_name_plural': 'work on pictures',
                    'default_permissions': (),
                },
            ),
            migrations.CreateModel(
                name='RecordCare',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('content_type', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to='contenttypes.contenttype', verbose_name='kind of record')),
                    ('object_id', models.BigIntegerField()),
                    ('owner', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='looked after by')),
                    ('review_on', publishing.fields.DayField(blank=True, db_index=True, null=True, verbose_name='to be reviewed on')),
                ],
                options={
                    'verbose_name': 'page to look after',
                    'verbose_name_plural': 'pages to look after',
                    'ordering': [models.OrderBy(models.F('review_on'), nulls_last=True), 'pk'],
                    'default_permissions': (),
                    'constraints': [models.UniqueConstraint(fields=('content_type', 'object_id'), name='publishing_recordcare_once')],
                },
            ),
            migrations.CreateModel(
                name='RecordComment',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('content_type', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to='contenttypes.contenttype')),
                    ('object_id', models.BigIntegerField()),
                    ('thread', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='answers', to='publishing.recordcomment')),
                    ('field', models.CharField(blank=True, max_length=60, verbose_name='field')),
                    ('text', models.TextField(blank=True, max_length=4000, verbose_name='comment')),
                    ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by')),
                    ('written_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='written')),
                    ('resolved_at', models.DateTimeField(blank=True, null=True, verbose_name='resolved')),
                    ('resolved_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='resolved by')),
                ],
                options={
                    'verbose_name': 'comment',
                    'verbose_name_plural': 'comments',
                    'ordering': ['written_at', 'pk'],
                    'default_permissions': (),
                    'indexes': [models.Index(fields=['content_type', 'object_id'], name='publishing_comment_record')],
                    'constraints': [models.CheckConstraint(condition=models.Q(('thread', None), models.Q(('field', ''), ('resolved_at', None)), _connector='OR'), name='publishing_recordcomment_answers_are_plain')],
                },
            ),
            migrations.CreateModel(
                name='CommentAddressee',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('comment', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='addressees', to='publishing.recordcomment')),
                    ('account', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('seen_at', models.DateTimeField(null=True)),
                ],
                options={
                    'verbose_name': 'addressee of a comment',
                    'verbose_name_plural': 'addressees of comments',
                    'default_permissions': (),
                    'constraints': [models.UniqueConstraint(fields=('comment', 'account'), name='publishing_addressee_once')],
                },
            ),
            migrations.CreateModel(
                name='Assignment',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('title', models.CharField(max_length=200, verbose_name='what there is to do')),
                    ('details', models.TextField(blank=True, max_length=4000, verbose_name='details')),
                    ('content_type', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.CASCADE, to='contenttypes.contenttype')),
                    ('object_id', models.BigIntegerField(blank=True, editable=False, null=True)),
                    ('assignee', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='given to')),
                    ('given_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='task given by')),
                    ('given_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='given')),
                    ('due_on', publishing.fields.DayField(blank=True, db_index=True, null=True, verbose_name='to be done by')),
                    ('done_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='done')),
                    ('done_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='done by')),
                ],
                options={
                    'verbose_name': 'task given',
                    'verbose_name_plural': 'tasks given',
                    'ordering': [models.OrderBy(models.F('done_at'), descending=True, nulls_first=True), models.OrderBy(models.F('due_on'), nulls_last=True), 'pk'],
                    'default_permissions': (),
                    'indexes': [models.Index(fields=['content_type', 'object_id'], name='publishing_assignment_record')],
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('content_type', None), ('object_id', None)), models.Q(('content_type__isnull', False), ('object_id__isnull', False)), _connector='OR'), name='publishing_assignment_record_whole'), models.CheckConstraint(condition=models.Q(('done_by', None), ('done_at__isnull', False), _connector='OR'), name='publishing_assignment_done_by_once_done')],
                },
            ),
            migrations.CreateModel(
                name='BulkChange',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('by', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('at', models.DateTimeField(db_index=True, default=django.utils.timezone.now)),
                    ('content_type', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to='contenttypes.contenttype')),
                    ('action', models.CharField(max_length=100)),
                    ('words', models.CharField(max_length=200)),
                    ('entries', models.JSONField(default=list, encoder=django.core.serializers.json.DjangoJSONEncoder)),
                    ('undone_at', models.DateTimeField(null=True)),
                ],
                options={
                    'verbose_name': 'change made in a list',
                    'verbose_name_plural': 'changes made in lists',
                    'ordering': ['-at', '-pk'],
                    'default_permissions': (),
                },
            ),
            migrations.CreateModel(
                name='DoubleDecision',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('first_label', models.CharField(max_length=100)),
                    ('first_id', models.BigIntegerField()),
                    ('second_label', models.CharField(max_length=100)),
                    ('second_id', models.BigIntegerField()),
                    ('digest', models.CharField(max_length=32)),
                    ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='who')),
                    ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='when')),
                ],
                options={
                    'verbose_name': 'pair found to be two',
                    'verbose_name_plural': 'pairs found to be two',
                    'default_permissions': (),
                    'indexes': [models.Index(fields=['second_label', 'second_id'], name='publishing_doubles_second')],
                    'constraints': [models.UniqueConstraint(fields=('first_label', 'first_id', 'second_label', 'second_id'), name='publishing_doubledecision_once')],
                },
            ),
            migrations.CreateModel(
                name='JournalLine',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('key', models.CharField(editable=False, max_length=32)),
                    ('at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                    ('kind', models.CharField(choices=[('withdrawn', 'Withdrawn from the public'), ('moved', 'Moments moved or taken away'), ('ended', 'Ended, cancelled or made private'), ('deleted', 'Deleted'), ('erased', 'Erased for good'), ('left', 'Off the press list, or out of an event'), ('disabled', 'Accounts closed, rights and passwords taken away'), ('revoked', 'Links, invitations and second factors taken back'), ('struck', 'Struck out of what is public'), ('sealed', 'Words approved or corrected'), ('prepared', 'Mailings prepared'), ('delivered', 'Messages that left'), ('opened', 'Quarantines opened')], editable=False, max_length=12)),
                    ('model', models.CharField(editable=False, max_length=100)),
                    ('record', models.CharField(editable=False, max_length=64)),
                    ('said', models.JSONField(default=dict, editable=False)),
                ],
                options={
                    'verbose_name': 'line on its way into the journal',
                    'verbose_name_plural': 'lines on their way into the journal',
                    'ordering': ['pk'],
                    'default_permissions': (),
                },
            ),
            migrations.CreateModel(
                name='Quarantine',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('began_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                    ('backup_made_at', models.DateTimeField(editable=False, null=True)),
                    ('backup', models.CharField(blank=True, editable=False, max_length=200)),
                    ('journal_head', models.CharField(blank=True, editable=False, max_length=64)),
                    ('opened_at', models.DateTimeField(editable=False, null=True)),
                    ('opened_by', models.CharField(blank=True, editable=False, max_length=150)),
                    ('note', models.TextField(blank=True, editable=False)),
                ],
                options={
                    'verbose_name': 'quarantine after a restore',
                    'verbose_name_plural': 'quarantines after a restore',
                    'ordering': ['pk'],
                    'default_permissions': (),
                    'constraints': [models.CheckConstraint(condition=models.Q(('opened_at', None), models.Q(('opened_by', ''), _negated=True), _connector='OR'), name='publishing_quarantine_opened_by_somebody')],
                },
            ),
            migrations.CreateModel(
                name='LibraryPicture',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('is_example', models.BooleanField(default=False, help_text='Made up for demonstration: the page says so, and “remove_examples” deletes it.', verbose_name='example')),
                    ('stamp', models.UUIDField(default=uuid.uuid4, editable=False)),
                    ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='created')),
                    ('modified_at', models.DateTimeField(auto_now=True, verbose_name='last change')),
                    ('title', models.CharField(blank=True, help_text='For whoever looks for it; the public never reads it. Empty: the name of the file.', max_length=150, verbose_name='name in the library')),
                    ('image', publishing.fields.PictureField(height_field='height', upload_to=publishing.fields.private_path, verbose_name='picture', width_field='width')),
                    ('width', models.PositiveIntegerField(editable=False, null=True)),
                    ('height', models.PositiveIntegerField(editable=False, null=True)),
                    ('sha256', models.CharField(blank=True, editable=False, max_length=64)),
                    ('kind', models.CharField(choices=[('photograph', 'photograph'), ('portrait', 'portrait'), ('illustration', 'illustration'), ('diagram', 'diagram or screenshot')], default='photograph', max_length=12, verbose_name='kind of picture')),
                    ('alt', models.CharField(blank=True, help_text='What the picture shows, in a sentence, for those who cannot see it.', max_length=250, verbose_name='alternative text')),
                    ('alt_fr', models.CharField(blank=True, help_text='What the picture shows, in a sentence, for those who cannot see it.', max_length=250, null=True, verbose_name='alternative text')),
                    ('alt_en', models.CharField(blank=True, help_text='What the picture shows, in a sentence, for those who cannot see it.', max_length=250, null=True, verbose_name='alternative text')),
                    ('is_decorative', models.BooleanField(default=False, help_text='It says nothing that the page does not say: it needs no alternative text.', verbose_name='decorative')),
                    ('credit', models.CharField(blank=True, help_text='Who made it and who holds the rights, as it is printed, without the sign ©.', max_length=150, verbose_name='credit')),
                    ('credit_fr', models.CharField(blank=True, help_text='Who made it and who holds the rights, as it is printed, without the sign ©.', max_length=150, null=True, verbose_name='credit')),
                    ('credit_en', models.CharField(blank=True, help_text='Who made it and who holds the rights, as it is printed, without the sign ©.', max_length=150, null=True, verbose_name='credit')),
                    ('licence', models.CharField(blank=True, choices=[('own', 'ours: the cluster holds the rights'), ('permission', 'all rights reserved, permission given'), ('cc0', 'CC0 1.0 (public domain)'), ('cc-by-4.0', 'CC BY 4.0'), ('cc-by-sa-4.0', 'CC BY-SA 4.0'), ('cc-by-nc-4.0', 'CC BY-NC 4.0'), ('cc-by-nd-4.0', 'CC BY-ND 4.0'), ('etalab-2.0', 'Open Licence 2.0 (Etalab)'), ('public-domain', 'public domain: the rights have run out')], max_length=15, verbose_name='licence')),
                    ('permission_by', models.CharField(blank=True, help_text='Who gave it, and for what. Never shown to the public.', max_length=200, verbose_name='permission given by')),
                    ('permission_on', publishing.fields.DayField(blank=True, null=True, verbose_name='permission given on')),
                    ('permission_until', publishing.fields.DayField(blank=True, help_text='The last day. From the next day on no page shows the picture. Empty: without end.', null=True, verbose_name='permission until')),
                    ('focal_x', models.PositiveSmallIntegerField(default=50, validators=[django.core.validators.MaxValueValidator(100)], verbose_name='point to keep in sight: from the left (%)')),
                    ('focal_y', models.PositiveSmallIntegerField(default=50, validators=[django.core.validators.MaxValueValidator(100)], verbose_name='point to keep in sight: from the top (%)')),
                ],
                options={
                    'verbose_name': 'picture of the library',
                    'verbose_name_plural': 'pictures of the library',
                    'ordering': ['-pk'],
                    'abstract': False,
                    'default_permissions': ('add', 'change', 'delete', 'view', 'translate'),
                    'constraints': [models.UniqueConstraint(condition=models.Q(('sha256', ''), _negated=True), fields=('sha256',), name='publishing_librarypicture_once', violation_error_message='This picture is in the library already.'), models.CheckConstraint(condition=models.Q(('focal_x__lte', 100), ('focal_y__lte', 100)), name='publishing_librarypicture_focal_point', violation_error_message='The point to keep in sight lies within the picture: 0 to 100 per cent.'), models.CheckConstraint(condition=models.Q(('permission_on__isnull', True), ('permission_until__isnull', True), ('permission_on__lte', models.F('permission_until')), _connector='OR'), name='publishing_librarypicture_permission_days', violation_error_message='A permission ends after it is given.')],
                },
            ),
            migrations.CreateModel(
                name='OutgoingLink',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('address', models.CharField(max_length=2000, unique=True, verbose_name='leads to')),
                    ('outcome', models.CharField(choices=[('unknown', 'not looked at yet'), ('fine', 'leads there'), ('moved', 'moved for good'), ('refused', 'answers no program: to be opened by a person'), ('silent', 'no answer'), ('gone', 'leads nowhere')], default='unknown', max_length=8, verbose_name='outcome')),
                    ('status', models.PositiveSmallIntegerField(null=True, verbose_name='HTTP status')),
                    ('moved_to', models.CharField(blank=True, max_length=2000, verbose_name='moved to')),
                    ('nights', models.PositiveIntegerField(default=0, verbose_name='nights in a row')),
                    ('checked_at', models.DateTimeField(null=True, verbose_name='looked at')),
                    ('accepted_at', models.DateTimeField(null=True, verbose_name='found right by a person')),
                ],
                options={
                    'verbose_name': 'link to another site',
                    'verbose_name_plural': 'links to other sites',
                    'default_permissions': ('view', 'change'),
                },
            ),
            migrations.CreateModel(
                name='LinkUse',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('link', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='uses', to='publishing.outgoinglink')),
                    ('content_type', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to='contenttypes.contenttype')),
                    ('object_id', models.BigIntegerField()),
                    ('field', models.CharField(max_length=60)),
                    ('language', models.CharField(blank=True, max_length=10)),
                ],
                options={
                    'verbose_name': 'use of a link',
                    'verbose_name_plural': 'uses of links',
                    'default_permissions': (),
                    'constraints': [models.UniqueConstraint(fields=('link', 'content_type', 'object_id', 'field', 'language'), name='publishing_linkuse_once')],
                },
            ),
            migrations.CreateModel(
                name='MergedRecord',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('model_label', models.CharField(max_length=100)),
                    ('object_id', models.BigIntegerField()),
                    ('kept_id', models.BigIntegerField()),
                ],
                options={
                    'verbose_name': 'merged record',
                    'verbose_name_plural': 'merged records',
                    'default_permissions': (),
                    'constraints': [models.UniqueConstraint(fields=('model_label', 'object_id'), name='publishing_mergedrecord_once')],
                },
            ),
            migrations.CreateModel(
                name='OutboxMessage',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('state', models.CharField(choices=[('waiting', 'waiting'), ('claimed', 'being sent'), ('sent', 'sent'), ('refused', 'refused for good'), ('unknown', 'outcome unknown: to be decided by a person'), ('dropped', 'not sent any more')], db_index=True, default='waiting', max_length=8, verbose_name='state')),
                    ('claimed_by', models.CharField(blank=True, max_length=64, verbose_name='sender')),
                    ('claimed_at', models.DateTimeField(blank=True, null=True, verbose_name='claimed')),
                    ('not_before', publishing.fields.MomentField(blank=True, null=True, verbose_name='not before')),
                    ('attempts', models.PositiveSmallIntegerField(default=0, verbose_name='attempts')),
                    ('message_id', models.CharField(blank=True, max_length=200, verbose_name='Message-ID')),
                    ('outcome', models.CharField(blank=True, max_length=400, verbose_name='what the server said')),
                    ('done_at', models.DateTimeField(blank=True, null=True, verbose_name='settled')),
                    ('recipient', models.EmailField(max_length=254, verbose_name='recipient')),
                    ('language', models.CharField(max_length=10, verbose_name='language')),
                    ('template', models.CharField(max_length=100, verbose_name='kind of message')),
                    ('context', models.JSONField(blank=True, default=dict, editable=False, encoder=django.core.serializers.json.DjangoJSONEncoder)),
                    ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='posted')),
                ],
                options={
                    'verbose_name': 'message of the portal',
                    'verbose_name_plural': 'messages of the portal',
                    'ordering': ['pk'],
                    'constraints': [models.CheckConstraint(condition=models.Q(('language__in', ['fr', 'en'])), name='publishing_outbox_language_known')],
                },
            ),
            migrations.CreateModel(
                name='OutboxNotice',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('topic', models.CharField(max_length=60)),
                    ('payload', models.JSONField(default=dict, encoder=django.core.serializers.json.DjangoJSONEncoder)),
                    ('created_at', models.DateTimeField(auto_now_add=True)),
                ],
                options={
                    'verbose_name': 'notice between rooms',
                    'verbose_name_plural': 'notices between rooms',
                    'ordering': ['pk'],
                },
            ),
            migrations.CreateModel(
                name='StaffPreferences',
                fields=[
                    ('user', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='staff_preferences', serialize=False, to=settings.AUTH_USER_MODEL, verbose_name='account')),
                    ('language', models.CharField(default=publishing.languages.main, max_length=10, verbose_name='language')),
                    ('mails', models.BooleanField(default=True, verbose_name='mails')),
                    ('silenced', models.JSONField(blank=True, default=list, verbose_name='kinds turned off')),
                ],
                options={
                    'verbose_name': 'preferences of an account',
                    'verbose_name_plural': 'preferences of accounts',
                    'default_permissions': (),
                    'constraints': [models.CheckConstraint(condition=models.Q(('language__in', ['fr', 'en'])), name='publishing_staffpreferences_language_known')],
                },
            ),
            migrations.CreateModel(
                name='NotificationOccasion',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('kind', models.CharField(max_length=60)),
                    ('subject', models.BigIntegerField()),
                    ('occasion', models.CharField(blank=True, max_length=60)),
                    ('at', models.DateTimeField(auto_now_add=True)),
                ],
                options={
                    'verbose_name': 'occasion of a notification',
                    'verbose_name_plural': 'occasions of notifications',
                    'default_permissions': (),
                    'constraints': [models.UniqueConstraint(fields=('kind', 'subject', 'occasion'), name='publishing_occasion_once')],
                },
            ),
            migrations.CreateModel(
                name='SheetJob',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('key', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                    ('kind', models.CharField(max_length=100, verbose_name='kind of records')),
                    ('by', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='sheet_jobs', to=settings.AUTH_USER_MODEL, verbose_name='account')),
                    ('language', models.CharField(max_length=10, verbose_name='language')),
                    ('file_name', models.CharField(max_length=200, verbose_name='file')),
                    ('options', models.JSONField(default=dict, encoder=django.core.serializers.json.DjangoJSONEncoder)),
                    ('state', models.CharField(choices=[('waiting', 'waiting to be checked'), ('checking', 'being checked'), ('checked', 'checked: waiting for your word'), ('wrong', 'not right: nothing has been taken in'), ('confirmed', 'waiting to be taken in'), ('storing', 'being taken in'), ('done', 'taken in'), ('cancelled', 'stopped: nothing has been taken in'), ('failed', 'broken off: nothing has been taken in')], db_index=True, default='waiting', max_length=10, verbose_name='state')),
                    ('rows', models.PositiveIntegerField(default=0, verbose_name='rows')),
                    ('known', models.PositiveIntegerField(default=0, verbose_name='rows of records that are here')),
                    ('to_store', models.PositiveIntegerField(default=0, verbose_name='rows to be taken in')),
                    ('result', models.JSONField(encoder=django.core.serializers.json.DjangoJSONEncoder, null=True)),
                    ('claimed_by', models.CharField(blank=True, max_length=64)),
                    ('claimed_at', models.DateTimeField(null=True)),
                    ('attempts', models.PositiveSmallIntegerField(default=0)),
                    ('created_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='sent')),
                    ('waiting_since', models.DateTimeField(default=django.utils.timezone.now)),
                    ('done_at', models.DateTimeField(null=True, verbose_name='settled')),
                ],
                options={
                    'verbose_name': 'spreadsheet on its way in',
                    'verbose_name_plural': 'spreadsheets on their way in',
                    'ordering': ['-pk'],
                    'default_permissions': (),
                },
            ),
            migrations.CreateModel(
                name='TranslatedText',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('record_label', models.CharField(max_length=100)),
                    ('record_id', models.BigIntegerField()),
                    ('model_label', models.CharField(max_length=100)),
                    ('object_id', models.BigIntegerField()),
                    ('field', models.CharField(max_length=60)),
                    ('language', models.CharField(max_length=10)),
                    ('state', models.CharField(choices=[('not_needed', 'not needed'), ('missing', 'missing'), ('stale', 'behind'), ('complete', 'complete')], default='not_needed', max_length=10)),
                    ('since', models.DateTimeField(null=True)),
                    ('words', models.PositiveIntegerField(default=0)),
                    ('source_words', models.PositiveIntegerField(default=0)),
                    ('source', models.TextField(default='')),
                    ('source_digest', models.CharField(default='', max_length=32)),
                    ('translation_digest', models.CharField(default='', max_length=32)),
                    ('copied_digest', models.CharField(default='', max_length=32)),
                    ('earlier', models.JSONField(default=dict)),
                ],
                options={
                    'verbose_name': 'state of a translation',
                    'verbose_name_plural': 'states of translations',
                    'default_permissions': (),
                    'indexes': [models.Index(fields=['record_label', 'record_id'], name='publishing_translated_record'), models.Index(fields=['state', 'since'], name='publishing_translated_line')],
                    'constraints': [models.UniqueConstraint(fields=('model_label', 'object_id', 'field', 'language'), name='publishing_translatedtext_unique'), models.CheckConstraint(condition=models.Q(('state__in', ['not_needed', 'missing', 'stale', 'complete'])), name='publishing_translatedtext_state_known'), models.CheckConstraint(condition=models.Q(models.Q(('since__isnull', False), ('state__in', ('missing', 'stale'))), models.Q(models.Q(('state__in', ('missing', 'stale')), _negated=True), ('since__isnull', True)), _connector='OR'), name='publishing_translatedtext_since_while_behind')],
                },
            ),
            migrations.CreateModel(
                name='SlugRecord',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('model_label', models.CharField(max_length=100)),
                    ('object_id', models.BigIntegerField()),
                    ('language', models.CharField(max_length=10)),
                    ('slug', models.CharField(max_length=120)),
                ],
                options={
                    'verbose_name': 'address kept',
                    'verbose_name_plural': 'addresses kept',
                    'indexes': [models.Index(fields=['model_label', 'object_id'], name='publishing_slugrecord_object')],
                    'constraints': [models.UniqueConstraint(fields=('model_label', 'language', 'slug'), name='publishing_slugrecord_unique')],
                },
            ),
        ),
    ]
