"""First-person movement: body, ground, bindings, providers."""
