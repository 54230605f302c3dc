"""The log of accounts and the invitations to them; the four groups and their rights, in one table. A later change of rights is a
migration of its own."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.contrib.auth.management import create_permissions
from django.db import migrations, models

from publishing.migration_steps import CreateModels

NONE, READ, TRANSLATE, WRITE = (), ("view",), ("view", "translate"), ("view", "add", "change")
ALL = ("view", "add", "change", "delete")
# Making something public, and taking it back, is a right of its own beside that to write it.
PUBLISH, PRIVATE = ("publish",), ("private",)
# What comes by itself, or from visitors, is seen and decided on; some of it is erased.
DECIDE, ERASE = ("view", "change"), ("view", "delete")
# A release can be written without these while it is a draft, and only then.
STEPS = ("approve", "correct", "withdraw", "share")
# A list of people registered: what they need is a right of its own.
HOLD = ("view", "add", "change", "needs")

GROUPS = ("Editors", "Translators", "Press officers", "Administrators")
# What each group, in the order above, may do with these models of an app. Which fields a task reaches: publishing/tasks.py.
RIGHTS = [
    ("publishing", ("librarypicture",), (WRITE, TRANSLATE, WRITE, ALL)),
    ("publishing", ("outgoinglink",), (DECIDE, READ, DECIDE, DECIDE)),
    ("cluster", ("institution", "person", "theme", "pillar", "keyfigure"), (WRITE, TRANSLATE, READ, ALL)),
    ("cluster", ("milestone", "page", "nationalcluster"), (WRITE, TRANSLATE, READ, ALL)),
    ("cluster", ("institution", "person", "theme", "pillar", "keyfigure"), (PUBLISH, NONE, NONE, PUBLISH)),
    ("cluster", ("milestone", "page", "nationalcluster"), (PUBLISH, NONE, NONE, PUBLISH)),
    ("cluster", ("person",), (NONE, NONE, NONE, ("erase",))),
    ("caps", ("keyword", "cap"), (WRITE, TRANSLATE, READ, ALL)),
    ("caps", ("opportunity", "course"), (WRITE, TRANSLATE, READ, ALL)),
    # Nothing of a publication is translated.
    ("caps", ("publication",), (WRITE, READ, READ, ALL)),
    ("caps", ("cap", "opportunity", "course", "publication"), (PUBLISH, NONE, NONE, PUBLISH)),
    ("caps", ("halquery",), (WRITE, NONE, NONE, ALL)),
    ("partners", ("partner",), (WRITE, TRANSLATE, READ, ALL)),
    ("partners", ("partner",), (PUBLISH, NONE, NONE, PUBLISH)),
    # Whom to write to at a partner, and what it pledged, is for those who keep the partners.
    ("partners", ("partner",), (PRIVATE, NONE, NONE, PRIVATE)),
    ("partners", ("pledge",), (ALL, NONE, NONE, ALL)),
    # What hangs on a record goes with it: editors may take a row off a programme, though not the programme itself.
    ("cluster", ("role", "figurevalue"), (ALL, TRANSLATE, READ, ALL)),
    ("caps", ("membership", "partnerinvolvement"), (ALL, TRANSLATE, READ, ALL)),
    ("caps", ("involvement", "programmepublication", "personpublication"), (ALL, READ, READ, ALL)),
    ("news", ("article", "event", "coverage", "pressrelease"), (WRITE, TRANSLATE, ALL, ALL)),
    ("news", ("article", "event", "coverage"), (PUBLISH, NONE, PUBLISH, PUBLISH)),
    ("news", ("quote", "picture", "attachment"), (ALL, TRANSLATE, ALL, ALL)),
    ("news", ("releaseboilerplate", "releasecontact"), (ALL, READ, ALL, ALL)),
    # What releases share belongs to the press office, in every language.
    ("news", ("boilerplate", "presscontact", "logo"), (READ, READ, ALL, ALL)),
    ("news", ("logo",), (NONE, NONE, PUBLISH, PUBLISH)),
    ("news", ("glossarypair",), (WRITE, TRANSLATE, ALL, ALL)),
    ("news", ("pressrelease",), (NONE, NONE, STEPS, STEPS)),
    # Approving in place of two people is for administrators alone: the press office keeps the rule.
    ("news", ("pressrelease",), (NONE, NONE, NONE, ("override",))),
    ("news", ("statechange", "correction"), (READ, READ, READ, READ)),
    ("news", ("readinglink",), (NONE, NONE, ("view", "add"), ("view", "add"))),
    ("news", ("readingopening",), (NONE, NONE, READ, READ)),
    # Whoever writes or approves releases may ask the person quoted.
    ("news", ("signofflink",), (("view", "add"), NONE, ("view", "add"), ("view", "add"))),
    # Addresses are seen, taken in from lists that exist, and erased; what is sent and of unknown fate is seen and decided on.
    ("mailing", ("subscriber",), (NONE, NONE, (*ERASE, "add"), (*ERASE, "add"))),
    ("mailing", ("journalist",), (NONE, NONE, DECIDE, DECIDE)),
    ("mailing", ("presslist",), (NONE, NONE, ALL, ALL)),
    ("mailing", ("mailing", "delivery"), (NONE, NONE, DECIDE, DECIDE)),
    ("publishing", ("outboxmessage",), (NONE, NONE, DECIDE, DECIDE)),
    ("mailing", ("mailbox", "contactsubject"), (WRITE, TRANSLATE, READ, ALL)),
    # What visitors write is personal: those who translate have no need of it, and one group alone erases.
    ("mailing", ("contactmessage",), (DECIDE, NONE, DECIDE, (*DECIDE, "delete"))),
    ("mailing", ("contactdelivery",), (DECIDE, NONE, DECIDE, DECIDE)),
    ("mailing", ("registration",), (HOLD, NONE, (*HOLD, "delete"), (*HOLD, "delete"))),
    ("mailing", ("newsletterissue",), (ALL, TRANSLATE, ALL, ALL)),
    ("mailing", ("newsletterissue",), (NONE, NONE, ("send",), ("send",))),
    ("mailing", ("newsletteritem",), (ALL, READ, ALL, ALL)),
    ("mailing", ("newsletterreader",), (NONE, NONE, ERASE, ERASE)),
    ("mailing", ("newsletterdelivery",), (NONE, NONE, DECIDE, DECIDE)),
    ("auth", ("user", "group"), (NONE, NONE, NONE, ALL)),
    # Whoever keeps accounts invites them, frees them, and reads the log.
    ("portal", ("sign_in",), (NONE, NONE, NONE, ("manage",))),
    ("portal", ("accountevent",), (NONE, NONE, NONE, READ)),
]


def make_groups(apps, schema_editor):
    _make_permissions(apps)
    model = apps.get_model("auth", "Group")
    groups = [model.objects.get_or_create(name=name)[0] for name in GROUPS]
    for app, names, columns in RIGHTS:
        for group, actions in zip(groups, columns, strict=True):
            group.permissions.add(*_permissions(apps, app, [f"{action}_{name}" for name in names for action in actions]))


def _make_permissions(apps):
    """Django makes them after all migrations only, too late for the groups."""
    for label in dict.fromkeys(app for app, _names, _columns in RIGHTS):
        config = apps.get_app_config(label)
        config.models_module = True
        create_permissions(config, apps=apps, verbosity=0)
        config.models_module = None


def _permissions(apps, app, codenames):
    """A name that is misspelt must not pass for a right that nobody has."""
    found = apps.get_model("auth", "Permission").objects.filter(content_type__app_label=app, codename__in=codenames)
    if found.count() != len(codenames):
        raise RuntimeError(f"Some of these rights are missing: {app} {codenames}")
    return found


def remove_groups(apps, schema_editor):
    apps.get_model("auth", "Group").objects.filter(name__in=GROUPS).delete()


class Migration(migrations.Migration):

    replaces = [('portal', '0001_groups_and_rights'), ('portal', '0002_rights_to_journalists_and_lists'), ('portal', '0003_invitations_and_log_of_accounts'), ('portal', '0004_right_to_approve_alone'), ('portal', '0005_rights_to_sign_offs'), ('portal', '0006_right_to_erase_a_person'), ('portal', '0007_rights_to_links'), ('portal', '0008_right_to_take_in_subscribers'), ('portal', '0009_rights_to_pictures'), ('portal', '0010_rights_to_earlier_values'), ('portal', '0011_rights_to_opportunities'), ('portal', '0012_rights_to_courses'), ('portal', '0013_rights_to_publications'), ('portal', '0014_rights_to_contact'), ('portal', '0015_rights_to_registrations'), ('portal', '0016_rights_to_newsletters')]

    initial = True

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
        ('contenttypes', '0002_remove_content_type_name'),
        ('publishing', '0001_addresses_outbox_library_and_journal'),
        ('cluster', '0001_consortium_people_and_figures'),
        ('caps', '0001_programmes_opportunities_courses_and_publications'),
        ('partners', '0001_partners_and_what_they_pledged'),
        ('news', '0001_releases_editions_news_and_events'),
        ('mailing', '0001_press_list_contact_registrations_and_newsletters'),
    ]

    operations = [
        CreateModels(
            migrations.CreateModel(
                name='Invitation',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('account', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='invitations', to=settings.AUTH_USER_MODEL, verbose_name='account')),
                    ('token_hash', models.CharField(editable=False, max_length=64, unique=True)),
                    ('made_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='made')),
                    ('expires_at', models.DateTimeField(verbose_name='holds until')),
                    ('used_at', models.DateTimeField(blank=True, null=True, verbose_name='used')),
                    ('revoked_at', models.DateTimeField(blank=True, null=True, verbose_name='taken back')),
                ],
                options={
                    'verbose_name': 'invitation',
                    'verbose_name_plural': 'invitations',
                    'ordering': ['-made_at', '-pk'],
                    'permissions': [('manage_sign_in', 'Can invite an account to a second factor, and take one away')],
                    'default_permissions': (),
                    'constraints': [models.CheckConstraint(condition=models.Q(('expires_at__gt', models.F('made_at'))), name='portal_invitation_holds_a_while'), models.CheckConstraint(condition=models.Q(('used_at', None), ('revoked_at', None), _connector='OR'), name='portal_invitation_one_end'), models.UniqueConstraint(condition=models.Q(('revoked_at', None), ('used_at', None)), fields=('account',), name='portal_invitation_one_at_a_time')],
                },
            ),
            migrations.CreateModel(
                name='AccountEvent',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('at', models.DateTimeField(db_index=True, default=django.utils.timezone.now, verbose_name='when')),
                    ('action', models.CharField(choices=[('invited', 'invited to set up a second factor'), ('revoked', 'invitation taken back'), ('added', 'second factor added'), ('removed', 'second factor removed'), ('freed', 'all second factors taken away'), ('bound', 'tied to an account of the institution')], max_length=10, verbose_name='what was done')),
                    ('account_key', models.BigIntegerField(db_index=True, verbose_name='number of the account')),
                    ('account_name', models.CharField(max_length=150, verbose_name='account')),
                    ('by_name', models.CharField(blank=True, max_length=150, verbose_name='by')),
                    ('detail', models.CharField(blank=True, max_length=200, verbose_name='detail')),
                ],
                options={
                    'verbose_name': 'line in the log of accounts',
                    'verbose_name_plural': 'log of accounts',
                    'ordering': ['-at', '-pk'],
                    'default_permissions': ('view',),
                },
            ),
        ),
        migrations.RunPython(make_groups, remove_groups),
    ]
