"""How people may apply: the calls of an event and their rules, as its organiser sets them."""
