"""What happens: the hub that other features import."""
