"""Finding one's registrations again without their links."""
