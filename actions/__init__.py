"""Thin Rasa actions: each turn is one of them, and each asks the interview what is to be done and keeps it."""
