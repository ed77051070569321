"""What an engine says when it cannot answer."""


class SearchUnavailable(Exception):
    """The engine did not answer, not in time, not completely or not in a way that can be understood."""
