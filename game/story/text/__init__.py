"""Text with braces in it: parsed, checked, rendered to styled words."""
