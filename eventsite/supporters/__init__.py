"""地域活動応援隊: city employees who help."""
