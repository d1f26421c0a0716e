"""Documents of answers, which may carry names: kept, opened page by page, read into values, cleared once redacted. In: ids, files. Out: pages, pictures."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from intertrata.access.permissions import Permission, needs
from intertrata.transparency import actions, documents, queries
from intertrata.transparency.web.cells import asked_for, mine, waiting
from intertrata.transparency.web.forms import Capturing, Keeping
from intertrata.transparency.web.pages import lines, number, skipped
from intertrata.vocabulary.errors import Problem
from intertrata.vocabulary.sentences import sentence

PICTURED = (documents.PDF, documents.IMAGE)


@needs(Permission.CAPTURE)
@require_POST
def keeping(request: HttpRequest, request_id: str) -> HttpResponse:
    """Keep a file that came with an answer."""
    one = UUID(request_id)
    form = Keeping(request.POST, request.FILES, originals=[(each.id, each.id) for each in queries.documents_of(one) if not each.redacts])
    if form.is_valid():
        file, redacts = form.cleaned_data["file"], form.cleaned_data["redacts"]
        try:
            kept = actions.keep(one, file.read(), by=request.user.get_username(), redacts=UUID(redacts) if redacts else None)
            return redirect("document", kept)
        except Problem as problem:
            messages.error(request, sentence(problem))
    else:
        messages.error(request, _("No se guardó: elija un archivo."))
    return redirect("request", request_id)


@needs(Permission.CAPTURE)
@require_http_methods(["GET", "HEAD", "POST"])
def document(request: HttpRequest, document: str) -> HttpResponse:
    """Show one page of a document beside the form that takes values from it; what was saved leads on to the next question that waits."""
    kept = queries.document(UUID(document))
    page, by, of = _page(request.GET.get("pagina", ""), kept.pages), request.user.get_username(), UUID(kept.request)
    asked, waits, step = asked_for(of), waiting(of, by), request.GET.get("pregunta", "")
    cell = step if step in {code for code, _title in asked} else waits.after("")
    form = Capturing(request.POST or None, cells=asked, initial={"cell": cell, "stepped": bool(step)})
    if request.method == "POST" and form.is_valid():
        try:
            actions.capture(of, form.taken(kept.uuid, page), by=by)
            messages.success(request, _("Guardado: otra persona lo leerá por su cuenta."))
            return redirect(f"{request.path}?{_at(page, waiting(of, by).after(form.cleaned_data['cell']))}")
        except Problem as problem:
            form.add_error("as_written", sentence(problem))
    words = actions.open_words(of, by=by, origin=request.origin)
    context = {
        "document": kept, "page": page, "form": form, "mine": mine(of, by, words), "waits": waits, "skip": _at(page, waits.after(cell)),
        "pictured": kept.kind in PICTURED, "asked": queries.request(of, today=timezone.localdate()),
        "before": page - 1, "after": page + 1 if page < kept.pages else 0, **_shown(request, kept, page),
    }  # fmt: skip
    return render(request, "transparency/document.html", context)


def _shown(request: HttpRequest, kept: queries.Kept, page: int) -> dict[str, Any]:
    """The text of a page as far as the file brings one, and what of the file was not read."""
    file = documents.opened(actions.open_document(kept.uuid, by=request.user.get_username(), origin=request.origin), kept.kind)
    told = skipped(asdict(one) for one in file.skipped)
    try:
        return {"lines": lines(file, page), "heavy": "", "skipped": told}
    except Problem as problem:
        return {"lines": [], "heavy": sentence(problem), "skipped": told}


def _at(page: int, cell: str) -> str:
    """The address of a page with the question to read next; of none where none waits."""
    return urlencode({"pagina": page, "pregunta": cell} if cell else {"pagina": page})


@needs(Permission.CAPTURE)
@require_safe
def picture(request: HttpRequest, document: str, page: str) -> HttpResponse:
    """Give the picture of one page."""
    kept = queries.document(UUID(document))
    content = actions.open_document(kept.uuid, by=request.user.get_username(), origin=request.origin)
    scale = 1.0 if kept.kind == documents.IMAGE else 2.0  # a picture has no more dots than it has
    return HttpResponse(documents.opened(content, kept.kind).picture(_page(page, kept.pages), scale), content_type="image/png")


@needs(Permission.CAPTURE)
@require_safe
def whole(request: HttpRequest, document: str) -> HttpResponse:
    """Give a document as it came, to be kept on the machine of who reads it, never shown in the page's own place."""
    kept = queries.document(UUID(document))
    content = actions.open_document(kept.uuid, by=request.user.get_username(), origin=request.origin)
    headers = {
        "Content-Disposition": f'attachment; filename="uso-interno-{kept.sha256[:12]}.{kept.kind}"',
        "X-Content-Type-Options": "nosniff",
    }
    return HttpResponse(content, content_type="application/octet-stream", headers=headers)


@needs(Permission.CLEAR)
@require_POST
def clearing(request: HttpRequest, document: str) -> HttpResponse:
    """Say of a redacted copy whether it may be published."""
    kept = queries.document(UUID(document))
    try:
        actions.clear(
            kept.uuid, clears=request.POST.get("clears") == "yes", why=request.POST.get("why", "")[:300], by=request.user.get_username()
        )
        messages.success(request, _("Anotado."))
    except Problem as problem:
        messages.error(request, sentence(problem))
    return redirect("document", document)


def _page(told: str, pages: int) -> int:
    return min(max(number(told), 1), max(pages, 1))
