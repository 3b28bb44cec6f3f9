"""What happened: the door and the count."""
