"""What a file must hold beyond the types of its fields: rules that need several fields or files."""
