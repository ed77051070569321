"""Complete ballots that come to a wanted total: those the demonstration hands in too."""

from config.demo.ballots import full_ballot

__all__ = ["full_ballot"]
