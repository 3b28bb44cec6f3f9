"""Why a step of a draw is refused."""

from eventsite.core.errors import DomainError


class NotByLot(DomainError):
    """The call does not decide by lot."""

    code = "not_by_lot"


class NotFrozen(DomainError):
    """The list of entries is not closed yet."""

    code = "draw_not_frozen"


class DrawNotDue(DomainError):
    """The announced time of the draw has not come."""

    code = "draw_not_due"


class AlreadyDrawn(DomainError):
    """The draw was made; it is made once."""

    code = "already_drawn"


class TriesUsedUp(DomainError):
    """This witness has missed the others' value ``tries`` times; they must look and type again first."""

    code = "tries_used_up"


class NotDrawn(DomainError):
    """There is no result yet."""

    code = "not_drawn"


class AlreadyAnnounced(DomainError):
    """The result is out; nothing can be stopped or released any more."""

    code = "already_announced"


class NothingReleased(DomainError):
    """Nobody has released the result, so there is nothing to stop."""

    code = "nothing_released"


class NotOrganisersChoice(DomainError):
    """The call does not leave the choice to its organiser, or entries have not closed."""

    code = "not_organisers_choice"


class TooManyChosen(DomainError):
    """Those chosen need more places than there are; ``slot`` is where."""

    code = "too_many_chosen"
