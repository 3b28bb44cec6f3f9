"""Why a registration, or what one does with it, is refused."""

from eventsite.core.errors import DomainError


class RegistrationNotNeeded(DomainError):
    """The call asks nobody to apply (申込不要)."""

    code = "registration_not_needed"


class RegistrationNotOpen(DomainError):
    """The period of registration has not begun."""

    code = "registration_not_open"


class RegistrationClosed(DomainError):
    """The period of registration is over."""

    code = "registration_closed"


class PartyTooLarge(DomainError):
    """More people than one registration may bring."""

    code = "party_too_large"


class DatesPast(DomainError):
    """The dates are past: no place is given back or passed on any more."""

    code = "dates_past"


class DatesCancelled(DomainError):
    """The dates of this slot are all cancelled; the event may go on without them."""

    code = "dates_cancelled"


class DatesPostponed(DomainError):
    """The dates are postponed, and the new ones are not fixed yet."""

    code = "dates_postponed"


class RegistrationFull(DomainError):
    """No place is free, and freed places go to nobody in particular: they reopen at a published time."""

    code = "registration_full"


class LastPlaceTaken(DomainError):
    """The places that were free when the form was shown went to others; the party can still wait."""

    code = "last_place_taken"


class NotYourTurn(DomainError):
    """Registration opens later for those who live farther away, or by this way."""

    code = "not_your_turn"


class NotEligible(DomainError):
    """The call asks for others; ``why`` is the sentence that says whom."""

    code = "not_eligible"


class EntriesClosed(DomainError):
    """The list of entries is closed; it is decided from what it holds."""

    code = "entries_closed"


class WishesWrong(DomainError):
    """A wish stands twice, names a slot of another call, or is one too many."""

    code = "wishes_wrong"


class SubmissionConflict(DomainError):
    """The same form was sent before with other contents."""

    code = "submission_conflict"


class EventNotOpen(DomainError):
    """The event is a draft or was cancelled."""

    code = "event_not_open"


class RegistrationOver(DomainError):
    """The registration was withdrawn or cancelled before."""

    code = "registration_over"


class OfferOver(DomainError):
    """The place was held until a time that is past, or was never offered."""

    code = "offer_over"


class PartyDoesNotFit(DomainError):
    """The change needs more places than are free."""

    code = "party_does_not_fit"


class TermsContradict(DomainError):
    """The instants or numbers of a call do not agree: it closes before it opens, or is drawn before it closes."""

    code = "terms_contradict"


class PartyLargerThanSlot(DomainError):
    """The party needs more places than the slot has for those who register in this way: it could never get in."""

    code = "party_larger_than_slot"


class SlotInUse(DomainError):
    """People registered for the slot: it can neither go nor move."""

    code = "slot_in_use"


class CallInUse(DomainError):
    """People registered, so neither the way in which it is decided nor what is counted can change."""

    code = "call_in_use"


class LineInUse(DomainError):
    """People wait, so the waiting line cannot be done away with."""

    code = "line_in_use"


class MinimumDecided(DomainError):
    """Whether it takes place was decided before, or is not to be decided yet."""

    code = "minimum_decided"


class RulesSealed(DomainError):
    """The rules of the draw are published and entries have opened: nobody changes them any more."""

    code = "rules_sealed"


class ParticipantHasCome(DomainError):
    """Somebody who is to be left out has been at one of the dates already."""

    code = "participant_has_come"


class ChangedByAccount(DomainError):
    """A city employee's place in a shift: name and address are those of the account, another shift is joined anew."""

    code = "changed_by_account"


class KnownPerson(DomainError):
    """The person has a registration here already; only staff are told."""

    code = "known_person"


class LimitReached(DomainError):
    """The person has as many registrations as the call allows; only staff are told."""

    code = "limit_reached"


class NotWaiting(DomainError):
    """The registration does not stand in a waiting line any more."""

    code = "not_waiting"
