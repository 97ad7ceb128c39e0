"""The services that know publications, one file each."""
