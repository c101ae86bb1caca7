--[[ Column widths from the content of a table, the same for both formats (the automatic layout of CSS 2.1, 17.5.2:
every column gets its longest word, what is left goes by the length of the text). ]]

local here = pandoc.path.directory(PANDOC_SCRIPT_FILE)
local decimals = dofile(pandoc.path.join({ here, "decimals.lua" }))

local M = { decimal_mark = ",", decimals = decimals }
local PADDING = 2.1 -- characters of cell padding a column
local BOLD = 1.12
local CODE = 1.25 -- letters of a fixed width are wider
local NARROWEST = 0.6 -- of the text width
local NUMBER_LIMIT = 15 -- a column of numbers does not grow beyond this when there is room

-- What all tables of a report have in common
function M.prepare(job)
  M.decimal_mark, decimals.tracked = job.decimal_mark, false
  for _, chapter in ipairs(job.chapters) do
    decimals.tracked = decimals.tracked or chapter.text:find("insertion", 1, true) or chapter.text:find("deletion", 1, true)
  end
end

local function length(text) return utf8.len(text) or #text end

local function longest_word(text)
  local longest = 0
  for word in text:gmatch("[^%s/]+") do longest = math.max(longest, length(word)) end
  return longest
end

-- The rows of a table from top to bottom: {row, head, over}; over: headings with other headings below them.
function M.rows(tbl)
  local rows = {}
  for i, row in ipairs(tbl.head.rows) do rows[#rows + 1] = { row = row, head = true, over = i < #tbl.head.rows } end
  for _, body in ipairs(tbl.bodies) do
    for _, row in ipairs(body.head) do rows[#rows + 1] = { row = row, head = false } end
    for _, row in ipairs(body.body) do rows[#rows + 1] = { row = row, head = false } end
  end
  for _, row in ipairs(tbl.foot.rows) do rows[#rows + 1] = { row = row, head = false } end
  return rows
end

-- The first column (from 1) of every cell, spans across and down taken into account: columns[i][j].
function M.columns(tbl)
  local taken, columns = {}, {}
  for i, entry in ipairs(M.rows(tbl)) do
    local at = 1
    columns[i] = {}
    for j, cell in ipairs(entry.row.cells) do
      while taken[i .. ":" .. at] do at = at + 1 end
      columns[i][j] = at
      for down = 0, cell.row_span - 1 do
        for across = 0, cell.col_span - 1 do taken[(i + down) .. ":" .. (at + across)] = true end
      end
      at = at + cell.col_span
    end
  end
  return columns
end

local function has_code(element)
  local found = false
  element:walk({ Code = function() found = true end })
  return found
end

-- What was and what is stand below each other in a cell: it is as wide as the wider of them.
local function texts_of(cell)
  local now = decimals.text(cell, "deletion")
  return decimals.tracked and { now, decimals.text(cell, "insertion") } or { now }
end

local function measure(tbl)
  local least, most, columns, aligned = {}, {}, M.columns(tbl), decimals.aligned(tbl)
  local code = has_code(tbl)
  for column = 1, #aligned do least[column], most[column] = 3, 3 end
  for i, entry in ipairs(M.rows(tbl)) do
    for j, cell in ipairs(entry.row.cells) do
      if cell.col_span == 1 then
        local column = columns[i][j]
        local weight = entry.head and BOLD or code and has_code(cell.contents) and CODE or 1
        -- a number is never broken, wherever it has a space
        local number = not entry.head and aligned[column] == "AlignRight"
        for _, text in ipairs(texts_of(cell)) do
          least[column] = math.max(least[column], (number and length(text) or longest_word(text)) * weight)
          most[column] = math.max(most[column], length(text) * weight)
        end
      end
    end
  end
  for column, letters in pairs(decimals.needed(tbl, M.rows(tbl), columns, M.decimal_mark)) do
    least[column], most[column] = math.max(least[column], letters), math.max(most[column], letters)
  end
  for column = 1, #least do
    least[column], most[column] = least[column] + PADDING, most[column] + PADDING
  end
  return least, most
end

-- The longest text that stands across the whole table
local function widest_across(tbl)
  local widest = 0
  for _, entry in ipairs(M.rows(tbl)) do
    if #entry.row.cells == 1 then
      for _, text in ipairs(texts_of(entry.row.cells[1])) do widest = math.max(widest, length(text)) end
    end
  end
  return widest * BOLD + PADDING
end

local function sum(values)
  local total = 0
  for _, value in ipairs(values) do total = total + value end
  return total
end

-- Columns of numbers side by side look even: each as wide as the widest of them, where that fits.
local function even_numbers(tbl, wanted, room)
  local widest, even = 0, {}
  for column, spec in ipairs(tbl.colspecs) do
    if spec[1] == "AlignRight" then widest = math.max(widest, wanted[column]) end
  end
  for column, spec in ipairs(tbl.colspecs) do even[column] = spec[1] == "AlignRight" and widest or wanted[column] end
  return sum(even) <= room and even or wanted
end

local function sum_of(columns, values)
  local total = 0
  for _, column in ipairs(columns) do total = total + values[column] end
  return total
end

local function grow(tbl, wanted, room)
  local spare, texts, grown = room - sum(wanted), {}, {}
  for column, spec in ipairs(tbl.colspecs) do
    grown[column] = wanted[column]
    if spec[1] == "AlignRight" then
      local more = math.min(math.max(0, NUMBER_LIMIT - wanted[column]), math.max(0, spare) / #wanted)
      grown[column] = wanted[column] + more
    else
      texts[#texts + 1] = column
    end
  end
  spare = room - sum(grown)
  for _, column in ipairs(texts) do grown[column] = grown[column] + spare * wanted[column] / sum_of(texts, wanted) end
  return grown
end

-- From the narrowest widths towards the wished ones, in proportion, as far as there is room.
local function towards(least, most, room)
  local spare, wish, widths = room - sum(least), sum(most) - sum(least), {}
  local share = (spare <= 0 or wish <= 0) and 0 or math.min(1, spare / wish)
  for column = 1, #least do widths[column] = least[column] + share * (most[column] - least[column]) end
  return widths
end

-- Too much text for the page: headings of numbers wrap first, so that the labels before them need not.
local function squeeze(tbl, least, most, room)
  local labels = {}
  for column, spec in ipairs(tbl.colspecs) do
    labels[column] = spec[1] == "AlignRight" and least[column] or most[column]
  end
  if sum(labels) <= room then return towards(labels, most, room) end
  return towards(least, labels, room)
end

-- A table of little text is narrower than the page: its numbers stand beside their labels.
local function narrowed(tbl, most, room)
  return math.min(room, math.max(sum(even_numbers(tbl, most, room)) * 1.15, widest_across(tbl), NARROWEST * room))
end

-- Shares that a table says itself (widths="20 30 50" on its fence): per cent of the text width, a column each
local function stated(tbl)
  local shares = {}
  for percent in (tbl.attributes.widths or ""):gmatch("%d+") do shares[#shares + 1] = tonumber(percent) / 100 end
  return #shares == #tbl.colspecs and shares or nil
end

-- Shares of the text width for the columns of a table (their sum 1 or less), with `room` characters a line, and whether some
-- word may be longer than its column is wide, so that it has to be broken.
function M.shares(tbl, page)
  if stated(tbl) then return stated(tbl), true end
  local least, most = measure(tbl)
  local room = narrowed(tbl, most, page)
  local widths
  if sum(most) <= room then widths = grow(tbl, even_numbers(tbl, most, room), room)
  else widths = even_numbers(tbl, squeeze(tbl, least, most, room), room) end
  local total, shares = math.max(sum(widths), room), {}
  for column, width in ipairs(widths) do shares[column] = width / total * room / page end
  return shares, sum(least) > room
end

-- Whether all text of a cell is of one kind (Emph, Strong)
local function is_all(cell, kind)
  local block = cell.contents[1]
  return #cell.contents == 1 and block.content ~= nil and #block.content == 1 and block.content[1].t == kind
end

local function others_empty(row)
  for j = 2, #row.cells do
    if pandoc.utils.stringify(row.cells[j].contents) ~= "" then return false end
  end
  return true
end

-- What a row is. By a class on its first cell's text: total | base | section | sub; else by its looks: a bold cell
-- alone in its row heads a section, a first cell in italics (Sum, N) sums up; all others are plain.
local function looked_up(row)
  local first, role = row.cells[1], "plain"
  if not first then return role end
  first.contents:walk({ Span = function(span)
    for _, name in ipairs({ "total", "base", "section", "sub" }) do
      if span.classes:includes(name) then role = name end
    end
  end })
  if role ~= "plain" then return role end
  if #row.cells == 1 or (is_all(first, "Strong") and others_empty(row)) then return "section" end
  return is_all(first, "Emph") and "base" or "plain"
end

local roles = setmetatable({}, { __mode = "k" }) -- row -> its role: asked for twice, and the look into its cell takes time

function M.role(row)
  roles[row] = roles[row] or looked_up(row)
  return roles[row]
end

-- How many rows are kept on one page from each row on: all rows of a section that is not too long (from its first row,
-- the others have 0), else the row alone.
function M.together(tbl, longest)
  local rows, counts, start = M.rows(tbl), {}, nil
  local function close(last)
    if not start or last - start + 1 > longest then return end
    counts[start] = last - start + 1
    for i = start + 1, last do counts[i] = 0 end
  end
  for i, entry in ipairs(rows) do
    counts[i] = 1
    if not entry.head and M.role(entry.row) == "section" then
      close(i - 1)
      start = i
    end
  end
  close(#rows)
  return counts
end

-- Rows that sum up (Sum, N) stand below one thin rule.
function M.sums_up(role) return role == "total" or role == "base" end

return M
