"""Tables of entries, taken in after a look at what would become of each row."""
