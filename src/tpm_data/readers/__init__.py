"""From text to tables: printed pay, career documents, and files of one's own."""
