"""What coders answered and how far they agree, as text and as rows."""
