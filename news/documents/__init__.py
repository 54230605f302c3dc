"""The forms in which a press release leaves the portal: PDF, plain text and press kit, all made from one reading of it."""
