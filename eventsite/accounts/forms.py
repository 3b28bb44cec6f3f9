"""Forms of signing in, taking up an invitation and looking after the staff."""

from wtforms import SelectField

from eventsite.accounts.rules import PASSWORD_MIN
from eventsite.core.fields import ChoiceCards, EmailField, NameField, SecretField
from eventsite.core.forms import BaseForm, Required

_NEW_PASSWORD_HINT = f"{PASSWORD_MIN}文字以上。いくつかの言葉をつなげた文が、覚えやすく、当てられにくいものです"


class SignInForm(BaseForm):
    """Who somebody says they are."""

    email = EmailField("メールアドレス", [Required()], render_kw={"autocomplete": "username"})
    password = SecretField("パスワード", [Required()], render_kw={"autocomplete": "current-password"})


class NewcomerForm(BaseForm):
    """What an invited person without an account fills in."""

    name = NameField("お名前", [Required()])
    password = SecretField(
        "パスワード",
        [Required()],
        description=_NEW_PASSWORD_HINT,
        render_kw={"autocomplete": "new-password"},
    )


class FirstAdministratorForm(NewcomerForm):
    """As above, for the one invitation that names nobody."""

    email = EmailField("メールアドレス", [Required()], render_kw={"autocomplete": "username"})


class JoinForm(BaseForm):
    """The button by which somebody with an account takes up an invitation."""


class PasswordForm(BaseForm):
    """A change of one's own password."""

    current = SecretField("いまのパスワード", [Required()], render_kw={"autocomplete": "current-password"})
    password = SecretField(
        "新しいパスワード",
        [Required()],
        description=_NEW_PASSWORD_HINT,
        render_kw={"autocomplete": "new-password"},
    )


class InvitationForm(BaseForm):
    """Whom to invite to a center; the choices of roles are set by the page."""

    email = EmailField("メールアドレス", [Required()], render_kw={"autocomplete": "off"})
    role = ChoiceCards("役割", [Required()])


class CityInvitationForm(InvitationForm):
    """Whom to invite to a role in the whole city or at any center."""

    center = SelectField("センター", description="センターの職員か責任者のときに選びます")
