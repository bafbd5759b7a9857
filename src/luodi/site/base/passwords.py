"""Rules of passwords (密码规则) whose words Django does not say in Chinese."""

from __future__ import annotations

from django.contrib.auth.password_validation import MinimumLengthValidator


class LongEnough(MinimumLengthValidator):
    """At least so many characters; refused in the words of its help, which are translated where Django's error is not."""

    def get_error_message(self) -> str:
        """What is said of one that is too short."""
        return self.get_help_text()
