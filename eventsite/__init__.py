"""Events of a Japanese city's regional exchange centers: post, join, count and show them."""
