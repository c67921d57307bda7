"""What the content is held to: each module looks for one kind of mistake and names its file and line."""
