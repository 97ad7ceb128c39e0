"""Looks for input that something other than our own errors escapes from: mangled lists, files, pages, answers and command lines."""
