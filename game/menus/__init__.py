"""The menus: every page a pure function of plain facts, beside what its items do."""
