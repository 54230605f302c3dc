"""A programme’s open call becomes an opportunity of its own, as all calls are; a publication may have several HAL ids."""

from django.conf import settings
from django.db import migrations, models
from django.db.models.functions import Lower
from django.utils.text import slugify

SLUG_LENGTH = 80


def _free_slug(title, opportunity, ledger, code):
    stem = slugify(title)[:SLUG_LENGTH].strip("-") or "appel"
    taken = set(ledger.objects.filter(model_label="caps.opportunity", language=code).values_list("slug", flat=True))
    taken |= set(opportunity.objects.values_list(f"slug_{code}", flat=True))
    slug, number = stem, 1
    while slug in taken:
        number += 1
        slug = f"{stem}-{number}"
    return slug


def move_calls(apps, schema_editor):
    """What was typed is kept: as a public opportunity where the programme is public and the call has an address to answer at,
    else as a draft."""
    cap, opportunity = apps.get_model("caps", "CAP"), apps.get_model("caps", "Opportunity")
    ledger, texts = apps.get_model("publishing", "SlugRecord"), apps.get_model("publishing", "TranslatedText")
    codes = [code for code, _name in settings.LANGUAGES if hasattr(cap, f"call_{code}")]
    main = settings.LANGUAGE_CODE
    for programme in cap.objects.order_by("pk"):
        called = {code: (getattr(programme, f"call_{code}") or "").strip() for code in codes}
        if not any(called.values()) and not programme.call_url:
            continue
        words = next(filter(None, [called.get(main), *called.values()]), programme.acronym)
        call = opportunity(kind="call_projects", cap=programme, apply_url=programme.call_url, is_example=programme.is_example)
        call.title, call.summary, call.withdrawn_at = words, words, programme.withdrawn_at
        slugs = {}
        for code in codes:
            setattr(call, f"title_{code}", called[code] or (words if code == main else ""))
            setattr(call, f"summary_{code}", called[code])
            if called[code] and called.get(main) and programme.call_url:
                slugs[code] = _free_slug(called[code], opportunity, ledger, code)
                setattr(call, f"slug_{code}", slugs[code])
                setattr(call, f"public_from_{code}", getattr(programme, f"public_from_{code}"))
        call.save()
        for code, slug in slugs.items():
            ledger.objects.create(model_label="caps.opportunity", object_id=call.pk, language=code, slug=slug)
    texts.objects.filter(model_label="caps.cap", field="call").delete()
    publication = apps.get_model("caps", "Publication")
    publication.objects.exclude(doi="").update(doi=Lower("doi"))
    if schema_editor.connection.vendor == "postgresql":
        # Keys are looked at when a transaction ends; the table cannot be changed while that waits.
        schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")


class Migration(migrations.Migration):
    dependencies = [("caps", "0006_publications_from_hal"), ("publishing", "0012_renditions")]

    operations = [
        migrations.RunPython(move_calls, migrations.RunPython.noop),
        *(migrations.RemoveField("cap", name) for name in ("call", "call_en", "call_fr", "call_url")),
        migrations.AddField(
            model_name="publication",
            name="other_hal_ids",
            field=models.TextField(
                blank=True,
                help_text="One a line: what HAL calls the same publication besides. Its answers under them make no second one.",
                verbose_name="other HAL ids",
            ),
        ),
        migrations.AlterModelOptions(
            name="halfinding",
            options={"verbose_name": "finding on HAL", "verbose_name_plural": "findings on HAL"},
        ),
    ]
