"""The site behind its real web server and worker, killed while people send forms: what was answered must be there.

Run as a program it makes a site, lays siege to it and prints what it found as JSON:

    python siege_web.py --kills 10 --seed 1

``LUODI_WORKSPACE`` and ``DATABASE_URL`` say where, as for any process of the site.
"""

from __future__ import annotations

import argparse
import hashlib
import http.client
import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
import uuid
from typing import Any, NamedTuple

import real_site
import siege

GUARD = "a" * 32
TEXT = "示例市委关于创新的决定\n一、总体目标\n1.壮大企业。到2030年,全市高新技术企业达到{}家以上。\n"


class Form(NamedTuple):
    """A form as a person sends it: again with the same token, if no answer came."""

    path: str
    fields: dict[str, str]
    name: str
    data: bytes


class Person:
    """Somebody at a browser: signs in, sends one form after the other until the site is gone."""

    def __init__(self, username: str, port: int, make: Any) -> None:
        self.username, self.port, self.make = username, port, make
        self.session = ""
        self.answered: list[Form] = []
        self.open: Form | None = None
        self.refused: list[str] = []

    def work(self) -> None:
        """Send forms; one that was not answered before is sent again first."""
        try:
            if not self.session:
                self._sign_in()
            while True:
                self.open = self.open or self.make()
                status, _headers = self._send(self.open)
                if status != 302:
                    self.refused.append(f"{self.open.path}: {status}")
                else:
                    self.answered.append(self.open)
                self.open = None
        except (OSError, http.client.HTTPException):
            return  # the site is gone

    def _sign_in(self) -> None:
        fields = {"username": self.username, "password": f"pw-{self.username}"}
        status, headers = self._send(Form("/login/", fields, "", b""))
        assert status == 302, status
        cookies = [value for name, value in headers if name.lower() == "set-cookie"]
        self.session = next(each.split(";")[0] for each in cookies if each.startswith("sessionid="))

    def _send(self, form: Form) -> tuple[int, list[tuple[str, str]]]:
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=300)
        mark = uuid.uuid4().hex
        body = b"".join(
            f'--{mark}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
            for name, value in (form.fields | {"csrfmiddlewaretoken": GUARD}).items()
        )
        if form.name:
            part = "files" if "report" in form.path else "file"
            body += f'--{mark}\r\nContent-Disposition: form-data; name="{part}"; filename="{form.name}"\r\n\r\n'.encode()
            body += form.data + b"\r\n"
        headers = {
            "Content-Type": f"multipart/form-data; boundary={mark}",
            "Cookie": f"csrftoken={GUARD}; {self.session}",
        }
        line.request("POST", form.path, body + f"--{mark}--\r\n".encode(), headers)
        answer = line.getresponse()
        answer.read()
        line.close()
        return answer.status, answer.getheaders()


def report() -> Form:
    """A report with a file, on a duty of the unit."""
    from luodi.site.ledger.models import Duty

    duty = random.choice(list(Duty.objects.filter(state="in_progress").values_list("pk", flat=True)))
    said = uuid.uuid4().hex
    fields = {"percent": "100", "text": said, "form_token": said, "minutes": "1"}
    data = b"%PDF-1.7\n" + random.randbytes(random.choice((100, 200_000, 3_000_000)))
    return Form(f"/ledger/duties/{duty}/do/report/", fields, "证.pdf", data)


def decision() -> Form:
    """A decision to be read."""
    said = uuid.uuid4().hex
    data = TEXT.format(random.randint(1, 10**9)).encode()
    return Form("/ledger/decisions/new/", {"title": said, "form_token": said}, "决定.txt", data)


def serve(port: int) -> subprocess.Popen[bytes]:
    """The web server with its processes and a worker, in a group of their own."""
    shell = 'p="$0"; "$p" -m django work & exec "$p" -m luodi.site.web --port "$1" --workers 2'
    server = subprocess.Popen(
        ["sh", "-c", shell, sys.executable, str(port)], start_new_session=True, stderr=subprocess.DEVNULL
    )
    real_site._wait(port, server)
    return server


def left(people: list[Person]) -> list[str]:
    """What does not hold: a form that was answered left nothing, or more than one thing, or half of one."""
    from luodi.site.base.models import StoredFile
    from luodi.site.ledger.models import Decision, Report

    faults = [refused for person in people for refused in person.refused]
    for form in (form for person in people for form in person.answered):
        digest = hashlib.sha256(form.data).hexdigest()
        if "title" in form.fields:
            made = list(Decision.objects.filter(title=form.fields["title"]))
            files = [each.file.sha256 for one in made for each in one.versions.all() if each.file]
        else:
            told = list(Report.objects.filter(text=form.fields["text"]))
            files = [each.file.sha256 for one in told for each in one.evidence.all()]
        if files != [digest]:
            faults.append(f"{form.path} {form.fields['form_token']}: {len(files)} files")
    named = StoredFile.objects.count()
    hung = StoredFile.objects.filter(pk__in=_hanging()).count()
    return faults + ([f"{named - hung} files hang on nothing"] if named != hung else [])


def _hanging() -> list[int]:
    from luodi.site.ledger.models import DocumentVersion, Evidence

    return [
        *Evidence.objects.values_list("file", flat=True),
        *DocumentVersion.objects.exclude(file=None).values_list("file", flat=True),
    ]


def read() -> list[str]:
    """Decisions that a worker left behind for good."""
    from luodi.site.base import jobs
    from luodi.site.ledger.models import DocumentVersion

    until = time.monotonic() + 120
    while DocumentVersion.objects.filter(state="reading").exists() and time.monotonic() < until:
        if not jobs.work_off(1000):
            time.sleep(1)
    return [
        f"version {each.pk} is {each.state}"
        for each in DocumentVersion.objects.exclude(state__in=("review", "adopted"))
    ]


def crashes(kills: int) -> dict[str, Any]:
    """Let people work, kill every process of the site at a random moment, start it again; so many times."""
    from django.utils import timezone

    from luodi.site.base.models import Job

    faults: list[str] = []
    port = real_site.free_port()
    people = [
        Person("science_staff", port, report),
        Person("science_lead", port, report),
        Person("officer", port, decision),
    ]
    for kill in range(kills):
        server = serve(port)
        threads = [threading.Thread(target=person.work) for person in people]
        for thread in threads:
            thread.start()
        until = time.monotonic() + 300
        while not all(person.answered for person in people) and time.monotonic() < until:
            time.sleep(0.1)  # everybody has an answer by then, however long signing in takes
        time.sleep(random.random() * 2)
        os.killpg(server.pid, signal.SIGKILL)
        server.wait()
        for thread in threads:
            thread.join()
        siege._close()
        Job.objects.filter(state="running").update(
            leased_until=timezone.now()
        )  # every worker is dead, no need to wait
        faults += [f"kill {kill}: {fault}" for fault in left(people) + siege.after_a_crash([])]
    faults += read()
    orphans, swept = siege.orphaned()
    return {
        "kills": kills,
        "answered": {person.username: len(person.answered) for person in people},
        "faults": faults,
        "orphans": orphans,
        "swept": swept,
    }


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--kills", type=int, default=3)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    random.seed(asked.seed)
    siege.ready()
    siege.actions()
    json.dump(crashes(asked.kills), sys.stdout, ensure_ascii=False)


if __name__ == "__main__":
    main()
