"""Binding into the chain what stands elsewhere: neither the words enter it, nor a hash that could be guessed."""

from ocop_workflow.domain.chain import canonical, sha256
from ocop_workflow.services.recording import Note


def fingerprint(key: str, value: object) -> Note:
    """Return a note that holds the SHA-256 of a value's canonical form; the chain gets only its salted digest.

    Who has the row as history keeps it can check it against the event; once the note is erased nobody can.
    """
    return Note(key, sha256(canonical(value)))
