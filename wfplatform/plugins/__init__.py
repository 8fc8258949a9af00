"""What a plugin's author imports: descriptors, protocols, results.

Importing it loads no driver, no framework and none of our machinery; a descriptor names its implementation by dotted
path, so that the compiler and the designer's palette never load code that only an attempt needs.
"""
