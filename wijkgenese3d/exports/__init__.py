"""Files for other programs: written aside and renamed, so that nothing is ever half-written."""
