--[[ Turned pages stand together at the end of their chapter: in the middle of one the page before would end where its text does,
and that after it begin anew. Done before anything is numbered, so that numbers follow the order in which a reader meets them. ]]

local M = {}

local function is_div(block, class) return block ~= nil and block.t == "Div" and block.classes:includes(class) end

-- Where the blocks that belong to a turned page from place i end: notes right below it, and turned pages beside it
local function end_of(blocks, i)
  local last = i
  while is_div(blocks[last + 1], "landscape") or is_div(blocks[last + 1], "note") do last = last + 1 end
  return last
end

local function is_heading(block) return block == nil or block.t == "Header" end

-- The blocks of a chapter with its turned pages last; those that are all there is under their heading stay with it.
function M.collect(blocks)
  local kept, turned, i = pandoc.Blocks({}), pandoc.Blocks({}), 1
  while i <= #blocks do
    local last = is_div(blocks[i], "landscape") and end_of(blocks, i) or i
    local whole_section = is_heading(blocks[i - 1]) and is_heading(blocks[last + 1])
    local into = is_div(blocks[i], "landscape") and not whole_section and turned or kept
    for place = i, last do into:insert(blocks[place]) end
    i = last + 1
  end
  kept:extend(turned)
  return kept
end

return M
