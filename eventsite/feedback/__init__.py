"""Thanks after an event, and one question whose answer carries nobody's name."""
