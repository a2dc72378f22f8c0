-- Figures, tables, their numbers and the references to them, for both engines. Plain Pandoc runs this on the
-- checked document; Quarto runs it `at: pre-ast`, before it builds its own figure and table nodes. So all of
-- this is made here, once, and reads the same from either engine. blocks.lua comes after it.

local is_typst = FORMAT:match("typst") ~= nil
local raw_format = is_typst and "typst" or "html"

local function raw(text)
  return pandoc.RawBlock(raw_format, text)
end

local function typst_string(text)
  return '"' .. text:gsub("\\", "\\\\"):gsub('"', '\\"'):gsub("\n", " ") .. '"'
end

local function html_text(text)
  return (text:gsub("&", "&amp;"):gsub("<", "&lt;"):gsub(">", "&gt;"):gsub('"', "&quot;"))
end

local function concat(...)
  local all = pandoc.Blocks({})
  for _, blocks in ipairs({ ... }) do
    all:extend(blocks)
  end
  return all
end

local function has_class(element, name)
  return element.classes:includes(name)
end

-- Quarto wraps what a cell prints in `.cell` and `.cell-output` divs; they carry nothing we show.
local function unwrap_cell(div)
  for _, class in ipairs(div.classes) do
    if class == "cell" or class:match("^cell%-output") then
      return div.content
    end
  end
  return nil
end

-- Quarto reads captions without the table_attributes extension: the identifier is then the last word.
local function take_table_identifier(tbl)
  if tbl.identifier:match("^tbl%-") then
    return tbl
  end
  local last = tbl.caption.long[#tbl.caption.long]
  if last == nil or last.content == nil or #last.content == 0 then
    return tbl
  end
  local word = last.content[#last.content]
  local identifier = word.t == "Str" and word.text:match("^{#(tbl%-[^%s}]+)}$")
  if identifier then
    last.content:remove()
    while #last.content > 0 and last.content[#last.content].t:match("^S[po][af]") do
      last.content:remove()
    end
    tbl.caption.long[#tbl.caption.long] = last
    tbl.identifier = identifier
  end
  return tbl
end

local function first_image(figure)
  local found = nil
  figure:walk({
    Image = function(image)
      found = found or image
    end,
  })
  return found
end

local function alt_of(image)
  return image.attributes["fig-alt"] or image.attributes["alt"] or pandoc.utils.stringify(image.caption)
end

-- A code to scan is for paper only, and has no number: figures are numbered alike in both formats.
local function place_code(div)
  if not has_class(div, "qr-code") then
    return nil
  end
  local image = is_typst and first_image(div)
  if not image then
    return pandoc.Blocks({})
  end
  return { raw("#qr-code(" .. typst_string(image.src) .. ", alt: " .. typst_string(alt_of(image)) .. ")") }
end

-- identifier → { "Figure" or "Table", number }, in the order of the document
local function number_floats(doc)
  local floats, figures, tables = {}, 0, 0
  doc:walk({
    traverse = "topdown",
    Figure = function(figure)
      if figure.identifier:match("^fig%-") then
        figures = figures + 1
        floats[figure.identifier] = { "Figure", figures }
      end
    end,
    Table = function(tbl)
      if tbl.identifier:match("^tbl%-") then
        tables = tables + 1
        floats[tbl.identifier] = { "Table", tables }
      end
    end,
  })
  return floats
end

local NO_BREAK_SPACE = utf8.char(160)

local function name_of(float)
  return float[1] .. " " .. float[2]
end

local function caption_inlines(caption)
  return pandoc.utils.blocks_to_inlines(caption.long)
end

local function figure_in_typst(figure, image, label)
  local open = "#report-figure(" .. typst_string(image.src) .. ", alt: " .. typst_string(alt_of(image))
    .. ", label: " .. typst_string(label) .. ")["
  return concat({ raw(open) }, { pandoc.Plain(caption_inlines(figure.caption)) },
    { raw("] <" .. figure.identifier .. ">") })
end

local function picture(src, alt, class)
  return pandoc.Image(pandoc.Inlines(alt), src, "", pandoc.Attr("", { class }))
end

local function figure_in_html(figure, image, label)
  local alt = alt_of(image)
  local narrow = image.attributes["narrow"]
  local pictures = pandoc.Inlines({ picture(image.src, alt, narrow and "wide" or "any-width") })
  if narrow then
    pictures:insert(picture(narrow, alt, "narrow"))
  end
  local caption = pandoc.Inlines({ pandoc.Span(label, pandoc.Attr("", { "label" })), pandoc.Space() })
  caption:extend(caption_inlines(figure.caption))
  return concat(
    { raw('<figure id="' .. html_text(figure.identifier) .. '" class="report-figure">') },
    { pandoc.Plain(pictures) },
    { raw("<figcaption>") },
    { pandoc.Plain(caption) },
    { raw("</figcaption>\n</figure>") }
  )
end

local function auto_widths(tbl)
  tbl.colspecs = tbl.colspecs:map(function(spec)
    return { spec[1], nil }
  end)
  return tbl
end

-- Applies a function to every cell of some rows. Each level is written back: whether Pandoc hands out
-- the thing itself or a copy differs between the versions that the two engines bring.
local function map_cells(rows, change)
  for i, row in ipairs(rows) do
    local cells = row.cells
    for j, cell in ipairs(cells) do
      cells[j] = change(cell)
    end
    row.cells = cells
    rows[i] = row
  end
  return rows
end

local function hatch_if_suppressed(cell)
  local hidden = false
  pandoc.Blocks(cell.contents):walk({
    Span = function(span)
      hidden = hidden or has_class(span, "suppressed")
    end,
  })
  if hidden and is_typst then
    cell.attr = pandoc.Attr("", {}, { ["typst:fill"] = "hatch" })
  elseif hidden then
    cell.attr = pandoc.Attr("", { "suppressed-cell" })
  end
  return cell
end

local function hatch_suppressed_cells(tbl)
  local bodies = tbl.bodies
  for i, body in ipairs(bodies) do
    body.body = map_cells(body.body, hatch_if_suppressed)
    bodies[i] = body
  end
  tbl.bodies = bodies
  return tbl
end

local LONGEST_UNBROKEN_TABLE = 16
local MOST_ROOMY_COLUMNS = 6

local function count_rows(tbl)
  local rows = #tbl.head.rows
  for _, body in ipairs(tbl.bodies) do
    rows = rows + #body.body
  end
  return rows
end

-- Typst has no style for a header cell, so its words are made strong.
local function strong_header(tbl)
  local head = tbl.head
  head.rows = map_cells(head.rows, function(cell)
    cell.contents = pandoc.Blocks(cell.contents):walk({
      Plain = function(plain)
        return pandoc.Plain({ pandoc.Strong(plain.content) })
      end,
    })
    return cell
  end)
  tbl.head = head
  return tbl
end

local function table_in_typst(tbl, label)
  local identifier, caption = tbl.identifier, caption_inlines(tbl.caption)
  tbl.identifier = ""
  tbl.caption = { long = {} }
  tbl.classes:insert("typst:no-figure")
  local open = "#report-table(captioned: " .. tostring(#caption > 0 or label ~= nil)
    .. ", long: " .. tostring(count_rows(tbl) > LONGEST_UNBROKEN_TABLE)
    .. ", dense: " .. tostring(#tbl.colspecs > MOST_ROOMY_COLUMNS)
    .. ", label: " .. typst_string(label or "") .. ")["
  local close = identifier ~= "" and "] <" .. identifier .. ">" or "]"
  return concat({ raw(open) }, { pandoc.Plain(caption) }, { raw("][") }, { strong_header(tbl) }, { raw(close) })
end

local function with_row_headers(tbl)
  local bodies = tbl.bodies
  for i, body in ipairs(bodies) do
    body.row_head_columns = 1
    bodies[i] = body
  end
  tbl.bodies = bodies
  return tbl
end

local function table_in_html(tbl, label)
  local identifier, caption = tbl.identifier, caption_inlines(tbl.caption)
  tbl.identifier = ""
  if label then
    caption = pandoc.Inlines({ pandoc.Span(label, pandoc.Attr("", { "label" })), pandoc.Space() }) .. caption
  end
  if #caption > 0 then
    tbl.caption = { long = { pandoc.Plain({ pandoc.Span(caption, pandoc.Attr("", { "caption" })) }) } }
  end
  if #tbl.colspecs > 1 then
    tbl = with_row_headers(tbl)
  end
  local id = identifier ~= "" and ' id="' .. html_text(identifier) .. '"' or ""
  local name = label or pandoc.utils.stringify(caption)
  local region = name ~= "" and ' role="region" aria-label="' .. html_text(name:gsub(":$", "")) .. '"' or ""
  return concat({ raw("<div" .. id .. ' class="scroll" tabindex="0"' .. region .. ">") }, { tbl }, { raw("</div>") })
end

local function place_floats(floats)
  return {
    Figure = function(figure)
      local float, image = floats[figure.identifier], first_image(figure)
      if float and image then
        local place = is_typst and figure_in_typst or figure_in_html
        return place(figure, image, name_of(float) .. ":")
      end
      return nil
    end,
    Table = function(tbl)
      local float = floats[tbl.identifier]
      local place = is_typst and table_in_typst or table_in_html
      return place(hatch_suppressed_cells(auto_widths(tbl)), float and name_of(float) .. ":")
    end,
  }
end

local function resolve_references(floats)
  return {
    Cite = function(cite)
      local out = pandoc.Inlines({})
      for i, citation in ipairs(cite.citations) do
        local float = floats[citation.id]
        if not float then
          return nil
        end
        if i > 1 then
          out:extend({ pandoc.Str(","), pandoc.Space() })
        end
        local number = tostring(float[2])
        local words = citation.mode == "SuppressAuthor" and number or float[1] .. NO_BREAK_SPACE .. number
        out:insert(pandoc.Link({ pandoc.Str(words) }, "#" .. citation.id))
      end
      return out
    end,
  }
end

function Pandoc(doc)
  doc = doc:walk({ Div = unwrap_cell }):walk({ Div = place_code }):walk({ Table = take_table_identifier })
  local floats = number_floats(doc)
  return doc:walk(resolve_references(floats)):walk(place_floats(floats))
end
