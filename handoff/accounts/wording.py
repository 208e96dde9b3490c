"""The system-use notice before signing in: the four statements that CJIS AC-8 asks for.

Source: CJIS Security Policy 6.0, AC-8 a.1-4. Text of November 2026; confirm with counsel before real use.
"""

from django.utils.translation import gettext_lazy as _

NOTICE_OF = "2026-11"
"""Month of this text, stored with each agreement in the audit log."""

SYSTEM_USE = (
    _("You are about to use a restricted information system of your program and its partners."),
    _("Use is monitored, recorded, and audited. Every page you open is logged."),
    _("Unauthorized use is prohibited and may lead to criminal and civil penalties."),
    _("By signing in, you consent to this monitoring and recording."),
)
