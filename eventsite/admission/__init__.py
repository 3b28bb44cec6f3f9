"""Who comes: calls, slots, registrations, the waiting line."""
