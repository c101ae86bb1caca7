--[[ Numbers of headings, tables and figures: chapter 8 has 8.1, 8.1.1, Tabell 8.1 and Figur 8.1; appendix 3 has
V3.1 and Tabell V3.1 (first letter of the language's word). The number is left on the element as attribute
`number`; the index says id -> {kind, number, title, shown}. ]]

local M = {}

-- A title as the lists and references have it: without footnotes, and without what a tracked change takes out or a comment says
local function without_notes(inlines)
  return inlines:walk({
    traverse = "topdown",
    Note = function() return {} end,
    Span = function(span)
      if span.classes:includes("deletion") or span.classes:includes("comment-start") then return {}, false end
    end,
  })
end

-- Counters of one chapter; tables and figures of unnumbered chapters are counted through the report.
local function counters(chapter, job, through)
  local prefix
  if chapter.number then prefix = string.format("%d", chapter.number) end
  if chapter.appendix then prefix = job.words.appendix:sub(1, 1):upper() .. string.format("%d", chapter.appendix) end
  return { prefix = prefix, levels = { 0, 0, 0 }, exhibits = prefix and { table = 0, figure = 0 } or through, met = {}, titles = 0 }
end

local function heading_number(header, chapter, count)
  if not count.prefix or header.level > 3 or header.classes:includes("unnumbered") then return nil end
  if header.level == 1 then return string.format("%d", chapter.number or chapter.appendix) end
  count.levels[header.level] = count.levels[header.level] + 1
  for deeper = header.level + 1, 3 do count.levels[deeper] = 0 end
  local parts = { count.prefix }
  for level = 2, header.level do parts[#parts + 1] = tostring(count.levels[level]) end
  return table.concat(parts, ".")
end

local function heading_kind(header, chapter)
  if header.level > 1 then return "section" end
  return chapter.appendix and "appendix" or "chapter"
end

local function register(index, id, entry, chapter, complain)
  if id == "" then return end
  if index[id] then
    local other = index[id].chapter.path
    complain(chapter, "#" .. id, "the id " .. id .. " is used a second time (first in " .. other .. ")",
      "an id of its own for every heading, table and figure")
    return
  end
  entry.id, entry.chapter, entry.shown = id, chapter, chapter.shown
  index[id] = entry
end

local function next_exhibit(kind, count)
  count.exhibits[kind] = count.exhibits[kind] + 1
  return (count.prefix and count.prefix .. "." or "") .. count.exhibits[kind], count.exhibits[kind]
end

local function caption_of(element)
  return pandoc.utils.blocks_to_inlines(element.caption.long)
end

local function mark(element, kind, count)
  local number, sequence = next_exhibit(kind, count)
  element.attributes.number, element.attributes.sequence = number, tostring(sequence)
  if not count.met[kind] then element.attributes.first = "first" end -- of its kind in the chapter
  count.met[kind] = true
  return { kind = kind, number = number, sequence = sequence, prefix = count.prefix }
end

local function number_heading(header, state)
  local chapter, count, complain = state.chapter, state.count, state.complain
  if header.level == 1 then
    count.titles = count.titles + 1
    if count.titles > 1 then
      complain(chapter, "# " .. pandoc.utils.stringify(header), "a second first-level heading",
        "one first-level heading a chapter file, its title")
    end
  end
  local number = heading_number(header, chapter, count)
  if number then header.attributes.number = number end
  header.attributes.kind = heading_kind(header, chapter)
  register(state.index, header.identifier, { kind = header.attributes.kind, number = number,
    title = without_notes(header.content) }, chapter, complain)
  return header
end

-- A | inside a cell: the lines of the grid do not meet, and pandoc has cut the table at other places than was meant. One that is
-- meant stands in a span of class bar. The caption is no part of the grid.
local function is_torn(tbl)
  local torn = false
  local cells = tbl:clone()
  cells.caption = { long = {} }
  cells:walk({
    traverse = "topdown",
    Span = function(span) if span.classes:includes("bar") then return span, false end end,
    Str = function(str) if str.text == "|" then torn = true end end,
  })
  return torn
end

local function number_table(div, state)
  local tbl = div.content[1]
  if not tbl or tbl.t ~= "Table" then
    state.complain(state.chapter, "#" .. div.identifier,
      "the exhibit " .. div.identifier .. " holds no table", "a grid table with a caption inside the exhibit")
    return div, false
  end
  local caption = caption_of(tbl)
  if #caption == 0 then
    state.complain(state.chapter, "#" .. div.identifier,
      "the table " .. div.identifier .. " has no caption", "a line `: Caption` under the table")
  end
  if is_torn(tbl) then
    state.complain(state.chapter, "#" .. div.identifier, "the grid of " .. div.identifier .. " is torn: a cell holds a |",
      "Lines of one length, with + and | below each other")
  end
  tbl.attributes.widths = div.attributes.widths
  local entry = mark(div, "table", state.count)
  entry.title = without_notes(caption)
  register(state.index, div.identifier, entry, state.chapter, state.complain)
  return div, false
end

-- A table that has no number: its caption is a line of words that stays with it, and it is in no list
local function unnumbered_table(div, state)
  local tbl = div.content[1]
  if #div.content ~= 1 or not tbl or tbl.t ~= "Table" then
    state.complain(state.chapter, ".unnumbered", "a block without a number holds " .. (tbl and "more than a table" or "nothing"),
      "One table, with a line `: Caption` under it where it has one")
    return div, false
  end
  if is_torn(tbl) then
    state.complain(state.chapter, ".unnumbered", "the grid of a table is torn: a cell holds a |",
      "Lines of one length, with + and | below each other")
  end
  local caption, blocks = caption_of(tbl), pandoc.Blocks({})
  if #caption > 0 then
    blocks:insert(pandoc.Div({ pandoc.Para({ pandoc.Strong(caption) }) }, pandoc.Attr("", { "lead" })))
  end
  tbl.caption = { long = {} }
  tbl.attributes.widths = div.attributes.widths
  blocks:insert(tbl)
  return blocks, false
end

local function number_figure(figure, state)
  local image
  figure:walk({ Image = function(found) image = image or found end })
  local entry = mark(figure, "figure", state.count)
  entry.title = without_notes(caption_of(figure))
  -- pandoc puts the caption in the place of a missing alt text
  local alt = image and pandoc.utils.stringify(image.caption)
  if image and (alt == "" or alt == pandoc.utils.stringify(caption_of(figure))) then
    state.complain(state.chapter, "](" .. image.src .. ")",
      "the figure " .. image.src .. " has no alt text", 'Write alt="what the figure shows" beside its id')
  end
  register(state.index, figure.identifier, entry, state.chapter, state.complain)
  return figure, false
end

local function number_chapter(state)
  state.chapter.blocks = state.chapter.blocks:walk({
    traverse = "topdown",
    Header = function(header) return number_heading(header, state) end,
    Div = function(div)
      if div.classes:includes("exhibit") then return number_table(div, state) end
      if div.classes:includes("unnumbered") then return unnumbered_table(div, state) end
    end,
    Table = function(tbl) -- a captioned table outside an exhibit is numbered all the same
      if #tbl.caption.long == 0 then return nil end
      return number_table(pandoc.Div({ tbl }, pandoc.Attr(tbl.identifier, { "exhibit" })), state)
    end,
    Figure = function(figure) return number_figure(figure, state) end,
  })
  if state.count.titles == 0 and state.chapter.text ~= "" then
    state.complain(state.chapter, "", "the chapter has no title", "a first-level heading `# Title {#ch-name}`")
  end
end

-- The heading of a part before its first chapter, in capitals: it has no number, and the contents have it above its chapters
local function begin_part(chapter, alone)
  if not chapter.part or not chapter.shown or alone then return end
  local header = pandoc.Header(1, { pandoc.Str(pandoc.text.upper(chapter.part)) }, pandoc.Attr("", { "part" }))
  header.attributes.kind = "part"
  chapter.blocks:insert(1, header)
end

-- job.chapters with numbers on headings, exhibits and figures; returns the index of ids.
function M.number(job, complain)
  local index, through = {}, { table = 0, figure = 0 }
  for _, chapter in ipairs(job.chapters) do
    number_chapter({ chapter = chapter, index = index, complain = complain, count = counters(chapter, job, through) })
    begin_part(chapter, job.alone)
  end
  return index
end

M.caption_of, M.without_notes = caption_of, without_notes
return M
