"""The drawn merchant's booth of the example: shapes, light, voice and film."""
