"""Telling the person in charge of keeping people safe of a concern, without its words, until the message arrives."""
