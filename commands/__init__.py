"""The commands of `mysay`, one noun a module."""
