"""The city's indicators and their figures per fiscal year."""

from decimal import Decimal
from enum import StrEnum

from sqlalchemy import ForeignKey, Numeric, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eventsite.core.db import Base, choice


class FigureRole(StrEnum):
    """What a yearly figure is: where the plan began, what was reached, what is aimed at."""

    BASELINE = "baseline"
    ACTUAL = "actual"
    TARGET = "target"


class KpiDefinition(Base):
    """One indicator of the plan; ``counted_from_events`` marks the one whose rows are attendance."""

    __tablename__ = "kpi_definitions"

    key: Mapped[str] = mapped_column(String(40), primary_key=True)
    position: Mapped[int] = mapped_column(default=0)
    level: Mapped[str] = mapped_column(String(10))  # KGI or KPI, as the plan calls it
    policy: Mapped[str] = mapped_column(String(100), default="")
    name: Mapped[str] = mapped_column(String(200))
    unit: Mapped[str] = mapped_column(String(20))
    counted_from_events: Mapped[bool] = mapped_column(default=False)

    years: Mapped[list["KpiYear"]] = relationship(order_by="KpiYear.fiscal_year", cascade="all, delete-orphan")


class KpiYear(Base):
    """A published figure of one fiscal year; None where the plan says that there is none."""

    __tablename__ = "kpi_years"
    __table_args__ = (UniqueConstraint("definition_key", "fiscal_year", "role"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    definition_key: Mapped[str] = mapped_column(ForeignKey("kpi_definitions.key", ondelete="CASCADE"))
    fiscal_year: Mapped[int]
    role: Mapped[FigureRole] = mapped_column(choice(FigureRole, "role"))
    value: Mapped[Decimal | None] = mapped_column(Numeric(12, 1))
    source: Mapped[str] = mapped_column(String(200), default="")
