"""Accounts (账号): made, changed, closed and opened again, with passwords that are told once and kept nowhere."""

from __future__ import annotations

from typing import NamedTuple

import axes.utils
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .. import rights
from ..action import Actor, action
from ..first_run import one_time_password
from ..locks import only_one
from ..models import Grant, Role, User
from ..refusals import NotNow, Unfit


class Account(NamedTuple):
    """An account with the one-time password that opens it; the password is shown once and kept nowhere."""

    user: User
    password: str


@action("account.make", gettext_lazy("开通账号"), right=rights.is_administrator)
def make(actor: Actor, *, username: str, name: str, email: str = "") -> Account:
    """Open an account (开通账号) with a one-time password that must be changed at the first sign-in.

    Raises:
        Unfit: the username is taken or has characters that cannot be typed at sign-in, or the address is none.
    """
    username, name, email = username.strip(), name.strip(), email.strip()
    if wrong := faults(username, name, email):
        raise Unfit(wrong)
    if User.objects.filter(username__iexact=username).exists():
        raise Unfit({"username": _("用户名“%(name)s”已被使用,请换一个。") % {"name": username}})
    user = User(username=username, name=name, email=email)
    return Account(user, _one_time(user))


@action("account.change", gettext_lazy("修改账号"), right=rights.is_administrator)
def change(actor: Actor, user: User, *, name: str, email: str = "") -> User:
    """Change a person's name or mail address (修改账号); the username stays, for the journal and papers name it."""
    name, email = name.strip(), email.strip()
    if wrong := faults(user.username, name, email):
        raise Unfit(wrong)
    user.name, user.email = name, email
    user.save(update_fields=["name", "email"])
    return user


@action("account.sign_in", gettext_lazy("登录"), right=rights.is_oneself)
def sign_in(actor: Actor, user: User) -> None:
    """Note when somebody signed in last (登录)."""
    User.objects.filter(pk=user.pk).update(last_login=timezone.now())


@action("account.reset", gettext_lazy("重置密码"), right=rights.is_administrator)
def reset(actor: Actor, user: User) -> Account:
    """Give a new one-time password (重置密码); whoever is signed in with the old one is signed out.

    Wrong passwords from before are forgotten, so that the new one opens at once.

    Raises:
        NotNow: the account is closed.
    """
    if not user.is_active:
        raise NotNow(_("“%(user)s”的账号已停用。请先恢复账号,再重置密码。") % {"user": user})
    axes.utils.reset(username=user.username)
    return Account(user, _one_time(user))


@action("account.close", gettext_lazy("停用账号"), right=rights.is_administrator)
def close(actor: Actor, user: User) -> User:
    """Close an account (停用账号): nobody signs in with it any more; all that the person did stays.

    Raises:
        NotNow: it is one's own, or nobody else could administer the site.
    """
    if actor.user is not None and actor.user.pk == user.pk:
        raise NotNow(_("不能停用自己的账号。请由另一位系统管理员办理。"))
    if is_last_administrator(user):
        raise NotNow(_("“%(user)s”是唯一的系统管理员。请先授权另一位系统管理员。") % {"user": user})
    user.is_active = False
    user.save(update_fields=["is_active"])
    return user


@action("account.open", gettext_lazy("恢复账号"), right=rights.is_administrator)
def reopen(actor: Actor, user: User) -> Account:
    """Open a closed account again (恢复账号), with a new one-time password.

    Raises:
        NotNow: it is open.
    """
    if user.is_active:
        raise NotNow(_("“%(user)s”的账号没有停用。") % {"user": user})
    user.is_active = True
    return Account(user, _one_time(user, "is_active"))


@action("account.choose_password", gettext_lazy("修改密码"), right=rights.is_oneself)
def choose_password(actor: Actor, user: User, *, password: str) -> User:
    """Set the password a person chose (修改密码); the form has checked it against the rules of passwords."""
    user.set_password(password)
    user.must_change_password = False
    user.save(update_fields=["password", "must_change_password"])
    return user


@action("account.choose_language", gettext_lazy("选择界面语言"), right=rights.is_oneself)
def choose_language(actor: Actor, user: User, *, language: str) -> User:
    """Keep the language a person reads pages and mails in (选择界面语言)."""
    user.language = language
    user.save(update_fields=["language"])
    return user


def faults(username: str, name: str, email: str) -> dict[str, str]:
    """What is wrong with an account's own fields, by field."""
    wrong: dict[str, str] = {}
    try:
        UnicodeUsernameValidator()(username)
    except ValidationError:
        wrong["username"] = _("用户名只能由文字、数字和 @ . + - _ 组成。")
    if not 1 <= len(username) <= 150:
        wrong["username"] = _("请填写用户名,最多150个字符。")
    if not 1 <= len(name) <= 60:
        wrong["name"] = _("请填写姓名,最多60个字符。")
    if email:
        try:
            validate_email(email)
        except ValidationError:
            wrong["email"] = _("“%(email)s”不是电子邮箱地址,例如 zhang@example.gov.cn。") % {"email": email}
    return wrong


def is_last_administrator(user: User) -> bool:
    """Whether nobody but this person could administer the site; whoever else asks waits until the transaction ends.

    Two administrators who close each other's accounts at once would else both find the other one there.
    """
    only_one("administrators")
    admins = Grant.objects.filter(role=Role.ADMINISTRATOR, user__is_active=True).filter(rights.valid_today())
    holders = set(admins.values_list("user_id", flat=True))
    return holders == {user.pk}


def _one_time(user: User, *changed: str) -> str:
    """Give an account a new one-time password; of what else the object holds only what was changed is kept."""
    password = one_time_password()
    user.set_password(password)
    user.must_change_password = True
    user.save(update_fields=["password", "must_change_password", *changed] if user.pk else None)
    return password
