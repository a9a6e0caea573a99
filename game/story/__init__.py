"""What an author wrote: files of YAML, read into one frozen Story."""
