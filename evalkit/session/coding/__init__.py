"""A round of coding: packages for coders, seals on what they answered, and what is settled then."""
