"""The press list and its mailings in the back office: read, counted, stopped, decided; nothing is typed in by hand."""

from __future__ import annotations

from smtplib import SMTPException

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.core.mail import get_connection
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop, ngettext

from news.models import PressRelease
from news.reading import read
from publishing import languages

from . import mail_messages, queue, subscribers
from .enums import DeliveryState
from .models import Delivery, Mailing, Subscriber

TEST_TIMEOUT = 10


class RecordedAdmin(admin.ModelAdmin):
    """Rows that the portal writes itself. Staff read them, and act on them with the actions that each offers.

    The log of the back office names a row by its number: it outlives an address that is erased.
    """

    list_per_page = 100
    show_full_result_count = False
    view_on_site = False

    class Media:
        css = {"all": ["publishing/admin.css"]}

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def has_decide_permission(self, request) -> bool:
        return request.user.has_perm(f"{self.opts.app_label}.change_{self.opts.model_name}")

    def write_down(self, request, thing, words: str) -> None:
        LogEntry.objects.create(
            user=request.user,
            content_type=ContentType.objects.get_for_model(thing),
            object_id=str(thing.pk),
            object_repr=f"#{thing.pk}",
            action_flag=CHANGE,
            change_message=words,
        )

    def history_view(self, request, object_id, extra_context=None):
        response = super().history_view(request, object_id, extra_context)
        for entry in getattr(response, "context_data", {}).get("action_list", ()):
            entry.change_message = _now(entry.change_message) if entry.change_message else ""
        return response

    def decide(self, request, queryset, change, words: str) -> None:
        """Act on each row that still is as the page showed it, and write each down.

        ``words`` go into the log in English, and are translated when it is read.
        """
        done = 0
        for thing in queryset.order_by("pk"):
            if change(thing.pk):
                self.write_down(request, thing, words)
                done += 1
        tried = queryset.count()
        if done:
            messages.success(request, ngettext("Done for %(n)s row.", "Done for %(n)s rows.", done) % {"n": done})
        if done < tried:
            messages.warning(request, _now("The others do not wait for this decision: nothing was done with them."))


@admin.register(Subscriber)
class SubscriberAdmin(RecordedAdmin):
    """Addresses come from the form or from an import, with their owners' consent, and go by being erased."""

    list_display = ("email", "language", "state", "asked_for", "origin")
    list_filter = ("state", "language")
    search_fields = ("email", "origin")
    ordering = ("email", "pk")
    fields = ("email", "language", "state", "origin", "created_at", "confirmed_at", "left_at")

    def has_delete_permission(self, request, obj=None):
        return admin.ModelAdmin.has_delete_permission(self, request, obj)

    def get_deleted_objects(self, objs, request):
        """An address goes with the record of what was sent to it."""
        shown, counts, needed, protected = super().get_deleted_objects(objs, request)
        return shown, counts, set(needed) - {Delivery._meta.verbose_name}, protected

    def delete_model(self, request, obj):
        subscribers.erase(Subscriber.objects.filter(pk=obj.pk))

    def delete_queryset(self, request, queryset):
        subscribers.erase(queryset)

    def log_deletions(self, request, queryset):
        """The log says that an address was erased, not which: otherwise it would not be."""
        for one in queryset:
            self.write_down(request, one, gettext_noop("Erased."))

    @admin.display(description=_("asked for"), ordering="created_at")
    def asked_for(self, one):
        return timezone.localtime(one.created_at).strftime("%Y-%m-%d")


class TestForm(forms.Form):
    release = forms.ModelChoiceField(label=_("Press release"), queryset=None)
    language = forms.ChoiceField(
        label=_("Language"), choices=lambda: [(code, languages.name(code)) for code in languages.codes()]
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["release"].queryset = PressRelease.objects.order_by("-dated", "-pk")

    def clean(self):
        cleaned = super().clean()
        release, language = cleaned.get("release"), cleaned.get("language")
        if release and language and release.missing_texts(language):
            self.add_error("language", _("This release is not written in this language yet."))
        return cleaned


@admin.register(Mailing)
class MailingAdmin(RecordedAdmin):
    """How far each mailing is. The numbers are counted when the page is loaded."""

    change_list_template = "admin/mailing/mailing/change_list.html"
    list_display = ("name", "language", "condition", "total", "waiting", "being_sent", "sent", "refused", "dropped", "unknown")
    list_filter = ("language",)
    ordering = ("-pk",)
    actions = ("stop", "go_on")
    fields = ("release", "language", "condition", *(list_display[3:]), "created_at", "filled_at", "stopped_at")
    readonly_fields = ("condition", *list_display[3:])

    def get_queryset(self, request):
        return queue.with_progress(super().get_queryset(request).select_related("release"))

    def get_urls(self):
        view = self.admin_site.admin_view(self.test_view)
        return [path("test/", view, name="mailing_mailing_test"), *super().get_urls()]

    @admin.display(description=_("mailing"))
    def name(self, one):
        return str(one.release)

    @admin.display(description=_("state"))
    def condition(self, one):
        if one.stopped_at:
            return _("stopped")
        if one.filled_at is None:
            return _("being prepared")
        return _("under way") if one.in_waiting or one.in_claimed else _("finished")

    @admin.display(description=_("messages"))
    def total(self, one):
        return one.messages_total

    @admin.display(description=_("waiting"))
    def waiting(self, one):
        return one.in_waiting

    @admin.display(description=_("being sent"))
    def being_sent(self, one):
        return one.in_claimed

    @admin.display(description=_("sent"))
    def sent(self, one):
        return one.in_sent

    @admin.display(description=_("refused"))
    def refused(self, one):
        return self._leading_to(one, DeliveryState.REFUSED, one.in_refused)

    @admin.display(description=_("not sent any more"))
    def dropped(self, one):
        return one.in_dropped

    @admin.display(description=_("to be decided"))
    def unknown(self, one):
        return self._leading_to(one, DeliveryState.UNKNOWN, one.in_unknown)

    @staticmethod
    def _leading_to(one, state: str, count: int):
        if not count:
            return 0
        query = urlencode({"mailing__id__exact": one.pk, "state__exact": state})
        return format_html('<a href="{}?{}">{}</a>', reverse("admin:mailing_delivery_changelist"), query, count)

    @admin.action(description=_("Stop: send nothing more for now"), permissions=["decide"])
    def stop(self, request, queryset):
        self.decide(request, queryset, queue.stop, gettext_noop("Stopped."))

    @admin.action(description=_("Go on sending"), permissions=["decide"])
    def go_on(self, request, queryset):
        self.decide(request, queryset, queue.go_on, gettext_noop("Let go on."))

    def test_view(self, request):
        """Send a release as it stands to whoever is signed in, and to nobody else."""
        if not (self.has_view_permission(request) and request.user.has_perm("news.change_pressrelease")):
            raise PermissionDenied
        form = TestForm(request.POST or None, initial=request.GET.dict())
        if request.method == "POST" and request.user.email and form.is_valid():
            self._send_test(request, form.cleaned_data["release"], form.cleaned_data["language"])
            return HttpResponseRedirect(reverse("admin:mailing_mailing_changelist"))
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _now("Send a test to myself"),
            "form": form,
            "address": request.user.email,
        }
        return TemplateResponse(request, "admin/mailing/mailing/test.html", context)

    def _send_test(self, request, release: PressRelease, language: str) -> None:
        message = mail_messages.of_test(read(release, language), request.user.email)
        try:
            get_connection(timeout=TEST_TIMEOUT).send_messages([message])
        except (OSError, SMTPException):
            messages.error(request, _now("The mail server did not take the message. Please try again later."))
            return
        self.write_down(request, release, gettext_noop("Test message sent to oneself."))
        messages.success(request, _now("The test is on its way to %(address)s.") % {"address": request.user.email})


@admin.register(Delivery)
class DeliveryAdmin(RecordedAdmin):
    """One message to one address. Those whose fate is unknown wait here for somebody who knows it, or decides."""

    list_display = ("address", "release", "state", "said", "settled", "attempts")
    list_filter = ("state", "mailing")
    ordering = ("-pk",)
    actions = ("it_arrived", "send_again")
    fields = readonly_fields = (*list_display, "message_id")

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("mailing__release", "subscriber")

    @staticmethod
    def _sees_addresses(request) -> bool:
        return request.user.has_perm("mailing.view_subscriber")

    def has_view_permission(self, request, obj=None):
        """A row's own page names its address, in its title too: it is for those who may see the list of subscribers."""
        return super().has_view_permission(request, obj) and (obj is None or self._sees_addresses(request))

    def get_list_display(self, request):
        address = "address" if self._sees_addresses(request) else "covered_address"
        return (address, *self.list_display[1:])

    def get_list_display_links(self, request, list_display):
        return super().get_list_display_links(request, list_display) if self._sees_addresses(request) else None

    @admin.display(description=_("address"), ordering="subscriber__email")
    def address(self, one):
        return one.subscriber.email

    @admin.display(description=_("address"))
    def covered_address(self, one):
        return f"{one.subscriber.email[:1]}…@{one.subscriber.email.rpartition('@')[2]}"

    @admin.display(description=_("press release"))
    def release(self, one):
        return str(one.mailing)

    @admin.display(description=_("what the server said"), ordering="outcome")
    def said(self, one):
        """The server's words as they came; the portal's own in the reader's language."""
        return _now(one.outcome) if one.outcome else ""

    @admin.display(description=_("settled"), ordering="done_at")
    def settled(self, one):
        return timezone.localtime(one.done_at).strftime("%Y-%m-%d %H:%M") if one.done_at else None

    @admin.action(description=_("It arrived: nothing more is to be sent"), permissions=["decide"])
    def it_arrived(self, request, queryset):
        self.decide(request, queryset, queue.it_arrived, gettext_noop("Known to have arrived."))

    @admin.action(description=_("Send again"), permissions=["decide"])
    def send_again(self, request, queryset):
        self.decide(request, queryset, queue.send_again, gettext_noop("To be sent again."))
