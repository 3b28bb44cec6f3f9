"""Commands: accounts from the shell, for whoever runs the server."""

import json

import click
from flask.cli import AppGroup

from eventsite.accounts import queries, services
from eventsite.accounts.models import Center, Role
from eventsite.core import clock
from eventsite.core.actor import SYSTEM
from eventsite.core.contact import email_address
from eventsite.core.db import transaction
from eventsite.core.errors import DomainError, NotFound
from eventsite.core.text import InvalidText
from eventsite.i18n import t

cli = AppGroup("users", help="Staff accounts.")


@cli.command("invite")
@click.argument("email")
@click.option("--role", required=True, type=click.Choice([role.value for role in Role]), help="What they will be.")
@click.option("--center", "slug", help="The center of the role, by its short name (niho); roles of the city have none.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object instead of a sentence.")
def invite(email: str, role: str, slug: str | None, *, as_json: bool) -> None:
    """Print a one-time link by which EMAIL takes up a role. It works for 7 days.

    Ends with 0, or with 2 where role, center or address do not fit.
    """
    center = _center(slug) if slug else None
    try:
        with transaction():
            invited = services.invite(_address(email), Role(role), center, by=SYSTEM, now=clock.now())
            said = {"url": invited.url, "expires_at": invited.invitation.expires_at.isoformat()}
    except DomainError as error:
        raise click.UsageError(error.sentence) from error
    click.echo(json.dumps(said) if as_json else said["url"])


@cli.command("first-admin")
def first_admin() -> None:
    """Print a link to the first administrator's account, or nothing once there is one.

    Each call makes a new link and ends the earlier one.
    """
    with transaction():
        link = services.first_admin_link(clock.now())
    if link:
        click.echo(link)


def _center(slug: str) -> Center:
    try:
        return queries.center_by_slug(slug)
    except NotFound:
        known = ", ".join(center.slug for center in queries.centers()) or "（まだありません）"
        raise click.BadParameter(
            f"「{slug}」というセンターはありません。あるのは {known} です。", param_hint="--center"
        ) from None


def _address(email: str) -> str:
    try:
        return email_address(email)
    except InvalidText as error:
        raise click.BadParameter(t(f"error.{error.code}", **error.values), param_hint="EMAIL") from None
