"""What to ask next and in which words: pure Python, without Rasa, Flask or a database."""
