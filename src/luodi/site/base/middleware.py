"""What every request passes through: content policy, uploads, a request id, the sign-in gate, explained refusals."""

from __future__ import annotations

import logging
import uuid
from collections.abc import Callable

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import BadRequest, RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from .places import Places
from .refusals import Refusal
from .store_troubles import NoRoom, database_is_full, is_full
from .uploads import NoLength, TooLarge, too_large

_log = logging.getLogger(__name__)
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


class Arriving:
    """Reads what a form sends before anything else asks for it, so that what is too large ends on a page that says so.

    The form guard would be the first to read it, at a place where Django turns every error into a broken page. A null
    character is refused here too, in an address or a form: nobody types one, and PostgreSQL can hold none.
    """

    NULL = "\x00"

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if self.NULL in request.path or "%00" in request.META.get("QUERY_STRING", ""):
            raise BadRequest("a null character in the address")
        return self.answer(request)

    def process_view(self, request: HttpRequest, *view: object) -> HttpResponse | None:
        """Read the form, or refuse it; nothing of a refused one is kept."""
        if request.method != "POST":
            return None
        try:
            if "chunked" in request.META.get("HTTP_TRANSFER_ENCODING", "").lower():
                raise NoLength
            if any(self.NULL in value for _, values in request.POST.lists() for value in values):
                raise BadRequest("a null character in a form")
        except (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent):
            return self._refused(request, too_large())
        except (TooLarge, NoLength) as error:
            return self._refused(request, error)
        except OSError as error:
            if not is_full(error):
                raise
            return self._refused(request, NoRoom())
        return None

    def _refused(self, request: HttpRequest, error: Refusal) -> HttpResponse:
        request._mark_post_parse_error()  # type: ignore[attr-defined]
        for handler in request.upload_handlers:
            if file := getattr(handler, "file", None):
                file.close()  # it is deleted now, and not when its memory is wanted
        response = refused(request, error)
        response.headers["Connection"] = "close"
        return response


class FewAtOnce:
    """Lets few pages of a process be made at once while more are read in and sent out (限流).

    Made one after the other they are all ready sooner than side by side: threads take turns at one interpreter. What
    writes is not held back: it waits for the database, or for what a slow line still sends.
    """

    AT_ONCE = 2

    def __init__(self, answer: Answer) -> None:
        self.answer = answer
        self.places = Places(self.AT_ONCE)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in ("GET", "HEAD"):
            return self.answer(request)
        with self.places:
            return self.answer(request)


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

    OPEN = ("password_change", "logout", "language")

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        gate = getattr(request.user, "must_change_password", False)
        if gate and request.path not in {reverse(name) for name in self.OPEN}:
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
        if database_is_full(error):
            _log.error("the database has no room: %s", error)
            error = NoRoom()
        if not isinstance(error, Refusal):
            return None
        if error.status == 403 and not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        return refused(request, error)


def refused(request: HttpRequest, error: Refusal) -> HttpResponse:
    """The page that says what was not done, and why."""
    messages.error(request, str(error))
    return render(request, "base/refused.html", {"error": error}, status=error.status)
