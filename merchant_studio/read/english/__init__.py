"""Facts read out of English speech, as recognizers write it."""

from .reading import read_english, states_number_english

__all__ = ["read_english", "states_number_english"]
