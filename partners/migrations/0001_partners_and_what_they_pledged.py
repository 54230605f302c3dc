"""The partners, and what they pledged."""

import django.core.validators
import django.db.models.deletion
import django_countries.fields
import publishing.fields
import publishing.sorting
import publishing.validators
import uuid
from django.db import migrations, models

from publishing.migration_steps import CreateModels


class Migration(migrations.Migration):

    replaces = [('partners', '0001_partners_and_pledges'), ('partners', '0002_rights_by_task'), ('partners', '0003_one_partner_per_name'), ('partners', '0004_other_names_of_partners')]

    initial = True

    dependencies = [
    ]

    operations = [
        CreateModels(
            migrations.CreateModel(
                name='Partner',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('is_example', models.BooleanField(default=False, help_text='Made up for demonstration: the page says so, and “remove_examples” deletes it.', verbose_name='example')),
                    ('stamp', models.UUIDField(default=uuid.uuid4, editable=False)),
                    ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='created')),
                    ('modified_at', models.DateTimeField(auto_now=True, verbose_name='last change')),
                    ('withdrawn_at', publishing.fields.MomentField(blank=True, help_text='From this moment on nobody sees it any more, in any language. Leave empty to keep it.', null=True, verbose_name='withdrawn from')),
                    ('public_from_fr', publishing.fields.MomentField(blank=True, db_index=True, help_text='The public sees this language from this moment on. Empty: not public.', null=True, verbose_name='public from')),
                    ('public_from_en', publishing.fields.MomentField(blank=True, db_index=True, help_text='The public sees this language from this moment on. Empty: not public.', null=True, verbose_name='public from')),
                    ('slug_fr', publishing.fields.UniqueSlugField(blank=True, db_index=False, help_text="The last words of the page's address: small letters without accents, digits and hyphens.", max_length=120, null=True, verbose_name='address')),
                    ('slug_en', publishing.fields.UniqueSlugField(blank=True, db_index=False, help_text="The last words of the page's address: small letters without accents, digits and hyphens.", max_length=120, null=True, verbose_name='address')),
                    ('name', models.CharField(max_length=200, unique=True, verbose_name='name')),
                    ('sort_name', publishing.sorting.SortKeyField('name')),
                    ('aliases', models.TextField(blank=True, help_text='One a line. Search finds the partner by each of them.', verbose_name='other names in use')),
                    ('kind', models.CharField(choices=[('startup', 'start-up'), ('sme', 'SME'), ('large_group', 'large group'), ('institutional', 'institutional partner'), ('association', 'association')], max_length=15, verbose_name='kind')),
                    ('sector', models.CharField(choices=[('digital', 'digital services and software'), ('health', 'health and medical technology'), ('mobility', 'mobility and aerospace'), ('energy', 'energy and environment'), ('industry', 'industry and materials'), ('culture', 'culture, media and creation'), ('education', 'education and training'), ('law_finance', 'law, finance and insurance'), ('public', 'public action')], max_length=15, verbose_name='sector')),
                    ('country', django_countries.fields.CountryField(default='FR', max_length=2, verbose_name='country')),
                    ('siren', models.CharField(blank=True, max_length=9, validators=[publishing.validators.validate_siren], verbose_name='SIREN')),
                    ('foreign_number', models.CharField(blank=True, max_length=40, verbose_name='company number abroad')),
                    ('description', models.TextField(blank=True, verbose_name='description')),
                    ('description_fr', models.TextField(blank=True, null=True, verbose_name='description')),
                    ('description_en', models.TextField(blank=True, null=True, verbose_name='description')),
                    ('website', models.URLField(blank=True, verbose_name='website')),
                    ('since', publishing.fields.DayField(blank=True, null=True, verbose_name='partner since')),
                    ('logo', publishing.fields.PictureField(blank=True, upload_to=publishing.fields.private_path, verbose_name='logo')),
                    ('logo_alt', models.CharField(blank=True, max_length=200, verbose_name='alternative text of the logo')),
                    ('logo_alt_fr', models.CharField(blank=True, max_length=200, null=True, verbose_name='alternative text of the logo')),
                    ('logo_alt_en', models.CharField(blank=True, max_length=200, null=True, verbose_name='alternative text of the logo')),
                    ('logo_permission', models.CharField(blank=True, help_text='Who gave it, when, and for what.', max_length=200, verbose_name='permission to show the logo')),
                    ('logo_permission_until', publishing.fields.DayField(blank=True, null=True, verbose_name='permission until')),
                    ('contact_name', models.CharField(blank=True, max_length=150, verbose_name='contact (never public)')),
                    ('contact_email', models.EmailField(blank=True, max_length=254, verbose_name='contact’s e-mail (never public)')),
                    ('contact_phone', models.CharField(blank=True, max_length=30, verbose_name='contact’s telephone (never public)')),
                ],
                options={
                    'verbose_name': 'partner',
                    'verbose_name_plural': 'partners',
                    'ordering': ['sort_name', 'pk'],
                    'permissions': [('private_partner', 'Can see and keep the private contacts of partners')],
                    'abstract': False,
                    'default_permissions': ('add', 'change', 'delete', 'view', 'translate', 'publish'),
                    'constraints': [models.CheckConstraint(condition=models.Q(('public_from_fr__isnull', True), models.Q(('slug_fr__isnull', False), models.Q(('slug_fr', ''), _negated=True)), _connector='OR'), name='partners_partner_texts_fr', violation_error_message='A text is missing in a language that is to be public.'), models.CheckConstraint(condition=models.Q(('public_from_en__isnull', True), models.Q(('slug_en__isnull', False), models.Q(('slug_en', ''), _negated=True)), _connector='OR'), name='partners_partner_texts_en', violation_error_message='A text is missing in a language that is to be public.'), models.CheckConstraint(condition=models.Q(('public_from_en__isnull', True), models.Q(('public_from_en__gte', models.F('public_from_fr')), ('public_from_fr__isnull', False)), _connector='OR'), name='partners_partner_first_en', violation_error_message='No language is public before the main one.'), models.UniqueConstraint(fields=('slug_fr',), name='partners_partner_slug_fr', violation_error_message='This address belongs to another page. Please choose another one.'), models.UniqueConstraint(fields=('slug_en',), name='partners_partner_slug_en', violation_error_message='This address belongs to another page. Please choose another one.'), models.UniqueConstraint(condition=models.Q(('sort_name', ''), _negated=True), fields=('sort_name',), name='partners_partner_one_name'), models.UniqueConstraint(condition=models.Q(('siren', ''), _negated=True), fields=('siren',), name='partners_partner_siren', violation_error_message='Another partner already has this SIREN.')],
                },
            ),
            migrations.CreateModel(
                name='Pledge',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('partner', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='pledges', to='partners.partner', verbose_name='partner')),
                    ('amount', models.DecimalField(decimal_places=2, max_digits=12, validators=[django.core.validators.MinValueValidator(1)], verbose_name='amount (€)')),
                    ('kind', models.CharField(choices=[('cash', 'in cash'), ('in_kind', 'in kind')], default='cash', max_length=10, verbose_name='kind')),
                    ('start_year', models.PositiveSmallIntegerField(validators=[django.core.validators.MinValueValidator(2018), django.core.validators.MaxValueValidator(2100)], verbose_name='from year')),
                    ('end_year', models.PositiveSmallIntegerField(validators=[django.core.validators.MinValueValidator(2018), django.core.validators.MaxValueValidator(2100)], verbose_name='to year')),
                    ('is_public', models.BooleanField(default=False, help_text='The partner agrees that its amount is public.', verbose_name='may be shown')),
                ],
                options={
                    'verbose_name': 'pledge',
                    'verbose_name_plural': 'pledges',
                    'ordering': ['start_year', 'pk'],
                    'constraints': [models.CheckConstraint(condition=models.Q(('start_year__lte', models.F('end_year'))), name='partners_pledge_years_in_order', violation_error_message='A pledge ends after it begins.'), models.CheckConstraint(condition=models.Q(('amount__gt', 0)), name='partners_pledge_amount_positive', violation_error_message='A pledge is worth something.')],
                },
            ),
        ),
    ]
