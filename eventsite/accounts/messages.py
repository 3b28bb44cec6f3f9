"""Mails about accounts."""

from eventsite.accounts.models import Invitation, RoleAssignment
from eventsite.core.clock import zone
from eventsite.core.settings import settings
from eventsite.core.web import public_url
from eventsite.i18n import Locale, t, use_locale
from eventsite.i18n.dates import moment_text
from eventsite.notifications.services import Mail


def invitation_url(token: str) -> str:
    """Return the full address of a one-time link."""
    return public_url(f"/staff/invitations/{token}")


def role_name(given: Invitation | RoleAssignment) -> str:
    """Return a role with its place: 仁保地域交流センター 職員."""
    name = t(f"account.role_{given.role}")
    return f"{given.center.name} {name}" if given.center else name


def invitation_mail(invitation: Invitation, url: str) -> Mail:
    """Return the mail that brings an invitation's link; staff work in Japanese."""
    city = settings().city
    with use_locale(Locale.JA):
        return Mail(
            key=f"invitation:{invitation.id}",
            subject_type=Invitation.__tablename__,
            subject_id=invitation.id,
            recipient=invitation.email,
            sender_name=city.mail_sender_name,
            subject=t("account.invitation_subject", service=city.service_name),
            body=t(
                "account.invitation_body",
                role=role_name(invitation),
                url=url,
                until=moment_text(invitation.expires_at, Locale.JA, zone=zone()),
                service=city.service_name,
                city=city.name,
            ),
        )
