--[[ The walk both formats share: an exhibit takes the note that follows it, landscape divs become landscape pages. ]]

local M = {}

local function is_div(block, class) return block and block.t == "Div" and block.classes:includes(class) end

-- Neighbouring landscape divs share their pages, and a note right after one goes with it.
local function join_landscape(blocks)
  local joined = pandoc.Blocks({})
  for _, block in ipairs(blocks) do
    local last = joined[#joined]
    if is_div(last, "landscape") and is_div(block, "landscape") then last.content:extend(block.content)
    elseif is_div(last, "landscape") and is_div(block, "note") then last.content:insert(block)
    else joined:insert(block) end
  end
  return joined
end

local LISTS = { BulletList = true, OrderedList = true, DefinitionList = true, LineBlock = true }

-- A paragraph with a list, lines, references or the answers to it right below leads into them and stays on their page.
local function leads(block, following)
  return block.t == "Para" and following and (LISTS[following.t] or is_div(following, "answers")
    or is_div(following, "csl-entry"))
end

local function one(block, following, note, handlers, frame)
  if leads(block, following) then return handlers.lead(block), false end
  if block.t == "Header" then return handlers.heading(block), false end
  if block.t == "Figure" then return handlers.figure(block, note, frame), true end
  if block.t == "Table" then return handlers.table(block, frame), false end
  if is_div(block, "exhibit") then return handlers.exhibit(block, note, frame), true end
  if is_div(block, "note") then return handlers.note(block), false end
  if is_div(block, "csl-entry") then return handlers.reference(block), false end
  if is_div(block, "lead") then return handlers.lead(block.content[1]), false end -- words of the table that follows
  if is_div(block, "answers") then return handlers.answers(block), false end
  if is_div(block, "findings") then return handlers.findings(M.render(block.content, handlers, frame)), false end
  if is_div(block, "landscape") then
    return handlers.landscape(M.render(block.content, handlers, handlers.landscape_frame)), false
  end
  if block.t == "Div" then return M.render(block.content, handlers, frame), false end
  return pandoc.Blocks({ block }), false
end

-- blocks -> blocks for the writer; frame: {width, height, room} in cm and characters a line of table text
function M.render(blocks, handlers, frame)
  local rendered, skip = pandoc.Blocks({}), false
  local joined = join_landscape(blocks)
  for i, block in ipairs(joined) do
    if skip then
      skip = false
    else
      local note = is_div(joined[i + 1], "note") and joined[i + 1] or nil
      local result, took_note = one(block, joined[i + 1], note, handlers, frame)
      rendered:extend(result)
      skip = took_note and note ~= nil
    end
  end
  return rendered
end

-- The frames of a job: {width, height} in cm and the characters a line of table text holds.
function M.frames(job)
  local function frame(size) return { width = size.width, height = size.height, room = size.width * job.characters_per_cm } end
  return frame(job.portrait), frame(job.landscape)
end

-- The picture in a figure, as `images` of the writer left it.
function M.image_of(figure)
  local image
  figure:walk({ Image = function(found) image = image or found end })
  return image
end

-- Notes on every image of a chapter where its file is (attributes file, path, natural width and height in cm).
function M.images(pictures)
  return function(chapter, job, complain)
    if not chapter.shown then return chapter.blocks end
    return chapter.blocks:walk({
      Image = function(image)
        local picture = pictures.locate(image, chapter, job, complain)
        if not picture then return nil end
        image.attributes.file, image.attributes.path = picture.file, picture.path
        image.attributes.natural = string.format("%.4f %.4f", picture.width, picture.height)
        return image
      end,
    })
  end
end

-- Printed width and height in cm of an image inside a frame; notes and captions need their share of the height.
function M.printed(image, frame, pictures)
  local width, height = (image.attributes.natural or "1 1"):match("(%S+) (%S+)")
  return pictures.fit({ width = tonumber(width), height = tonumber(height) },
    { width = frame.width, height = frame.height * 0.82 })
end

return M
