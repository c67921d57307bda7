"""What was said: conversations, messages, answers, who may see them, and the store that keeps them."""
