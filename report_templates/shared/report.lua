--[[ Pandoc reader: a job (JSON on standard input, written by evalreport.assemble.report) becomes the whole report.

It reads the chapter files one by one (so footnotes of two chapters never meet), numbers headings, tables and
figures, resolves every cross-reference and hands the blocks to the writer of the format (docx.lua, typst.lua).
All problems are printed together, one a line: PROBLEM <tab> file <tab> place <tab> found <tab> expected. ]]

local here = pandoc.path.directory(PANDOC_SCRIPT_FILE)
local function load(name) return dofile(pandoc.path.join({ here, name .. ".lua" })) end

local numbering = load("numbering")
local references = load("references")
local literature = load("literature")
local turned = load("turned")

-- The line of a chapter file on which a text first stands.
local function line_of(chapter, needle)
  local at = needle ~= "" and chapter.text:find(needle, 1, true)
  if not at then return "" end
  local _, breaks = chapter.text:sub(1, at):gsub("\n", "")
  return "line " .. (breaks + 1)
end

-- complain(chapter, needle, found, expected): the place is the line on which the needle stands
local function collector(problems)
  return function(chapter, needle, found, expected)
    local place = line_of(chapter, needle)
    problems[#problems + 1] = table.concat({ "PROBLEM", chapter.path, place, found, expected }, "\t")
  end
end

local function text_of(path)
  local stream = io.open(path, "r")
  if not stream then return nil end
  local text = stream:read("a")
  stream:close()
  return text
end

-- Words of a chapter in another language than the report's: read aloud, hyphenated and checked in theirs
local function in_language(blocks, lang)
  local function tagged(block)
    block.content = pandoc.Inlines({ pandoc.Span(block.content, pandoc.Attr("", {}, { lang = lang })) })
    return block
  end
  return blocks:walk({ Para = tagged, Plain = tagged, Header = tagged })
end

-- chapter: {path, number | appendix, shown} -> the same with text and blocks
local function read_chapter(chapter, markdown, complain)
  chapter.text = text_of(chapter.path)
  if not chapter.text then
    chapter.text = ""
    complain(chapter, "", "the file cannot be read", "A chapter written by the chapter stage")
  end
  chapter.blocks = turned.collect(pandoc.read(chapter.text, chapter.path:match("%.json$") and "json" or markdown).blocks)
  if chapter.lang then chapter.blocks = in_language(chapter.blocks, chapter.lang) end
  return chapter
end

function Reader(input)
  local job = pandoc.json.decode(tostring(input), false)
  local problems = {}
  local complain = collector(problems)
  for _, chapter in ipairs(job.chapters) do read_chapter(chapter, job.markdown, complain) end
  local writer = load(job.format)
  local index = numbering.number(job, complain)
  references.resolve(job, index, writer, complain)
  literature.cite(job, writer, complain)
  if #problems > 0 then
    io.stderr:write(table.concat(problems, "\n"), "\n")
    error("the report has problems")
  end
  return pandoc.Pandoc(writer.render(job, index))
end
