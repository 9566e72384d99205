"""The menu that stands in the world: pages as plain data, a pointer and a focus, and the panel that shows them."""
