"""Networks as people build them: a list of layers to edit, the rules that it must keep, and what torch makes of it.

Everything here but `build` is plain data and leaves torch alone, so that the menu can work with it.
"""
