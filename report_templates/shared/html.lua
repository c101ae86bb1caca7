--[[ The report as blocks for a web page: headings one level down (the page's own title is the first), numbers as text, an exhibit as
a division with its caption, note and, under a figure, its numbers. Scopes and contents are added by evalreport.outputs. ]]

local here = pandoc.path.directory(PANDOC_SCRIPT_FILE)
local function load(name) return dofile(pandoc.path.join({ here, name .. ".lua" })) end

local layout, pictures, widths, numbering = load("layout"), load("pictures"), load("widths"), load("numbering")
local M = { images = layout.images(pictures) }
local NO_BREAK = "\u{00a0}"

local function attr(id, classes, attributes) return pandoc.Attr(id or "", classes or {}, attributes or {}) end

function M.reference(entry, word, number) return pandoc.Inlines({ pandoc.Link({ pandoc.Str(word .. number) }, "#" .. entry.id) }) end

function M.link(entry, inlines) return pandoc.Inlines({ pandoc.Link(inlines, "#" .. entry.id) }) end

local function bracketed(inlines, class)
  return pandoc.Inlines({ pandoc.Span(pandoc.Inlines({ pandoc.Str("[") }) .. inlines .. pandoc.Inlines({ pandoc.Str("]") }),
    attr("", { class })) })
end

function M.draft(inlines) return bracketed(inlines, "draft") end

function M.mark(inlines, verdict) return bracketed(inlines, "claim-" .. verdict) end

local function numbered(number) return pandoc.Span({ pandoc.Str(number) }, attr("", { "number" })) end

local function heading(words)
  return function(header)
    local number, inlines = header.attributes.number, header.content
    if number then
      local appendix = header.attributes.kind == "appendix" and header.level == 1
      local before = appendix and words.Appendix .. NO_BREAK .. number .. ":" or number
      inlines = pandoc.Inlines({ numbered(before), pandoc.Space() }) .. inlines
    end
    return pandoc.Blocks({ pandoc.Header(header.level + 1, inlines, attr(header.identifier)) })
  end
end

-- A table without widths and alignments of its own: the browser lays it out; rows say what they are.
local function plain_table(tbl, caption)
  local aligned = widths.decimals.aligned(tbl)
  local specs = {}
  for column, align in ipairs(aligned) do specs[column] = { align, nil } end
  for _, entry in ipairs(widths.rows(tbl)) do
    if not entry.head then entry.row.attr = attr("", { widths.role(entry.row) }) end
  end
  local made = pandoc.Table({ long = caption and { pandoc.Plain(caption) } or {} }, specs, tbl.head, tbl.bodies, tbl.foot)
  return pandoc.Div({ made }, attr("", { "scroll" }))
end

local function caption_of(kind, number, words, caption)
  local word = words[kind:sub(1, 1):upper() .. kind:sub(2)]
  return pandoc.Inlines({ numbered(word .. NO_BREAK .. number), pandoc.Space() }) .. caption
end

local function noted(blocks, note)
  if note then blocks:insert(pandoc.Div(note.content, attr("", { "note" }))) end
  return blocks
end

local function exhibit(words)
  return function(div, note)
    local tbl = div.content[1]
    local caption = caption_of("table", div.attributes.number, words, numbering.caption_of(tbl))
    local blocks = noted(pandoc.Blocks({ plain_table(tbl, caption) }), note)
    return pandoc.Blocks({ pandoc.Div(blocks, attr(div.identifier, { "exhibit", "table" })) })
  end
end

-- The numbers behind a figure, from the Markdown of a grid table
local function data_table(markdown, number, job)
  local tbl
  pandoc.read(markdown, job.markdown).blocks:walk({ Table = function(found) tbl = tbl or found end })
  local caption = job.words.numbers_of .. " " .. job.words.figure .. NO_BREAK .. number
  return pandoc.Div({ plain_table(tbl, pandoc.Inlines({ pandoc.Str(caption) })) }, attr("", { "data" }))
end

local function figure(job)
  return function(fig, note)
    local image, number = layout.image_of(fig), fig.attributes.number
    local alt = pandoc.utils.stringify(image.caption)
    local picture = pandoc.Image({ pandoc.Str(alt) }, image.attributes.file, "", attr("", {}, {}))
    local caption = caption_of("figure", number, job.words, numbering.caption_of(fig))
    local blocks = pandoc.Blocks({
      pandoc.Div({ pandoc.Plain({ picture }) }, attr("", { "picture" })),
      pandoc.Div({ pandoc.Plain(caption) }, attr("", { "caption" })) })
    noted(blocks, note)
    local data = job.data[image.src]
    if data then blocks:insert(data_table(data, number, job)) end
    return pandoc.Blocks({ pandoc.Div(blocks, attr(fig.identifier, { "exhibit", "figure" })) })
  end
end

local function handlers(job)
  local made = {
    heading = heading(job.words),
    exhibit = exhibit(job.words),
    figure = figure(job),
    table = function(tbl) return pandoc.Blocks({ plain_table(tbl) }) end,
    note = function(div) return pandoc.Blocks({ pandoc.Div(div.content, attr("", { "note" })) }) end,
    lead = function(para) return pandoc.Blocks({ para }) end,
    reference = function(div) return pandoc.Blocks({ pandoc.Div(div.content, attr(div.identifier, { "reference" })) }) end,
    answers = function(div) return pandoc.Blocks({ pandoc.Div(div.content, attr("", { "answers" })) }) end,
    findings = function(blocks)
      blocks:insert(1, pandoc.Div({ pandoc.Para({ pandoc.Str(job.words.findings) }) }, attr("", { "findings-title" })))
      return pandoc.Blocks({ pandoc.Div(blocks, attr("", { "findings" })) })
    end,
    landscape = function(blocks) return blocks end,
  }
  return made
end

-- All shown chapters, each in a division that says which it is
function M.render(job)
  local portrait = layout.frames(job)
  widths.prepare(job)
  local blocks = pandoc.Blocks({})
  for _, chapter in ipairs(job.chapters) do
    if chapter.shown then
      blocks:insert(pandoc.Div(layout.render(chapter.blocks, handlers(job), portrait), attr("", { "chapter" })))
    end
  end
  return blocks
end

return M
