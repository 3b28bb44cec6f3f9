"""The figures that the public pages are held to, measured in a real browser on the real server.

One module for each group; each yields ``Figure``s. ``python3 -m eventsite figures`` prints them all.
"""
