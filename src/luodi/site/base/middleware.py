"""What every request passes through: the content policy, a request id, the sign-in gate, explained refusals."""

from __future__ import annotations

import uuid
from collections.abc import Callable

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse

from .refusals import Refusal

Answer = Callable[[HttpRequest], HttpResponse]


class ContentPolicy:
    """Sends the content security policy: no script or style but our own files, nothing from another host."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.answer(request)
        response.headers.setdefault("Content-Security-Policy", settings.CONTENT_POLICY)
        response.headers.setdefault("Permissions-Policy", "camera=(), microphone=(), geolocation=()")
        return response


class RequestOnRecord:
    """Gives each request an id, which the journal keeps with every change that it made."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.on_record = str(uuid.uuid4())  # type: ignore[attr-defined]
        response = self.answer(request)
        response.headers["X-Request-Id"] = request.on_record  # type: ignore[attr-defined]
        return response


class SignedIn:
    """Sends somebody whose password was given to them to choose their own, before anything else."""

    OPEN = ("password_change", "logout", "language", "static")

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if getattr(request.user, "must_change_password", False):
            allowed = {reverse(name) for name in self.OPEN[:3]}
            if request.path not in allowed and not request.path.startswith(f"/{settings.STATIC_URL}"):
                return HttpResponseRedirect(reverse("password_change"))
        return self.answer(request)


class Explained:
    """Turns a refusal that no view caught into a page that says it, or a message on the page one came from."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.answer(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Show a refusal in its own words."""
        if not isinstance(error, Refusal):
            return None
        if error.status == 403 and not request.user.is_authenticated:
            return redirect(f"{reverse('login')}?next={request.path}")
        messages.error(request, str(error))
        return render(request, "base/refused.html", {"error": error}, status=error.status)
