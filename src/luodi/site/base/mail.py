"""Notices by mail (邮件通知): one mail a day to each person, with all they were told since; only where a mail server is set.

The notices are marked as mailed before the mail leaves, and the mark is taken back when the server refuses: a crash in
between loses a mail, never a notice, and no mail is sent twice.
"""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from .exports import generated
from .models import Notice, User

_log = logging.getLogger(__name__)
FRESH: Final = timedelta(days=7)
"""Older notices are not mailed: whoever sets up a mail server today wants no mail about last year."""
LINES: Final = 50


def digest(now: datetime | None = None) -> int:
    """Mail everybody what they were told and have not read, at most one mail a person and day; say how many mails left.

    Args:
        now: the moment; the present one if None.
    """
    if not settings.EMAIL_HOST:
        return 0
    now = now or timezone.now()
    waiting = Notice.objects.filter(mailed_at=None, read_at=None, at__gte=now - FRESH, user__is_active=True)
    users = User.objects.filter(pk__in=waiting.values("user")).exclude(email="")
    return sum(_mail(user, now) for user in users.order_by("pk"))


def _mail(user: User, now: datetime) -> bool:
    notices = _claimed(user, now)
    if not notices:
        return False
    try:
        with translation.override(user.language or settings.LANGUAGE_CODE):
            _message(user, notices).send()
    except OSError as error:  # smtplib's errors are OSErrors too
        _log.warning("mail to user %s was not sent: %s", user.pk, error)
        Notice.objects.filter(pk__in=[each.pk for each in notices]).update(mailed_at=None)
        return False
    return True


def _claimed(user: User, now: datetime) -> list[Notice]:
    """The person's notices to be mailed, marked as mailed; none if a mail went out today."""
    midnight = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    with transaction.atomic():
        User.objects.select_for_update().get(pk=user.pk)  # one mailer at a time for each person
        own = Notice.objects.filter(user=user)
        if own.filter(mailed_at__gte=midnight).exists():
            return []
        notices = list(own.filter(mailed_at=None, read_at=None, at__gte=now - FRESH).order_by("id"))
        own.filter(pk__in=[each.pk for each in notices]).update(mailed_at=now)
        return notices


def _message(user: User, notices: list[Notice]) -> EmailMessage:
    lines = [f"- {each.text}" for each in notices[:LINES]]
    if len(notices) > LINES:
        lines.append(_("另有%(count)s条,请登录查看。") % {"count": len(notices) - LINES})
    head = _("%(name)s,您有%(count)s条通知:") % {"name": user.name, "count": len(notices)}
    subject = _("落地:%(count)s条通知") % {"count": len(notices)}
    if generated():
        warning = _("演示数据:本网站中的单位、人员和数据均为生成,不是真实情况。")
        head, subject = f"{warning} GENERATED\n\n{head}", f"[GENERATED] {subject}"
    foot = _("请登录网站办理。此邮件由系统发出,无需回复。")
    return EmailMessage(subject, "\n".join([head, "", *lines, "", foot]), to=[user.email])
