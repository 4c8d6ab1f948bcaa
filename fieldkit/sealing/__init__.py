"""Keys, sealed envelopes, signed receipts."""
