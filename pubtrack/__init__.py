"""pubtrack keeps a list of publications, asks services about them and remembers every citation count."""

__version__ = "0.1.0"
