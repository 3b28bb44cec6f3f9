"""What the organiser of a call may ask, with its purpose and the day on which the answers are deleted."""
