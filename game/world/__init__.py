"""The world: layouts, platforms, panels, signs, light and water."""
