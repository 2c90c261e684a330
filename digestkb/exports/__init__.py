"""What is exported as files that people go on writing in."""
