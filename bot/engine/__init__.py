"""The Rasa engine: its settings, its door to the web, and what it forgets."""
