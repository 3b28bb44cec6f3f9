"""Mail outbox and its worker."""
