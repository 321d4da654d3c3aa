"""From text to tables: printed pay, career documents, and your own files."""
