"""What may be refused about accounts: sign-in, passwords, invitations and roles."""

from http import HTTPStatus

from eventsite.core.errors import DomainError


class PasswordError(DomainError):
    """A new password is refused."""


class PasswordTooShort(PasswordError):
    """The password has fewer than ``minimum`` characters."""

    code = "password_too_short"


class PasswordTooLong(PasswordError):
    """The password has more than ``maximum`` characters."""

    code = "password_too_long"


class PasswordNamesOwner(PasswordError):
    """The password consists mainly of the person's, the city's or the center's own names."""

    code = "password_names_owner"


class PasswordGuessable(PasswordError):
    """The password repeats a pattern or is made of what everybody tries first."""

    code = "password_guessable"


class RoleError(DomainError):
    """The role cannot be given."""


class RoleNeedsCenter(RoleError):
    """The role exists at a center only."""

    code = "role_needs_center"


class RoleIsCityWide(RoleError):
    """The role exists in the whole city only."""

    code = "role_is_city_wide"


class RoleAboveOwn(RoleError):
    """Nobody gives away more than they hold."""

    code = "role_above_own"


class LinkExpired(DomainError):
    """The invitation was used, has expired or never existed: the three look alike."""

    code = "link_expired"
    status = HTTPStatus.NOT_FOUND


class AccountExists(DomainError):
    """Somebody with that address has an account already."""

    code = "account_exists"


class AccountDisabled(DomainError):
    """The account that the invitation is for has been disabled."""

    code = "account_disabled"


class RoleHeldAlready(RoleError):
    """The person has that role already."""

    code = "role_held_already"


class NotOneself(DomainError):
    """Nobody disables the account that they are using."""

    code = "not_oneself"


class SignInFailed(DomainError):
    """Address and password do not belong together; which of the two is wrong is not said."""

    code = "sign_in_failed"


class WrongPassword(DomainError):
    """Whoever sits at this open session does not know its password."""

    code = "wrong_password"


class TooManyAttempts(DomainError):
    """So many attempts failed from here that the next one must wait."""

    code = "too_many_attempts"
    status = HTTPStatus.TOO_MANY_REQUESTS
