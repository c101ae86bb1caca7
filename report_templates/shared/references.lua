--[[ Cross-references, draft remarks, marks of claims and quotation marks. `[](#tbl-x){.ref}` becomes the words and number of its
target in the form the format wants; a target that is nowhere is a problem. ]]

local M = {}
local NO_BREAK = "\u{00a0}"

-- "tabell ", "8.3"; an unnumbered heading has no word and its title in the place of the number
local function words_of(entry, words, capital)
  if not entry.number then return "", pandoc.utils.stringify(entry.title) end
  local word = words[entry.kind]
  if capital then word = word:sub(1, 1):upper() .. word:sub(2) end
  return word .. NO_BREAK, entry.number
end

local function resolve_link(link, state)
  local id = link.target:match("^#(.+)$")
  if not id then return nil end
  local entry = state.index[id]
  if not entry then
    state.complain(state.chapter, "](#" .. id .. ")", "a reference to " .. id .. ", which is nowhere in the report",
      "the id of a heading, table or figure of a chapter in this edition")
    return nil
  end
  local word, number = "", nil
  local words = state.chapter.words or state.job.words
  if link.classes:includes("ref") then word, number = words_of(entry, words, link.classes:includes("cap")) end
  if not entry.shown then return number and pandoc.Str(word .. number) or link.content end
  if number then return state.writer.reference(entry, word, number) end
  return state.writer.link(entry, link.content)
end

-- Marks of claims that do not hold, as the chapter stage writes them: class -> how bad
local MARKS = { claim_fails = "fails", claim_unknown = "fails", claim_weakened = "weakened" }

local function resolve_span(span, state)
  local mark = MARKS[span.classes[1]]
  if mark then return state.writer.mark(span.content, mark) end
  if not span.classes:includes("draft") then return nil end
  local text = pandoc.utils.stringify(span)
  if state.job.status ~= "draft" then
    state.complain(state.chapter, "]{.draft}", "the draft remark «" .. text .. "» stands in a final edition",
      "no draft remarks, or status draft")
  end
  return state.writer.draft(span.content)
end

local function quoted(element, job)
  local marks = element.quotetype == "DoubleQuote" and job.quotes.double or job.quotes.single
  return pandoc.Inlines({ pandoc.Str(marks[1]) }) .. element.content .. pandoc.Inlines({ pandoc.Str(marks[2]) })
end

-- Replaces the links, remarks and quotes of every chapter in the job.
function M.resolve(job, index, writer, complain)
  for _, chapter in ipairs(job.chapters) do
    local state = { job = job, index = index, writer = writer, complain = complain, chapter = chapter }
    chapter.blocks = chapter.blocks:walk({
      Link = function(link) return resolve_link(link, state) end,
      Span = function(span) return resolve_span(span, state) end,
      Quoted = function(element) return quoted(element, job) end,
    })
    chapter.blocks = writer.images(chapter, job, complain)
  end
end

return M
