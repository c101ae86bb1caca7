--[[ Decimal marks below each other: what stands after the whole part of a number (",5*"), and which columns need it.
The same rule as evalreport.docx.decimals, which sets the tabs of Word. ]]

local M = { tracked = false } -- whether changes are tracked in the report: only then is what a cell says not all that it holds
local BREAKS = { "\u{00a0}", "\u{202f}" }

local texts = setmetatable({}, { __mode = "k" }) -- cell -> its text: asked for several times a cell, and its making takes time

-- The text of a cell without what a tracked change takes out (deletion) or puts in (insertion)
function M.text(cell, left_out)
  if not M.tracked then
    texts[cell] = texts[cell] or pandoc.utils.stringify(cell.contents)
    return texts[cell]
  end
  return pandoc.utils.stringify(cell.contents:walk({
    Span = function(span) if span.classes:includes(left_out) then return {} end end,
  }))
end

-- The byte after the whole part of the first number, or nil
local function whole_end(text, mark)
  local at = text:find("%d")
  if not at then return nil end
  while at <= #text do
    local step = text:match("^%d()", at)
    for _, space in ipairs(BREAKS) do
      if not step and mark == "," and text:sub(at, at + #space - 1) == space and text:match("^%d", at + #space) then step = at + #space end
    end
    if not step and mark == "." and text:match("^,%d%d%d", at) then step = at + 1 end
    if not step then return at end
    at = step
  end
  return at
end

-- What follows the whole part of the number in a text; nil without a number
function M.tail(text, mark)
  local at = whole_end(text, mark)
  return at and text:sub(at)
end

-- The alignments of a table's columns; asked for once a table, because pandoc makes the list anew each time
function M.aligned(tbl)
  local aligned = {}
  for column, spec in ipairs(tbl.colspecs) do aligned[column] = spec[1] end
  return aligned
end

local function is_number_cell(entry, cell, align)
  return not entry.head and align == "AlignRight" and cell.col_span == 1 and #cell.contents == 1
end

-- column -> the different tails in it, for the columns whose numbers do not look alike
function M.tails(tbl, rows, columns, mark)
  local found, shapes, aligned = {}, {}, M.aligned(tbl)
  for i, entry in ipairs(rows) do
    for j, cell in ipairs(entry.row.cells) do
      local column = columns[i][j]
      local rest = is_number_cell(entry, cell, aligned[column]) and M.tail(M.text(cell, "deletion"), mark)
      if rest then
        found[column], shapes[column] = found[column] or {}, shapes[column] or {}
        table.insert(found[column], rest)
        shapes[column][rest:gsub("%d", "0")] = true
      end
    end
  end
  for column, set in pairs(shapes) do
    local first = next(set)
    if next(set, first) == nil then found[column] = nil end
  end
  return found
end

-- The room the widest whole part and the widest tail of a column need together, in letters
function M.needed(tbl, rows, columns, mark)
  local needed, whole, aligned = {}, {}, M.aligned(tbl)
  for column, tails in pairs(M.tails(tbl, rows, columns, mark)) do
    needed[column], whole[column] = 0, 0
    for _, rest in ipairs(tails) do needed[column] = math.max(needed[column], utf8.len(rest) or #rest) end
  end
  for i, entry in ipairs(rows) do
    for j, cell in ipairs(entry.row.cells) do
      local column = columns[i][j]
      if whole[column] and is_number_cell(entry, cell, aligned[column]) then
        local text = M.text(cell, "deletion")
        local at = whole_end(text, mark)
        if at then whole[column] = math.max(whole[column], utf8.len(text:sub(1, at - 1)) or at) end
      end
    end
  end
  for column, length in pairs(whole) do needed[column] = needed[column] + length end
  return needed
end

return M
