"""What a text claims, held against what the portal knows at its date."""
