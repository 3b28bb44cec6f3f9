"""Questions of a call, the choices they offer, and the answers."""

from datetime import date
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eventsite.core.db import Base, choice


class QuestionKind(StrEnum):
    """The form of an answer."""

    TEXT = "text"
    CHOICE = "choice"
    SEVERAL = "several"
    NUMBER = "number"
    DATE = "date"
    YES_NO = "yes_no"
    CONSENT = "consent"


class QuestionScope(StrEnum):
    """Who answers: the party once, or each participant."""

    PARTY = "party"
    PARTICIPANT = "participant"


class Topic(StrEnum):
    """What a question touches; health and birth dates are asked only with a reason."""

    GENERAL = "general"
    HEALTH = "health"
    BIRTH_DATE = "birth_date"


class Question(Base):
    """A question of a call. It may depend on an earlier one: asked only if that was answered with ``depends_value``."""

    __tablename__ = "questions"
    __table_args__ = (
        CheckConstraint("topic = 'general' OR reason <> ''", name="reason"),
        CheckConstraint("(depends_on_id IS NULL) = (depends_value = '')", name="condition"),
        CheckConstraint("keep_days >= 0 AND keep_days <= 365", name="keep_days"),
        Index("ix_questions_call_id_position", "call_id", "position"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(12), unique=True)
    call_id: Mapped[int] = mapped_column(ForeignKey("calls.id", ondelete="CASCADE"))
    position: Mapped[int]
    kind: Mapped[QuestionKind] = mapped_column(choice(QuestionKind, "kind"))
    scope: Mapped[QuestionScope] = mapped_column(choice(QuestionScope, "scope"), default=QuestionScope.PARTY)
    label: Mapped[str] = mapped_column(String(200))
    label_easy: Mapped[str] = mapped_column(String(200), default="")
    label_en: Mapped[str] = mapped_column(String(200), default="")
    purpose: Mapped[str] = mapped_column(String(200))
    purpose_easy: Mapped[str] = mapped_column(String(200), default="")
    purpose_en: Mapped[str] = mapped_column(String(200), default="")
    is_required: Mapped[bool] = mapped_column(default=False)
    topic: Mapped[Topic] = mapped_column(choice(Topic, "topic"), default=Topic.GENERAL)
    reason: Mapped[str] = mapped_column(String(200), default="")
    depends_on_id: Mapped[int | None] = mapped_column(ForeignKey("questions.id"))
    depends_value: Mapped[str] = mapped_column(String(200), default="")  # a choice's code, or yes / no
    keep_days: Mapped[int | None]  # after the last date; None: as long as the registration's own data

    choices: Mapped[list["Choice"]] = relationship(order_by="Choice.position", cascade="all, delete-orphan")


class Choice(Base):
    """One of the answers that a question offers."""

    __tablename__ = "question_choices"
    __table_args__ = (UniqueConstraint("question_id", "code"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    question_id: Mapped[int] = mapped_column(ForeignKey("questions.id", ondelete="CASCADE"), index=True)
    position: Mapped[int]
    code: Mapped[str] = mapped_column(String(12))
    label: Mapped[str] = mapped_column(String(100))
    label_easy: Mapped[str] = mapped_column(String(100), default="")
    label_en: Mapped[str] = mapped_column(String(100), default="")


class Answer(Base):
    """An answer of a party, or of one participant; several chosen ones are several rows."""

    __tablename__ = "answers"
    __table_args__ = (
        Index("ix_answers_registration_id", "registration_id"),
        Index("ix_answers_delete_on", "delete_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    question_id: Mapped[int] = mapped_column(ForeignKey("questions.id"), index=True)
    registration_id: Mapped[int] = mapped_column(ForeignKey("registrations.id", ondelete="CASCADE"))
    participant_id: Mapped[int | None] = mapped_column(ForeignKey("participants.id", ondelete="CASCADE"), index=True)
    value: Mapped[str] = mapped_column(Text)
    delete_on: Mapped[date]

    question: Mapped[Question] = relationship()
