"""``new_password``: a one-time password for an account, where nobody can sign in to give one."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from luodi.site.base.action import Actor
from luodi.site.base.actions import people
from luodi.site.base.models import User


class Command(BaseCommand):
    """Give an account a new one-time password (重置密码); it is printed once and must be changed at sign-in."""

    help = "Give an account a new one-time password, which is printed once and must be changed at the next sign-in."

    def add_arguments(self, parser: Any) -> None:
        """The account, and whether to open it again if it is closed."""
        parser.add_argument("name", help="username of the account")
        parser.add_argument("--open", action="store_true", help="open the account again if it is closed")

    def handle(self, *args: Any, name: str, open: bool = False, **options: Any) -> None:
        """Give it."""
        user = User.objects.filter(username=name).first()
        if user is None:
            known = ", ".join(User.objects.filter(is_active=True).values_list("username", flat=True)[:20])
            raise CommandError(f"there is no account {name}; accounts: {known or 'none yet'}")
        if not user.is_active and not open:
            raise CommandError(f"the account {name} is closed; add --open to open it again")
        actor = Actor.system("luodi manage new_password")
        made = (people.reset if user.is_active else people.reopen)(actor, user)
        self.stdout.write(f"{name}: one-time password {made.password} (printed only now)")
