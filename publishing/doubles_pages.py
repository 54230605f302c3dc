"""The pages of the back office on which doubles are found, told apart, and merged."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from . import tasks
from .admin_languages import label_of
from .conflicts import stored_words
from .double_decisions import DoubleDecision
from .doubles import (
    AcrossKinds,
    DoubleKind,
    DoublePair,
    FoundDoubles,
    across_for,
    ask_again,
    found_across,
    found_in,
    keep_apart,
    kind_named,
    kinds_for,
    may_look_after,
)
from .editing import signed_in
from .merge_fields import names_of_both
from .merge_preview import ALIAS, ROW, TAKE, preview
from .models import Published
from .record_merging import MergeOrder, MergeRefused, gained_words, lost_words, may_merge, merge

if TYPE_CHECKING:
    from django.contrib.admin import AdminSite

PAIRS_PER_PAGE = 30
APART_SHOWN = 100
"""Pairs found to be two that the page lists; of more the number is told."""


@dataclass(frozen=True)
class ShownSide:
    """One record of a pair: its name and page, and what tells it from the other."""

    name: str
    kind: str
    url: str
    facts: list[tuple[str, Any]]


@dataclass(frozen=True)
class ShownPair:
    key: str
    first: ShownSide
    second: ShownSide
    why: list[str]
    merge_url: str
    decision: DoubleDecision | None = None


@dataclass(frozen=True)
class KindLink:
    title: str
    query: str
    count: int
    is_chosen: bool


def doubles_view(site: AdminSite, request: HttpRequest) -> HttpResponse:
    """Likely doubles, kind by kind, for who changes and deletes the records; a pair may be told apart."""
    user = signed_in(request)
    sources: list[DoubleKind | AcrossKinds] = [*kinds_for(user), *across_for(user)]
    if not sources:
        raise PermissionDenied
    found = {source.label: _found(source, request) for source in sources}
    chosen = _chosen(request, sources, found)
    if request.method == "POST":
        return _decide(request, chosen, found[chosen.label])
    page = Paginator(found[chosen.label].pairs, PAIRS_PER_PAGE).get_page(request.GET.get("p"))
    apart = found[chosen.label].apart
    shown_apart = apart[:APART_SHOWN]
    records = _records([*page, *(pair for pair, _decision in shown_apart)])
    across = chosen if isinstance(chosen, AcrossKinds) else None
    context = {
        **site.each_context(request),
        "title": _("Duplicates"),
        "kinds": [
            KindLink(_title(source), urlencode({"kind": source.label}), len(found[source.label].pairs), source is chosen)
            for source in sources
        ],
        "chosen": chosen.label,
        "chosen_title": _title(chosen),
        "across": across,
        "page": page,
        "pairs": list(_shown(((pair, None) for pair in page), records, across)),
        "apart": list(_shown(shown_apart, records, across)),
        "apart_more": len(apart) - len(shown_apart),
    }
    return _private(TemplateResponse(request, "admin/doubles.html", context))


def _found(source: DoubleKind | AcrossKinds, request: HttpRequest) -> FoundDoubles:
    user = signed_in(request)
    return found_across(source, user) if isinstance(source, AcrossKinds) else found_in(source, user)


def _chosen(
    request: HttpRequest, sources: list[DoubleKind | AcrossKinds], found: dict[str, FoundDoubles]
) -> DoubleKind | AcrossKinds:
    """The kind that is asked for, or the first one that has pairs."""
    asked = request.GET.get("kind")
    with_pairs = (source for source in sources if found[source.label].pairs)
    return next((source for source in sources if source.label == asked), None) or next(with_pairs, sources[0])


def _title(source: DoubleKind | AcrossKinds) -> str:
    if isinstance(source, AcrossKinds):
        said = {
            "first": capfirst(str(source.first.model._meta.verbose_name_plural)),
            "second": source.second.model._meta.verbose_name_plural,
        }
        return _("%(first)s that are also %(second)s") % said
    return capfirst(str(source.model._meta.verbose_name_plural))


def _key(pair: DoublePair) -> str:
    return ":".join(map(str, pair.keys))


def _records(pairs: Iterable[DoublePair]) -> dict[tuple[str, int], Any]:
    """The records of some pairs, in one query for each kind."""
    wanted: dict[str, set[int]] = {}
    for pair in pairs:
        for label, pk in (pair.first, pair.second):
            wanted.setdefault(label, set()).add(pk)
    found: dict[tuple[str, int], Any] = {}
    for label, keys in wanted.items():
        kind = kind_named(label)
        if kind is not None:
            found |= {(label, record.pk): record for record in kind.model._base_manager.filter(pk__in=keys)}
    return found


def _shown(
    pairs: Iterable[tuple[DoublePair, DoubleDecision | None]],
    records: dict[tuple[str, int], Any],
    across: AcrossKinds | None,
) -> Iterable[ShownPair]:
    for pair, decision in pairs:
        first, second = records.get(pair.first), records.get(pair.second)
        if first is None or second is None:  # deleted between the two looks
            continue
        merge_url = "" if across else reverse("admin:merge", args=(pair.first[0], first.pk, second.pk))
        yield ShownPair(_key(pair), _side(pair.first[0], first), _side(pair.second[0], second), pair.why, merge_url, decision)


def _side(label: str, record: Any) -> ShownSide:
    model = type(record)
    kind = kind_named(label)
    private = tasks.private_fields(model)
    names = kind.columns if kind is not None else ()
    facts = [
        (label_of(model, name), stored_words(record, name))
        for name in names
        if name not in private and getattr(record, name) and str(getattr(record, name)) not in str(record)
    ]
    url = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_change", args=(record.pk,))
    return ShownSide(str(record), str(model._meta.verbose_name), url, facts)


def _decide(request: HttpRequest, chosen: DoubleKind | AcrossKinds, found: FoundDoubles) -> HttpResponse:
    """Tell a pair apart, or take that back: of pairs alone that are listed, with the names as they stand."""
    open_pairs = {_key(pair): pair for pair in found.pairs}
    apart = {_key(pair): pair for pair, _decision in found.apart}
    key = request.POST.get("pair", "")
    if "apart" in request.POST and key in open_pairs:
        keep_apart(open_pairs[key], signed_in(request))
        messages.success(request, _("Kept as two. The pair comes back if one of the names changes."))
    elif "again" in request.POST and key in apart:
        ask_again(apart[key])
        messages.success(request, _("The pair is listed again."))
    else:
        messages.warning(request, _("This pair is no longer listed: one of the two was changed, merged or deleted meanwhile."))
    return HttpResponseRedirect(f"{request.path}?{urlencode({'kind': chosen.label})}")


# Merging


def merge_view(site: AdminSite, request: HttpRequest, label: str, kept: int, gone: int) -> HttpResponse:
    """Two records beside each other: what stays, what comes along and what cannot be twice; then they are one."""
    user, kind = signed_in(request), kind_named(label)
    if kind is None or kept == gone:
        raise Http404
    if not may_look_after(user, kind.model):
        raise PermissionDenied
    if request.method == "POST":
        return _merge(site, request, kind, kept, gone)
    return _merge_page(site, request, kind, (kept, gone), None, [])


def _merge(site: AdminSite, request: HttpRequest, kind: DoubleKind, kept: int, gone: int) -> HttpResponse:
    pair = _both(kind, kept, gone)
    sentences, is_stale = [], False
    try:
        order = _order(kind, request.POST, *pair) if pair else MergeOrder(("", ""))
        merged = merge(kind, kept, gone, order, signed_in(request))
    except MergeRefused as refusal:
        sentences, is_stale = refusal.sentences, refusal.is_stale
    else:
        words = _("“%(gone)s” was merged into “%(kept)s”.") % {"gone": merged.gone_name, "kept": merged.kept}
        messages.success(request, words)
        model = kind.model._meta
        return HttpResponseRedirect(reverse(f"admin:{model.app_label}_{model.model_name}_change", args=(kept,)))
    if pair is None:
        for sentence in sentences:
            messages.error(request, sentence)
        return HttpResponseRedirect(f"{reverse('admin:doubles')}?{urlencode({'kind': kind.label})}")
    return _merge_page(site, request, kind, (kept, gone), request.POST, sentences, is_stale=is_stale)


def _order(kind: DoubleKind, posted: QueryDict, kept: Published, gone: Published) -> MergeOrder:
    """What was chosen. A name that neither record has is none of their names."""
    taken = {name.removeprefix(f"{TAKE}-") for name in posted if name.startswith(f"{TAKE}-") and posted[name] == "gone"}
    rows = {name.removeprefix(f"{ROW}-") for name in posted if name.startswith(f"{ROW}-") and posted[name] == "gone"}
    ticked = set(posted.getlist(ALIAS))
    aliases = [name for name in names_of_both(kind, kept, gone) if name in ticked or name in kind.names(kept)]
    return MergeOrder(
        (posted.get("kept_stamp", ""), posted.get("gone_stamp", "")),
        frozenset(taken),
        tuple(aliases),
        frozenset(rows),
        may_lose="may_lose" in posted,
        may_gain="may_gain" in posted,
    )


def _both(kind: DoubleKind, kept: int, gone: int) -> tuple[Any, Any] | None:
    records = [kind.model._base_manager.filter(pk=pk).first() for pk in (kept, gone)]
    return (records[0], records[1]) if all(records) else None


def _merge_page(
    site: AdminSite,
    request: HttpRequest,
    kind: DoubleKind,
    keys: tuple[int, int],
    posted: QueryDict | None,
    sentences: list[str],
    *,
    is_stale: bool = False,
) -> HttpResponse:
    pair = _both(kind, *keys)
    if pair is None:
        raise Http404
    kept, gone = pair
    user = signed_in(request)
    if not may_merge(user, kept, gone):
        raise PermissionDenied
    made = preview(kind, kept, gone, request, site, posted)
    context = {
        **site.each_context(request),
        "title": _("Merge two records"),
        "opts": kind.model._meta,
        "kind": kind,
        "preview": made,
        "kept": kept,
        "gone": gone,
        "kept_side": _side(kind.label, kept),
        "gone_side": _side(kind.label, gone),
        "swap_url": reverse("admin:merge", args=(kind.label, gone.pk, kept.pk)),
        "may_swap": may_merge(user, gone, kept),
        "lost": lost_words(made.change, str(gone)) if made.change.lost else "",
        "gained": gained_words(made.change, str(kept), str(gone)) if made.change.gained else "",
        "sentences": sentences,
        "ticked": posted if posted is not None and not is_stale else {},
        "doubles_url": f"{reverse('admin:doubles')}?{urlencode({'kind': kind.label})}",
    }
    return _private(TemplateResponse(request, "admin/merge.html", context))


def _private(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "no-store"
    return response
