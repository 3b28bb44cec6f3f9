"""Finding events: lists, search, months, pages."""
