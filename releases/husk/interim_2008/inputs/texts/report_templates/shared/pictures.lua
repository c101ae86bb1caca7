--[[ Where a figure's file is and how large it is printed: its own size, smaller where the page is smaller. ]]

local M = {}
local CM_PER_INCH = 2.54

local function natural(path)
  local stream = io.open(path, "rb")
  if not stream then return nil end
  local size = pandoc.image.size(stream:read("a"))
  stream:close()
  return size.width / size.dpi_horz * CM_PER_INCH, size.height / size.dpi_vert * CM_PER_INCH
end

-- The file behind an image name without folder and ending; complains and returns nil when it is not there.
function M.locate(image, chapter, job, complain)
  local file = image.src .. "." .. job.figure_format
  local path = pandoc.path.join({ job.figures, file })
  local width, height = natural(path)
  if not width then
    complain(chapter, "](" .. image.src .. ")", "the figure " .. image.src .. " has no file " .. file,
      "Figures drawn by the figures stage, in " .. job.figures)
    return nil
  end
  return { file = file, path = path, width = width, height = height }
end

-- Width and height in cm inside a frame, the shape kept; never enlarged.
function M.fit(picture, frame)
  local scale = math.min(1, frame.width / picture.width, frame.height / picture.height)
  return picture.width * scale, picture.height * scale
end

return M
