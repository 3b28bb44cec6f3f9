"""The center's home: today's work and everything about one event on one page."""
