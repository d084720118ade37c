"""Final marks on their way to an LMS: one format a module, all from `marks`."""
