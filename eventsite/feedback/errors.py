"""Why an answer is not taken."""

from eventsite.core.errors import DomainError


class FeedbackNotOpen(DomainError):
    """The dates are not over yet, or the registration had no place."""

    code = "feedback_not_open"


class FeedbackGivenBefore(DomainError):
    """The registration has answered; which answer it gave is not known."""

    code = "feedback_given_before"
