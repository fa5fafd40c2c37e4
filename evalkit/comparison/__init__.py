"""Report cards beside each other: programs by one rubric, and one program by several rubrics."""
