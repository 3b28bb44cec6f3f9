"""What search engines ask of an event, as a JSON Schema.

Source: https://developers.google.com/search/docs/appearance/structured-data/event (required and recommended
properties), https://schema.org/Event. Recommended ones that a city's event always has are required here too; performers
are not known. Unknown properties are refused, so that a slip in a name is found.
"""

from typing import Any

from jsonschema import Draft202012Validator

_INSTANT = r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d$"
_MOMENT = {"type": "string", "pattern": _INSTANT}
_DAY_OR_MOMENT = {"type": "string", "pattern": rf"{_INSTANT}|^\d{{4}}-\d\d-\d\d$"}
_TEXT = {"type": "string", "minLength": 1}
_ADDRESS = {"type": "string", "pattern": r"^https?://[^\s]+$"}


def _object(kind: str, required: tuple[str, ...], **properties: Any) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": {"@type": {"const": kind}, **properties},
        "required": ["@type", *required],
        "additionalProperties": False,
    }


def _of_schema(*names: str) -> dict[str, Any]:
    return {"enum": [f"https://schema.org/{name}" for name in names]}


_PLACE = _object(
    "Place",
    ("name", "address"),
    name=_TEXT,
    address=_object(
        "PostalAddress",
        ("addressCountry", "addressRegion", "addressLocality"),
        addressCountry={"const": "JP"},
        addressRegion=_TEXT,
        addressLocality=_TEXT,
        streetAddress=_TEXT,
        postalCode={"type": "string", "pattern": r"^\d{3}-?\d{4}$"},
    ),
    geo=_object(
        "GeoCoordinates",
        ("latitude", "longitude"),
        latitude={"type": "number", "minimum": 20, "maximum": 46},
        longitude={"type": "number", "minimum": 122, "maximum": 154},
    ),
)
_OFFER = _object(
    "Offer",
    ("url", "availability"),
    url=_ADDRESS,
    availability=_of_schema("InStock", "SoldOut", "PreOrder"),
    price={"type": "integer", "minimum": 0},
    priceCurrency={"const": "JPY"},
    validFrom=_MOMENT,
    validThrough=_MOMENT,
) | {"dependentRequired": {"price": ["priceCurrency"]}}
_EVENT = _object(
    "Event",
    (
        "@context", "@id", "url", "name", "description", "image", "inLanguage", "startDate", "eventStatus",
        "eventAttendanceMode", "location", "organizer",
    ),
    **{"@context": {"const": "https://schema.org"}, "@id": _ADDRESS},
    url=_ADDRESS,
    name=_TEXT,
    description=_TEXT,
    image={"type": "array", "items": _ADDRESS, "minItems": 1},
    inLanguage={"type": "array", "items": {"enum": ["ja", "ja-simple", "en"]}, "uniqueItems": True},
    startDate=_DAY_OR_MOMENT,
    endDate=_DAY_OR_MOMENT,
    doorTime=_MOMENT,
    previousStartDate={"type": "array", "items": _DAY_OR_MOMENT, "minItems": 1, "uniqueItems": True},
    eventStatus=_of_schema("EventScheduled", "EventPostponed", "EventRescheduled", "EventCancelled"),
    eventAttendanceMode=_of_schema("OfflineEventAttendanceMode"),
    location=_PLACE,
    organizer={"type": "array", "items": _object("Organization", ("name",), name=_TEXT, url=_ADDRESS), "minItems": 1},
    isAccessibleForFree={"type": "boolean"},
    maximumAttendeeCapacity={"type": "integer", "minimum": 0},
    remainingAttendeeCapacity={"type": "integer", "minimum": 0},
    offers=_OFFER,
)  # fmt: skip
# "If you add previousStartDate, you must also ... set the eventStatus to EventRescheduled."
_RESCHEDULED = {
    "if": {"required": ["previousStartDate"]},
    "then": {"properties": {"eventStatus": _of_schema("EventRescheduled")}},
    "else": {"properties": {"eventStatus": {"not": _of_schema("EventRescheduled")}}},
}
_validator = Draft202012Validator({"type": "array", "items": _EVENT | _RESCHEDULED, "minItems": 1})


def faults(told: object) -> list[str]:
    """Return one sentence per property that a search engine would miss or not understand."""
    return [f"{one.json_path}: {one.message}" for one in _validator.iter_errors(told)]
