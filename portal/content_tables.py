"""Which tables are public content: those from which a page, file or feed for everybody is made.

A change of a private table moves no version, so nothing that visitors read may come from one; a test walks the public pages and
looks at every table that they ask. A new table is in neither list until somebody has decided, and counts as public until then.
"""

from __future__ import annotations

from django.apps import apps
from django.db.models.signals import post_migrate

from publishing import content_triggers

PUBLIC = frozenset(
    {
        "caps_cap",
        "caps_cap_keywords",
        "caps_course",
        "caps_course_caps",
        "caps_course_institutions",
        "caps_halquery",
        "caps_involvement",
        "caps_keyword",
        "caps_membership",
        "caps_opportunity",
        "caps_opportunity_keywords",
        "caps_opportunity_themes",
        "caps_partnerinvolvement",
        "caps_personpublication",
        "caps_programmepublication",
        "caps_publication",
        "cluster_figurevalue",
        "cluster_institution",
        "cluster_keyfigure",
        "cluster_milestone",
        "cluster_nationalcluster",
        "cluster_page",
        "cluster_person",
        "cluster_pillar",
        "cluster_role",
        "cluster_theme",
        "django_content_type",
        "mailing_contactsubject",
        "mailing_eventplaces",
        "mailing_mailbox",
        "mailing_mailbox_institutions",
        "mailing_mailbox_partners",
        "mailing_mailbox_programmes",
        "mailing_newsletterissue",
        "mailing_newsletteritem",
        "mailing_registration",
        "news_article",
        "news_article_caps",
        "news_article_institutions",
        "news_article_partners",
        "news_attachment",
        "news_boilerplate",
        "news_correction",
        "news_coverage",
        "news_edition",
        "news_editioncontact",
        "news_editionfile",
        "news_editionreference",
        "news_event",
        "news_event_caps",
        "news_event_institutions",
        "news_event_partners",
        "news_logo",
        "news_picture",
        "news_presscontact",
        "news_pressrelease",
        "news_pressrelease_caps",
        "news_pressrelease_institutions",
        "news_pressrelease_partners",
        "news_quote",
        "news_releaseboilerplate",
        "news_releasecontact",
        "news_sealedfile",
        "news_strike",
        "partners_partner",
        "partners_pledge",
        "publishing_librarypicture",
        "publishing_renditionjob",
        "publishing_slugrecord",
        "search_entry",
        "search_vocabularyword",
    }
)

ACCOUNTS = {
    "account_emailaddress",
    "account_emailconfirmation",
    "auth_group",
    "auth_group_permissions",
    "auth_permission",
    "auth_user",
    "auth_user_groups",
    "auth_user_user_permissions",
    "django_session",
    "mfa_authenticator",
    "portal_accountevent",
    "portal_invitation",
    "publishing_staffpreferences",
    "socialaccount_socialaccount",
    "socialaccount_socialapp",
    "socialaccount_socialtoken",
}
"""Who works here, and what they are told."""

STAFF_WORK = {
    "caps_halfinding",
    "django_admin_log",
    "news_approval",
    "news_contribution",
    "news_editiondoor",
    "news_findingdecision",
    "news_glossarypair",
    "news_quotationreading",
    "news_readinglink",
    "news_readingopening",
    "news_releasecheck",
    "news_signoffanswer",
    "news_signofflink",
    "news_statechange",
    "publishing_assignment",
    "publishing_bulkchange",
    "publishing_commentaddressee",
    "publishing_doubledecision",
    "publishing_journalline",
    "publishing_linkuse",
    "publishing_mergedrecord",
    "publishing_notificationoccasion",
    "publishing_outgoinglink",
    "publishing_quarantine",
    "publishing_recordcare",
    "publishing_recordcomment",
    "publishing_sheetjob",
    "publishing_translatedtext",
    "reversion_revision",
    "reversion_version",
    "search_staffentry",
}
"""What only the back office shows, and journals."""

MAIL = {
    "mailing_contactdelivery",
    "mailing_contactmessage",
    "mailing_delivery",
    "mailing_erasedaddress",
    "mailing_journalist",
    "mailing_journalist_lists",
    "mailing_journalist_themes",
    "mailing_mailing",
    "mailing_mailservertrouble",
    "mailing_newsletterdelivery",
    "mailing_newsletterreader",
    "mailing_newsletterreader_themes",
    "mailing_presslist",
    "mailing_releaseaudience",
    "mailing_releaseaudience_lists",
    "mailing_releaseaudience_themes",
    "mailing_subscriber",
    "publishing_outboxmessage",
    "publishing_outboxnotice",
}
"""Who is written to, and the queues."""

PRIVATE = frozenset(ACCOUNTS | STAFF_WORK | MAIL)


def connect() -> None:
    content_triggers.leave_out(PRIVATE)
    post_migrate.connect(content_triggers.migrated, sender=apps.get_app_config("portal"), dispatch_uid="portal.content_tables")
