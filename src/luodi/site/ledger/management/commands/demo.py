"""``demo``: fill an empty generated workspace with a made-up city at work."""

from __future__ import annotations

from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand

from luodi.site.ledger.demonstration.fill import fill


class Command(BaseCommand):
    """Fill an empty workspace for generated data (装入演示数据) and print the one-time passwords."""

    help = "Fill an empty generated workspace with a made-up city at work; prints one-time passwords."

    def add_arguments(self, parser: Any) -> None:
        """``--seed`` decides every chance but the passwords."""
        parser.add_argument(
            "--seed", type=int, default=1, help="The same seed on the same day gives the same ledger."
        )

    def handle(self, *args: Any, seed: int, **options: Any) -> None:
        """Fill, and print who can sign in."""
        call_command("migrate", verbosity=0)
        made = fill(seed, lambda line: self.stderr.write(line))
        self.stdout.write("one-time passwords (printed only now; each is changed at the first sign-in):")
        for what, account in made.accounts:
            self.stdout.write(f"{account.username:16}{account.password}  {what}")
