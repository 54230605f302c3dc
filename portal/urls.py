"""Every address of the portal. Path words are translated; those of section pages never change."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path
from django.utils.translation import pgettext_lazy
from django.views.i18n import set_language

from cluster.urls import page_patterns
from publishing.indexed_routes import indexed
from publishing.views import MediaView

from . import livez, machines, metrics, opendata, readiness, search_views, thing_pictures, views
from .styleguide import StyleGuideView

urlpatterns = [
    path("", views.RootView.as_view(), name="root"),
    path("robots.txt", machines.robots, name="robots"),
    path("sitemap.xml", machines.sitemap, name="sitemap"),
    path("sitemap-<slug:kind>-<int:number>.xml", machines.sitemap_part, name="sitemap-part"),
    path(".well-known/security.txt", machines.security_txt, name="security-txt"),
    path("favicon.ico", machines.favicon, name="favicon"),
    path("data/<slug:name>.schema.json", opendata.schema, name="dataset-schema"),
    path("data/<slug:name>.csv", opendata.comma_separated, name="dataset-csv"),
    path("data/<slug:name>.json", opendata.json_file, name="dataset-json"),
    path("livez", livez.livez, name="livez"),
    path("readyz", readiness.readyz, name="readyz"),
    path("metrics", metrics.metrics, name="metrics"),
    path("media/<str:label>/<str:token>/<str:name>", MediaView.as_view(), name="media"),
    path("i18n/setlang/", set_language, name="set_language"),
    path("account/", include("portal.account_urls")),
    path("admin/", admin.site.urls),
]
_in_a_language = i18n_patterns(
    path("", views.HomeView.as_view(), name="home"),
    path(pgettext_lazy("address", "search/"), search_views.SearchView.as_view(), name="search"),
    path(pgettext_lazy("address", "search/suggestions/"), search_views.suggestions, name="search-suggestions"),
    path(pgettext_lazy("address", "site-map/"), views.SiteMapView.as_view(), name="site-map"),
    path(pgettext_lazy("address", "open-data/"), opendata.OpenDataView.as_view(), name="open-data"),
    path("manifest.webmanifest", machines.manifest, name="manifest"),
    path(pgettext_lazy("address", "picture/<slug:kind>.png"), machines.social_picture, name="social-picture"),
    path(pgettext_lazy("address", "picture/<slug:kind>/<int:key>.png"), thing_pictures.thing_picture, name="thing-picture"),
    path(pgettext_lazy("address", "style-guide/"), StyleGuideView.as_view(), name="style-guide"),
    path("", include("publishing.urls")),
    # Before the press room: a release’s address could be any word.
    path("", include("mailing.urls")),
    path("", include("news.urls")),
    path("", include("caps.urls")),
    path("", include("partners.urls")),
    path("", include("cluster.urls")),
    path("", include(page_patterns)),
)
urlpatterns += indexed(_in_a_language)

handler400 = "portal.views.bad_request"
handler403 = "portal.views.permission_denied"
handler404 = "portal.views.not_found"
handler429 = "portal.views.too_many"
handler500 = "portal.views.server_error"
