"""Every data type, the protocol of a source, the catalogue of services. Pure."""
