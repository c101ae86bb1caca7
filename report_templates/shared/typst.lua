--[[ The report as Typst source: calls of the functions of report.typ around what pandoc writes. ]]

local here = pandoc.path.directory(PANDOC_SCRIPT_FILE)
local function load(name) return dofile(pandoc.path.join({ here, name .. ".lua" })) end

local layout, pictures, widths, numbering = load("layout"), load("pictures"), load("widths"), load("numbering")
local decimals = widths.decimals
local M = { images = layout.images(pictures) }

local function raw(code) return pandoc.RawInline("typst", code) end

local function text(value) return '"' .. value:gsub("\\", "\\\\"):gsub('"', '\\"'):gsub("%s+", " ") .. '"' end

-- Pandoc escapes signs for the middle of a line, but these words begin an argument of a function: there `+`, `-`, `=`, `/` and
-- `1.` begin a list, heading or term. And anywhere Typst makes a minus of the hyphen in `-3`, and one sign of `-?` and `...`.
local function literal(str)
  local word = str.text
  if word:find("^[+%-=/]") or word:find("^%d+%.$") or word:find("%-[%d?]") or word:find("...", 1, true) then
    return raw("#" .. text(word) .. ";")
  end
end

-- Words and inlines in turn, as one block of Typst
local function call(parts)
  local inlines = pandoc.Inlines({})
  for _, part in ipairs(parts) do
    if type(part) == "string" then inlines:insert(raw(part)) else inlines:extend(part) end
  end
  return pandoc.Blocks({ pandoc.Plain(inlines) })
end

-- The blocks of a cell or note as inlines
local function content(blocks)
  local inlines = pandoc.Inlines({})
  for _, block in ipairs(blocks) do
    if #inlines > 0 then inlines:insert(raw("#parbreak()")) end
    if block.t == "Para" or block.t == "Plain" then inlines:extend(block.content)
    else inlines:insert(raw(pandoc.write(pandoc.Pandoc({ block:walk({ Str = literal }) }), "typst"))) end
  end
  return inlines
end

local function label(id) return id ~= "" and "label(" .. text(id) .. ")" or "none" end

-- The entry's words as a link to it (a list of inlines)
function M.reference(entry, word, number)
  return pandoc.Inlines({ raw("#link(<" .. entry.id .. ">)["), pandoc.Str(word .. number), raw("]") })
end

function M.link(entry, inlines)
  return pandoc.Inlines({ raw("#link(<" .. entry.id .. ">)[") }) .. inlines .. pandoc.Inlines({ raw("]") })
end

function M.draft(inlines)
  return pandoc.Inlines({ raw("#remark[") }) .. inlines .. pandoc.Inlines({ raw("]") })
end

function M.mark(inlines, verdict)
  return pandoc.Inlines({ raw("#claim-" .. verdict .. "[") }) .. inlines .. pandoc.Inlines({ raw("]") })
end

local ALIGN = { AlignLeft = "left", AlignRight = "right", AlignCenter = "center", AlignDefault = "left" }

-- rowspan, colspan and alignment of one cell; a heading over several columns stands in their middle
local function cell_code(cell, entry, align, role)
  local options = {}
  if cell.row_span > 1 then options[#options + 1] = "rowspan: " .. cell.row_span end
  if cell.col_span > 1 then options[#options + 1] = "colspan: " .. cell.col_span end
  align = ALIGN[align]
  if entry.head and (cell.col_span > 1 or (entry.over and cell.row_span == 1)) then align = "center" end
  options[#options + 1] = "align: " .. align .. (entry.head and " + bottom" or "")
  local style = entry.head and "head" or role
  return "table.cell(" .. table.concat(options, ", ") .. ")[#" .. style .. "-cell["
end

-- Rows kept on one page: an empty cell beside all of them, in a column without width, that may not break. The last of them hold the
-- rows below the table's own too, `more`: those of a note.
local function keep_code(parts, count, last)
  if count > 0 then parts[#parts + 1] = "keep(" .. count .. (last and " + more" or "") .. ")," end
end

-- The row from which on the last rows are kept together
local function last_kept(counts)
  for i = #counts, 1, -1 do
    if counts[i] > 0 then return i end
  end
end

local LONGEST_SECTION = 14

-- Roles whose cells are set in bold letters (report.typ)
local BOLD = { total = true, section = true }

-- The gap after a number that brings its decimal mark below those of its column; tails: place of the column's tails in those of the table
local function gap_code(entry, cell, role, tails)
  local words = decimals.tracked and pandoc.utils.stringify(cell.contents) or decimals.text(cell)
  local sign = words ~= "" and (utf8.len(words) or 4) <= 3 and "" or nil -- in the place of a number
  local rest = not entry.head and cell.col_span == 1 and tails and (decimals.tail(words, widths.decimal_mark) or sign)
  if not rest then return "" end
  return string.format("#gap(%d, %s%s)", tails, text(rest), BOLD[role] and ", bold: true" or "")
end

-- The different tails of each column that has such, and column -> their place among them; the page design measures each once a table.
local function tails_code(tails, last)
  local lists, places = {}, {}
  for column = 1, last do
    local all, known = {}, {}
    for _, rest in ipairs(tails[column] or {}) do
      if not known[rest] then all[#all + 1] = text(rest) end
      known[rest] = true
    end
    if #all > 0 then
      places[column] = #lists
      lists[#lists + 1] = "(" .. table.concat(all, ", ") .. ",)"
    end
  end
  return #lists > 0 and "tails: (" .. table.concat(lists, ", ") .. ",), " or "", places
end

local function cells_code(parts, entry, columns, aligned, role, tails, after_first)
  for j, cell in ipairs(entry.row.cells) do
    parts[#parts + 1] = cell_code(cell, entry, aligned[columns[j]], role)
    parts[#parts + 1] = content(cell.contents)
    if j == 1 then parts[#parts + 1] = after_first end
    parts[#parts + 1] = gap_code(entry, cell, role, tails[columns[j]])
    parts[#parts + 1] = "]],"
  end
end

-- A thin rule under each heading that stands over columns with headings of their own
local function spanner_rules(parts, entry, columns, y)
  for j, cell in ipairs(entry.row.cells) do
    if cell.row_span == 1 and #cell.contents > 0 then
      local first = columns[j] -- after the column that keeps rows together
      parts[#parts + 1] = string.format("spanner(%d, %d, %d),", y, first, first + cell.col_span)
    end
  end
end

local function columns_code(tbl, room)
  local found, crowded = widths.shares(tbl, room)
  local shares = {}
  for _, share in ipairs(found) do shares[#shares + 1] = string.format("%.2f%%", share * 100) end
  return "columns: (0pt, " .. table.concat(shares, ", ") .. ",)" .. (crowded and ", crowded: true" or "")
end

-- After the first words of a head: on the next pages of a table with a caption, that it goes on; nothing on its first
local function continued_code(word) return word and "#continued(" .. text(word) .. ")" or "" end

local function grid(tbl, frame, continued, options)
  local rows, columns, aligned = widths.rows(tbl), widths.columns(tbl), decimals.aligned(tbl)
  local tails, places = tails_code(decimals.tails(tbl, rows, columns, widths.decimal_mark), #aligned)
  local heads = #tbl.head.rows
  local parts = { "grid-table(" .. (options or "") .. columns_code(tbl, frame.room) .. ", " .. tails .. "(gap, more) => (" }
  if heads > 0 then parts[#parts + 1] = "table.header(" end
  local before, together = "plain", widths.together(tbl, LONGEST_SECTION)
  local last = last_kept(together)
  for i, entry in ipairs(rows) do
    local role = entry.head and "plain" or widths.role(entry.row)
    if widths.sums_up(role) and not widths.sums_up(before) then parts[#parts + 1] = "table.hline(stroke: thin)," end
    keep_code(parts, entry.head and (i == 1 and heads or 0) or together[i], i == last and not entry.head)
    cells_code(parts, entry, columns[i], aligned, role, places, i == 1 and entry.head and continued_code(continued) or "")
    before = role
    if i < heads then spanner_rules(parts, entry, columns[i], i) end
    if i == heads then parts[#parts + 1] = "table.hline(stroke: thin))," end
  end
  parts[#parts + 1] = "))"
  return parts
end

local function extended(parts, more)
  for _, part in ipairs(more) do parts[#parts + 1] = part end
  return parts
end

-- How many rows have text: they have a least height, by which a long table is known without being set
local function filled(tbl)
  local count = 0
  for _, entry in ipairs(widths.rows(tbl)) do
    for _, cell in ipairs(entry.row.cells) do
      if pandoc.utils.stringify(cell.contents) ~= "" then
        count = count + 1
        break
      end
    end
  end
  return count
end

local function exhibit(continued) return function(div, note, frame)
  local tbl = div.content[1]
  local parts = { "#table-exhibit(" .. text(div.attributes.number) .. ", " .. label(div.identifier) .. ", [",
    numbering.caption_of(tbl), "], [", note and content(note.content) or pandoc.Inlines({}),
    "], " .. (#widths.rows(tbl) - #tbl.head.rows) .. ", " }
  parts[#parts] = parts[#parts] .. "note => "
  local options = string.format("note: note, room: %.3fcm, ", frame.width)
  return call(extended(extended(parts, grid(tbl, frame, continued, options)), { ", filled: " .. filled(tbl) .. ")" }))
end end

local function image_code(image, frame)
  local width, height = layout.printed(image, frame, pictures)
  return string.format("image(%s, width: %.3fcm, height: %.3fcm, alt: %s)", text("figures/" .. image.attributes.file),
    width, height, text(pandoc.utils.stringify(image.caption)))
end

local function figure(fig, note, frame)
  return call({ "#figure-exhibit(" .. text(fig.attributes.number) .. ", " .. label(fig.identifier) .. ", [",
    numbering.caption_of(fig), "], [", note and content(note.content) or pandoc.Inlines({}), "], ",
    image_code(layout.image_of(fig), frame), ")" })
end

local function heading(words)
  return function(header)
    local number = header.attributes.number
    local title = header.content
    if number and header.attributes.kind == "appendix" then
      title = pandoc.Inlines({ pandoc.Str(words.Appendix .. "\u{00a0}" .. number .. ":"), pandoc.Space() }) .. title
      number = nil
    end
    return call({ string.format("#title(%d, %s, %s, [", header.level, number and text(number) or "none",
      label(header.identifier)), title, "])" })
  end
end

local function handlers(job, landscape_frame)
  return {
    heading = heading(job.words),
    exhibit = exhibit(job.words.continued),
    figure = figure,
    table = function(tbl, frame) return call(extended({ "#plain-table(" }, extended(grid(tbl, frame), { ")" }))) end,
    note = function(div) return call({ "#small-note[", content(div.content), "]" }) end,
    lead = function(para) return call({ "#list-intro[", para.content, "]" }) end,
    reference = function(div)
      return call({ "#reference-entry(" .. label(div.identifier) .. ", [", content(div.content), "])" })
    end,
    answers = function(div) return call({ "#answers[", content(div.content), "]" }) end,
    findings = function(blocks)
      local box = call({ "#key-findings(" .. text(job.words.findings) .. ")[" })
      box:extend(blocks)
      box:extend(call({ "]" }))
      return box
    end,
    landscape = function(blocks)
      local page = call({ "#landscape[" })
      page:extend(blocks)
      page:extend(call({ "]" }))
      return page
    end,
    landscape_frame = landscape_frame,
  }
end

-- All shown chapters as blocks of Typst
function M.render(job)
  local portrait, landscape = layout.frames(job)
  widths.prepare(job)
  local blocks = pandoc.Blocks({})
  for _, chapter in ipairs(job.chapters) do
    if chapter.shown then blocks:extend(layout.render(chapter.blocks, handlers(job, landscape), portrait)) end
  end
  local worded = blocks:walk({
    Image = function(image) return raw("#box(" .. image_code(image, portrait) .. ")") end,
    Span = function(span) -- words in another language
      local lang = span.attributes.lang and span.attributes.lang:match("^%a+")
      if lang then
        local first = raw("#text(lang: " .. text(lang:lower()) .. ", region: none)[")
        return pandoc.Inlines({ first }) .. span.content .. pandoc.Inlines({ raw("]") })
      end
    end,
  })
  return worded:walk({ Str = literal }) -- last: an image's words are its alt text
end

return M
