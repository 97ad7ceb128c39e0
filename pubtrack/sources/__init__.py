"""The services that know publications, one folder each."""
