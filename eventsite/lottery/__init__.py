"""The draw: sealed before entries open, frozen when they close, drawn once, released by two, announced from one row."""
