"""The conversation: the interview, the understanding, and the Rasa engine that joins them."""
