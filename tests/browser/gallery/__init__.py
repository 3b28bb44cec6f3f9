"""The state gallery: every state of every screen, looked at by a machine and kept as pictures for people."""
