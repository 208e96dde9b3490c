"""What a program may write, and when its shifts begin and end."""
