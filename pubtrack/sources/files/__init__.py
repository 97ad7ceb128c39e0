"""Files of counts that people have already: other tools' dumps and their history in git."""
