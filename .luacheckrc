-- What pandoc gives its Lua programs (https://pandoc.org/lua-filters.html), and the one function it looks for.
std = "lua54"
read_globals = { "pandoc", "PANDOC_SCRIPT_FILE" }
globals = { "Reader" }
max_line_length = 140
