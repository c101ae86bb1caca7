--[[ The report as Word: styles by name (custom-style), fields with their values written in, bookmarks of our own.
Sizes, rules and sections are finished by evalreport.docx.finish, which sees the document as XML. ]]

local here = pandoc.path.directory(PANDOC_SCRIPT_FILE)
local function load(name) return dofile(pandoc.path.join({ here, name .. ".lua" })) end

local layout, pictures, widths, numbering = load("layout"), load("pictures"), load("widths"), load("numbering")
local M = { images = layout.images(pictures) }

local function raw(code) return pandoc.RawInline("openxml", code) end

local function escape(value)
  return (value:gsub("&", "&amp;"):gsub("<", "&lt;"):gsub(">", "&gt;"):gsub('"', "&quot;"))
end

local function run(value, style)
  local look = style and '<w:rPr><w:rStyle w:val="' .. style .. '"/></w:rPr>' or ""
  return "<w:r>" .. look .. '<w:t xml:space="preserve">' .. escape(value) .. "</w:t></w:r>"
end

-- A field of Word with its value written in
local function field(instruction, value, style)
  local look = style and '<w:rPr><w:rStyle w:val="' .. style .. '"/></w:rPr>' or ""
  local function mark(kind) return "<w:r>" .. look .. '<w:fldChar w:fldCharType="' .. kind .. '"/></w:r>' end
  return mark("begin") .. "<w:r>" .. look .. '<w:instrText xml:space="preserve"> ' .. escape(instruction) .. " </w:instrText></w:r>"
    .. mark("separate") .. run(value, style) .. mark("end")
end

-- Word's names of bookmarks: at most 40 letters, digits and _; a leading _ hides them
local function bookmark_name(id)
  local name = "_" .. id:gsub("[^%w]", "_")
  if #name > 40 or name:find("__") then name = name:sub(1, 31) .. "_" .. pandoc.utils.sha1(id):sub(1, 8) end
  return name
end

local bookmarks = 0
local function bookmarked(name, inlines)
  bookmarks = bookmarks + 1
  local first = raw(string.format('<w:bookmarkStart w:id="%d" w:name="%s"/>', bookmarks, name))
  local last = raw(string.format('<w:bookmarkEnd w:id="%d"/>', bookmarks))
  return pandoc.Inlines({ first }) .. inlines .. pandoc.Inlines({ last })
end

local function styled(name, blocks) return pandoc.Div(blocks, pandoc.Attr("", {}, { ["custom-style"] = name })) end
local function line(name, value) return styled(name, { pandoc.Para({ pandoc.Str(value) }) }) end

-- \r: the number of the paragraph the bookmark stands in, which Word counts itself. That of an appendix has its word with it.
function M.reference(entry, word, number)
  local name = bookmark_name(entry.id) .. (entry.number and "" or "_t")
  local counted = entry.number and (entry.kind == "section" or entry.kind == "chapter" or entry.kind == "appendix")
  local code = "REF " .. name .. (counted and " \\r" or "")
  if counted and entry.kind == "appendix" then
    return pandoc.Inlines({ raw(field(code .. (word:match("^%u") and "" or " \\* Lower") .. " \\h", word .. number)) })
  end
  return pandoc.Inlines({ raw(run(word) .. field(code .. " \\h", number)) })
end

function M.link(entry, inlines)
  local first = raw('<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> HYPERLINK \\l "'
    .. bookmark_name(entry.id) .. (entry.number and "" or "_t") .. '" </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>')
  return pandoc.Inlines({ first }) .. inlines .. pandoc.Inlines({ raw('<w:r><w:fldChar w:fldCharType="end"/></w:r>') })
end

function M.draft(inlines)
  return pandoc.Inlines({ pandoc.Span(pandoc.Inlines({ pandoc.Str("[") }) .. inlines .. pandoc.Inlines({ pandoc.Str("]") }),
    pandoc.Attr("", {}, { ["custom-style"] = "Draft Remark" })) })
end

function M.mark(inlines, verdict)
  local style = verdict == "fails" and "Claim Fails" or "Claim Weakened"
  return pandoc.Inlines({ pandoc.Span(pandoc.Inlines({ pandoc.Str("[") }) .. inlines .. pandoc.Inlines({ pandoc.Str("]") }),
    pandoc.Attr("", {}, { ["custom-style"] = style })) })
end

-- --- headings, captions ---

-- The number as the contents have it, and what stands between it and the title: Word's number of a heading and what follows it
local function heading_prefix(kind, number, words)
  if kind == "appendix" then return words.Appendix .. "\u{00a0}" .. number, ": " end
  return number, "\t"
end

-- Word counts headings itself: evalreport.docx.headings puts a list in the place of this mark, so that the count comes out as here
local function number_mark(header)
  local number = header.attributes.number
  local list = (header.attributes.kind == "appendix" or number:match("^%D")) and "appendix" or "chapter"
  return raw(string.format('<w:headingNumber w:val="%s" w:type="%s"/>', number:gsub("^%D+", ""), list))
end

local function heading_contents(header)
  local name = bookmark_name(header.identifier ~= "" and header.identifier or header.attributes.toc)
  if not header.attributes.number then return bookmarked(name .. "_t", header.content) end
  local gap = header.attributes.kind == "appendix" and { pandoc.Str(": ") } or {} -- no part of the number: references print that
  return pandoc.Inlines({ number_mark(header) }) .. gap .. bookmarked(name, header.content)
end

local function heading(header)
  if header.level > 3 and header.identifier == "" then return pandoc.Blocks({ header }) end
  return pandoc.Blocks({ pandoc.Header(header.level, bookmarked(header.attributes.contents, heading_contents(header))) })
end

-- The number of a caption: that of the chapter's heading, whatever stands before it, and the place in the chapter. \s: Word begins
-- again at each heading of the first level; LibreOffice does not know that and begins again where the first of a chapter says so (\r).
-- Where the chapter has no number, exhibits are counted through the report: its first one says where the count goes on.
local function caption_number(element, word)
  local number, sequence = element.attributes.number, element.attributes.sequence
  local before = number:sub(1, #number - #sequence)
  local letters, chapter = before:match("^(.-)(%d+)%.$")
  local style = "CaptionNumber"
  local code = "SEQ " .. word .. " \\* ARABIC" .. (chapter and " \\s 1" or "") .. (element.attributes.first and " \\r " .. sequence or "")
  local counted = field(code, sequence, style)
  if not chapter then return counted end
  return (letters ~= "" and run(letters, style) or "") .. field("STYLEREF 1 \\s", chapter, style) .. run(".", style) .. counted
end

local function caption(kind, element, words)
  local entry_id = element.identifier ~= "" and element.identifier or element.attributes.contents
  local word = words[kind:sub(1, 1):upper() .. kind:sub(2)]
  local numbered = bookmarked(bookmark_name(entry_id), pandoc.Inlines({ raw(caption_number(element, word)) }))
  local inlines = pandoc.Inlines({ raw(run(word .. "\u{00a0}", "CaptionNumber")) }) .. numbered
    .. pandoc.Inlines({ pandoc.Str("\u{2002}") }) .. numbering.caption_of(element.t == "Div" and element.content[1] or element)
  return styled("caption", { pandoc.Para(bookmarked(element.attributes.contents, inlines)) })
end

-- --- tables: a paragraph style for every role, the rest is finished in the XML ---

local STYLE = { plain = "Table Text", total = "Table Total", base = "Table Base", section = "Table Section", sub = "Table Indent" }

local function cell_style(entry, role, j)
  if entry.head then return "Table Head" end
  if role == "sub" and j > 1 then return "Table Text" end
  return STYLE[role]
end

local function paragraphs(blocks)
  local found = pandoc.Blocks({})
  for _, block in ipairs(#blocks > 0 and blocks or { pandoc.Plain({}) }) do
    found:insert(block.t == "Plain" and pandoc.Para(block.content) or block)
  end
  return found
end

local function styled_cells(entry, columns, aligned)
  local role = widths.role(entry.row)
  for j, cell in ipairs(entry.row.cells) do
    local blocks, align = paragraphs(cell.contents), aligned[columns[j]]
    if entry.head and (cell.col_span > 1 or (entry.over and cell.row_span == 1)) then align = "AlignCenter" end
    cell.contents, cell.alignment = { styled(cell_style(entry, role, j), blocks) }, align
  end
end

local function finished_table(tbl, frame)
  local columns = widths.columns(tbl)
  local shares = widths.shares(tbl, frame.room)
  local aligned, specs = widths.decimals.aligned(tbl), {}
  for i, entry in ipairs(widths.rows(tbl)) do styled_cells(entry, columns[i], aligned) end
  for column, align in ipairs(aligned) do specs[column] = { align, shares[column] } end
  return pandoc.Table({ long = {} }, specs, tbl.head, tbl.bodies, tbl.foot)
end

-- pandoc drops empty paragraphs; a table needs one to stand apart from what follows
local function space() return pandoc.RawBlock("openxml", '<w:p><w:pPr><w:pStyle w:val="TableEnd"/></w:pPr></w:p>') end

local function notes(note)
  local blocks = pandoc.Blocks({})
  if note then blocks:insert(styled("Note", note.content)) end
  return blocks
end

local function exhibit(words)
  return function(div, note, frame)
    local blocks = pandoc.Blocks({ caption("table", div, words), finished_table(div.content[1], frame) })
    blocks:extend(note and notes(note) or { space() })
    return blocks
  end
end

local function printed_image(image, frame)
  local width, height = layout.printed(image, frame, pictures)
  local alt = pandoc.utils.stringify(image.caption)
  return pandoc.Image({ pandoc.Str(alt) }, image.attributes.path, "", pandoc.Attr("", {}, {
    width = string.format("%.3fcm", width), height = string.format("%.3fcm", height) }))
end

local function figure(words)
  return function(fig, note, frame)
    local blocks = pandoc.Blocks({
      styled("Figure", { pandoc.Para({ printed_image(layout.image_of(fig), frame) }) }),
      caption("figure", fig, words) })
    blocks:extend(notes(note))
    return blocks
  end
end

-- An entry of the list of references, with the place its citations link to
local function reference_entry(div)
  local inlines = pandoc.utils.blocks_to_inlines(div.content)
  return pandoc.Blocks({ styled("Bibliography", { pandoc.Para(bookmarked(bookmark_name(div.identifier), inlines)) }) })
end

-- What stands before an item of a numbered list, as its author numbered it: `2.`, `b)`, `(iv)`
local DELIMITED = { OneParen = "%s)", TwoParens = "(%s)" }
local function item_number(attributes, place)
  local count, style = attributes.start + place - 1, attributes.style
  local number = tostring(count)
  if style:match("Alpha$") and count <= 26 then number = string.char(96 + count)
  elseif style:match("Roman$") then number = pandoc.utils.to_roman_numeral(count):lower() end
  if style:match("^Upper") then number = number:upper() end
  return (DELIMITED[attributes.delimiter] or "%s."):format(number)
end

-- The number as text in the item's first paragraph: a list of Word's own would move the frame of its paragraphs to the right
local function with_number(item, number)
  local first = item[1]
  if first and (first.t == "Plain" or first.t == "Para") then
    local inlines = pandoc.Inlines({ pandoc.Str(number .. "\u{2002}") }) .. first.content
    return pandoc.Blocks({ pandoc.Para(inlines), table.unpack(item, 2) })
  end
  return pandoc.Blocks({ pandoc.Para({ pandoc.Str(number) }), table.unpack(item) })
end

-- The box of key findings: its word, then every paragraph and every item of a list as a paragraph of the same frame
local function findings_box(word)
  return function(blocks)
    local box = pandoc.Blocks({ line("Key Findings Title", word) })
    local function add(block)
      if block.t == "BulletList" then
        for _, item in ipairs(block.content) do for _, inner in ipairs(item) do add(inner) end end
      elseif block.t == "OrderedList" then
        for i, item in ipairs(block.content) do
          for _, inner in ipairs(with_number(item, item_number(block.listAttributes, i))) do add(inner) end
        end
      elseif block.t == "Div" then for _, inner in ipairs(block.content) do add(inner) end
      else box:insert(styled("Key Finding", { block.t == "Plain" and pandoc.Para(block.content) or block })) end
    end
    for _, block in ipairs(blocks) do add(block) end
    return box
  end
end

local function section(landscape)
  local size = landscape and '<w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/>' or ""
  return pandoc.RawBlock("openxml", '<w:p><w:pPr><w:pStyle w:val="SectionEnd"/><w:sectPr><w:type w:val="nextPage"/>'
    .. size .. "</w:sectPr></w:pPr></w:p>")
end

local function handlers(job, landscape_frame)
  return {
    heading = heading,
    exhibit = exhibit(job.words),
    figure = figure(job.words),
    table = function(tbl, frame) return pandoc.Blocks({ finished_table(tbl, frame), space() }) end,
    note = notes,
    lead = function(para) return pandoc.Blocks({ styled("List Intro", { para }) }) end,
    reference = reference_entry,
    answers = function(div) return pandoc.Blocks({ styled("Answers", div.content) }) end,
    findings = findings_box(job.words.findings),
    landscape = function(blocks)
      local page = pandoc.Blocks({ section(false) })
      page:extend(blocks)
      page:insert(section(true))
      return page
    end,
    landscape_frame = landscape_frame,
  }
end

-- --- title page and contents ---

local function title_page(job)
  local blocks = pandoc.Blocks({})
  local function add(style, value) if value and value ~= "" then blocks:insert(line(style, value)) end end
  local title = job.title
  add("Draft Mark", title.draft)
  add("Title", title.title)
  add("Subtitle", title.subtitle)
  for _, author in ipairs(title.author_lines or title.authors) do add("Author", author) end
  for _, detail in ipairs(title.details) do add("Title Details", detail) end
  add("Data Note", title.data_note)
  for i, part in ipairs(title.colophon or {}) do
    local turned = i == 1 and raw('<w:r><w:br w:type="page"/></w:r>') or pandoc.Str("")
    blocks:insert(styled("Colophon", { pandoc.Para({ turned, pandoc.Str(part) }) }))
  end
  blocks:insert(section(false))
  return blocks
end

-- Over a chapter on its own: which report it is of, that it is a draft, and what must be known of the data
local function chapter_line(job)
  local blocks = pandoc.Blocks({ line("Chapter Line", job.alone) })
  if job.title.data_note then blocks:insert(line("Chapter Data Note", job.title.data_note)) end
  return blocks
end

-- One line of a list: its number, its words, its page
local function entry_line(style, item)
  local words = (item.number and run(item.number) .. (item.tab and "<w:r><w:tab/></w:r>" or run(item.gap)) or "") .. run(item.title)
  return '<w:hyperlink w:anchor="' .. item.anchor .. '" w:history="1">' .. words .. "<w:r><w:tab/></w:r>"
    .. field("PAGEREF " .. item.anchor .. " \\h", item.page) .. "</w:hyperlink>", style
end

local function list(heading_words, instruction, items, gallery)
  if #items == 0 then return "" end
  local lines = {}
  for i, item in ipairs(items) do
    local content, style = entry_line(item.style, item)
    local first = i == 1 and '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> '
      .. escape(instruction) .. ' </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>' or ""
    local last = i == #items and '<w:r><w:fldChar w:fldCharType="end"/></w:r>' or ""
    lines[i] = '<w:p><w:pPr><w:pStyle w:val="' .. style .. '"/></w:pPr>' .. first .. content .. last .. "</w:p>"
  end
  local title = '<w:p><w:pPr><w:pStyle w:val="TOCHeading"/></w:pPr>' .. run(heading_words) .. "</w:p>"
  if not gallery then return title .. table.concat(lines) end
  return '<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/><w:docPartUnique/></w:docPartObj></w:sdtPr>'
    .. "<w:sdtContent>" .. title .. table.concat(lines) .. "</w:sdtContent></w:sdt>"
end

-- Headings, tables and figures in the order of the report, as lines of the lists; leaves the anchors on the elements
local function collect(job)
  local found, count = { headings = {}, table = {}, figure = {} }, 0
  local function anchor(element)
    count = count + 1
    element.attributes.contents = string.format("_Toc%06d", count)
    element.attributes.toc = element.attributes.contents .. "_n"
    return element.attributes.contents
  end
  -- the pages come in the order of the report
  local function page() return job.pages[count] and string.format("%d", job.pages[count]) or "" end
  local function add_heading(header)
    local name = anchor(header)
    if header.level > 3 then return header end
    local number, after = header.attributes.number, ""
    if number then number, after = heading_prefix(header.attributes.kind, number, job.words) end
    table.insert(found.headings, { anchor = name, number = number, tab = after == "\t", gap = after,
      title = pandoc.utils.stringify(numbering.without_notes(header.content)), style = "TOC" .. header.level, page = page() })
    return header
  end
  local function add_exhibit(kind, element, holder)
    local name = anchor(element)
    local word = job.words[kind:sub(1, 1):upper() .. kind:sub(2)]
    table.insert(found[kind], { anchor = name, number = word .. "\u{00a0}" .. element.attributes.number, gap = "\u{2002}",
      title = pandoc.utils.stringify(numbering.without_notes(numbering.caption_of(holder))), style = "TableofFigures", page = page() })
    return element, false
  end
  for _, chapter in ipairs(job.chapters) do
    if chapter.shown then
      chapter.blocks = chapter.blocks:walk({
        traverse = "topdown",
        Header = add_heading,
        Div = function(div) if div.classes:includes("exhibit") then return add_exhibit("table", div, div.content[1]) end end,
        Figure = function(fig) return add_exhibit("figure", fig, fig) end,
      })
    end
  end
  return found
end

local function contents(job, found)
  local words = job.words
  return pandoc.Blocks({ pandoc.RawBlock("openxml",
    list(words.contents, 'TOC \\o "1-3" \\h \\z \\u', found.headings, true)
    .. list(words.tables, 'TOC \\h \\z \\c "' .. words.Table .. '"', found.table)
    .. list(words.figures, 'TOC \\h \\z \\c "' .. words.Figure .. '"', found.figure)) })
end

local function abstract(job)
  if not job.title.abstract then return pandoc.Blocks({}) end
  local blocks = pandoc.Blocks({ line("Abstract Title", job.words.abstract) })
  for _, part in ipairs(job.title.abstract) do blocks:insert(pandoc.Para({ pandoc.Str(part) })) end
  return blocks
end

-- Ids are dropped: pandoc would make bookmarks of them beside ours. Those of comments are attributes to its writer.
-- Pictures in the text get their sizes in the same walk, because each takes its time.
local function without_ids(blocks, portrait)
  return blocks:walk({
    Image = function(image) if image.attributes.natural then return printed_image(image, portrait) end end,
    Span = function(span)
      if span.classes[1] and span.classes[1]:match("^comment%-") then span.attributes.id = span.identifier end
      span.identifier = ""
      return span
    end,
    Div = function(div) div.identifier = "" return div end })
end

-- Title page, contents and all shown chapters
function M.render(job)
  local portrait, landscape = layout.frames(job)
  widths.prepare(job)
  local found = collect(job)
  local blocks = job.alone and chapter_line(job) or title_page(job)
  if not job.alone then
    blocks:extend(contents(job, found))
    blocks:extend(abstract(job))
  end
  for _, chapter in ipairs(job.chapters) do
    if chapter.shown then blocks:extend(layout.render(chapter.blocks, handlers(job, landscape), portrait)) end
  end
  return without_ids(blocks, portrait)
end

return M
