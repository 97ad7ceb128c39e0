"""What a command does, whole: the workspace, the refresh, an import, a status; the only room that knows them all."""
