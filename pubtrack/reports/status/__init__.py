"""How the services and the runs stand, in each format."""
