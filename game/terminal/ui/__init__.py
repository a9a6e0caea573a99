"""What all screens share: keys, colours, glyphs, layout, the stack they lie on."""
