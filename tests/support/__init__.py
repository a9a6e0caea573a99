"""What tests share: stories that are generated, written or hostile, and screens and terminals to play on."""
