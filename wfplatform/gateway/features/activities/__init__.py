"""The catalogue of activities, for the designer's palette and forms."""
