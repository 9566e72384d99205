"""What a visitor touches: easel, rack, captions, pointer."""
