--[[ Citations and the list of references: citeproc writes them for all chapters together (so that 2009a and 2009b are
told apart once), and each writer gets the entries and the links to them in its own form. ]]

local M = {}

local function is_list(block) return block.t == "Div" and block.identifier == "refs" end

local function cites(chapter)
  local keys = {}
  if not (chapter.text:find("@", 1, true) or chapter.text:find('"Cite"', 1, true)) then return keys end
  pandoc.Pandoc(chapter.blocks):walk({ Cite = function(cite)
    for _, one in ipairs(cite.citations) do keys[#keys + 1] = one.id end
  end })
  return keys
end

-- The same, of chapters as they were read: walked once
local function cited(chapter)
  chapter.cited = chapter.cited or cites(chapter)
  return chapter.cited
end

local function lists(chapter)
  local found = false
  if not chapter.text:find("refs", 1, true) then return found end
  pandoc.Pandoc(chapter.blocks):walk({ Div = function(div) found = found or is_list(div) end })
  return found
end

-- "Rao & Scott (1984)" stands in a sentence: there the sign is a word
local function in_words(cite, job)
  if cite.citations[1].mode ~= "AuthorInText" then return nil end
  local year = false
  return cite:walk({ Str = function(str)
    year = year or str.text:sub(1, 1) == "("
    if str.text == "&" and not year then return pandoc.Str(job.words["and"]) end
  end })
end

-- A chapter on its own ends with the references it cites; the list of the whole report stays where it was
local function add_list(job, complain)
  local shown, listed, last = false, false, nil
  for _, chapter in ipairs(job.chapters) do
    local keys = cited(chapter)
    if chapter.shown then
      shown, listed, last = shown or #keys > 0, listed or lists(chapter), chapter
    end
  end
  if not shown or listed then return end
  if not job.alone then
    complain(last, "", "works are cited, but nowhere is the list of references", "Write ::: {#refs} in a chapter")
    return
  end
  for _, chapter in ipairs(job.chapters) do
    chapter.blocks = chapter.blocks:walk({ Div = function(div) if is_list(div) then return {} end end })
  end
  last.blocks:insert(pandoc.Header(2, job.words.references, pandoc.Attr("", { "unnumbered" }, { kind = "section" })))
  last.blocks:insert(pandoc.Div({}, pandoc.Attr("refs")))
  return last
end

-- The chapters that citeproc has to see: most cite nothing, and it takes its time with every table
local function citing(job)
  local found = pandoc.List({})
  for _, chapter in ipairs(job.chapters) do
    if #cited(chapter) > 0 or lists(chapter) then found:insert(chapter) end
  end
  return found
end

-- Names of Norwegian that pandoc leaves as they stand in a bibliography; any other name that is no code says nothing
local CODES = { norwegian = "nb", norsk = "nb", bokmal = "nb", nynorsk = "nn" }

local function code_of(language)
  local name = language and pandoc.utils.stringify(language):lower() or ""
  return CODES[name] or (name:match("^%a%a%a?$") or name:match("^%a%a%a?%-[%a%d-]+$")) and pandoc.utils.stringify(language) or nil
end

-- A language without its country; written Norwegian is one language here: both forms are read out alike
local function tongue(tag)
  local code = tag:match("^%a+"):lower()
  return (code == "nb" or code == "nn") and "no" or code
end

-- Key -> language and title of the works in another language than the report's
local function foreign_titles(document, job)
  local found = {}
  for _, work in ipairs(pandoc.utils.references(document)) do
    local tag = code_of(work.language)
    if tag and work.title and tongue(tag) ~= tongue(job.literature.lang) then
      found["ref-" .. work.id] = { lang = tag, title = pandoc.utils.stringify(work.title) }
    end
  end
  return found
end

local function letters(text) return text:lower():gsub("[%s%p]", "") end

-- Says of the words that are the title in which language they are, for those who have the report read aloud
local function with_language(entry, work)
  local wanted = letters(work.title)
  return entry:walk({ Inlines = function(inlines)
    for first = 1, #inlines do
      local seen = ""
      for last = first, #inlines do
        if inlines[last].t ~= "Str" and inlines[last].t ~= "Space" and inlines[last].t ~= "SoftBreak" then break end
        seen = seen .. letters(pandoc.utils.stringify(inlines[last]))
        if seen == wanted and inlines[first].t == "Str" then
          local span = pandoc.Span({ table.unpack(inlines, first, last) }, pandoc.Attr("", {}, { lang = work.lang }))
          local made = pandoc.Inlines({ table.unpack(inlines, 1, first - 1) })
          made:insert(span)
          made:extend({ table.unpack(inlines, last + 1) })
          return made
        end
        if #seen >= #wanted then break end
      end
    end
  end })
end

local function processed(job, chapters)
  local blocks = pandoc.Blocks({})
  for _, chapter in ipairs(chapters) do blocks:insert(pandoc.Div(chapter.blocks)) end
  local paths = pandoc.List(job.literature.files):map(pandoc.MetaString)
  local document = pandoc.Pandoc(blocks, pandoc.Meta({
    bibliography = pandoc.MetaList(paths), csl = pandoc.MetaString(job.literature.style),
    lang = pandoc.MetaString(job.literature.lang), ["link-citations"] = true,
  }))
  local titles = foreign_titles(document, job)
  return pandoc.utils.citeproc(document):walk({ Div = function(div)
    if div.classes:includes("csl-entry") and titles[div.identifier] then return with_language(div, titles[div.identifier]) end
  end })
end

-- Only what the chapter itself cites
local function cited_alone(chapter)
  local keys = {}
  for _, key in ipairs(cites(chapter)) do keys["ref-" .. key] = true end
  return chapter.blocks:walk({ Div = function(div)
    local listed = div.identifier:sub(1, 4) == "ref-" -- entries of references() belong to the chapter itself
    if listed and div.classes:includes("csl-entry") and not keys[div.identifier] then return {} end
  end })
end

local function finish(chapter, job, writer)
  return chapter.blocks:walk({
    Cite = function(cite)
      local words = in_words(cite, job) or cite
      return words:walk({ Link = function(link)
        if link.target:sub(1, 5) ~= "#ref-" then return nil end
        local inlines = chapter.shown and writer.link({ id = link.target:sub(2), number = "" }, link.content) or link.content
        return inlines
      end }).content -- the words alone: Typst has citations of its own
    end,
  })
end

local function known_keys(job, complain)
  local known = {}
  for _, key in ipairs(job.literature.keys) do known[key] = true end
  local good = true
  for _, chapter in ipairs(job.chapters) do
    for _, key in ipairs(cited(chapter)) do
      if not known[key] then
        good = false
        complain(chapter, "@" .. key, "no reference " .. key .. " in the bibliography", "A key of the bibliography, or \\@")
      end
    end
  end
  return good
end

-- Every chapter with its citations written out; needs the references between chapters resolved.
function M.cite(job, writer, complain)
  if not known_keys(job, complain) or #job.literature.files == 0 then return end
  local alone = add_list(job, complain)
  local chapters = citing(job)
  local done = processed(job, chapters)
  for i, chapter in ipairs(chapters) do
    chapter.blocks = done.blocks[i].content
    if chapter == alone then chapter.blocks = cited_alone(chapter) end
    chapter.blocks = finish(chapter, job, writer)
  end
end

return M
