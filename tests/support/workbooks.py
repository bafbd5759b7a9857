"""The reporting workbook as a clerk handles it: downloaded, filled in, sent, confirmed."""

from __future__ import annotations

import io
import re

import openpyxl
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from luodi.site.ledger.sheets.columns import HEAD, PLACE

URL = "/ledger/mine/workbook/"


def handed(client, person):
    client.force_login(person)
    return openpyxl.load_workbook(io.BytesIO(client.get(reverse("ledger:workbook_xlsx")).content))


def cell(book, row, field):
    return book.worksheets[0].cell(HEAD + row, PLACE[field])


def fill(book, row, **values):
    for field, value in values.items():
        cell(book, row, field).value = value


def upload(client, book, name="填报.xlsx"):
    data = book
    if not isinstance(book, bytes):
        buffer = io.BytesIO()
        book.save(buffer)
        data = buffer.getvalue()
    return client.post(URL, {"file": SimpleUploadedFile(name, data)})


def confirm(client, answer):
    text = answer.content.decode()
    values = {name: re.search(rf'name="{name}" value="([^"]+)"', text)[1] for name in ("rows", "form_token")}
    return client.post(URL, values)
