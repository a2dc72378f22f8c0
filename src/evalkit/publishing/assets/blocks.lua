-- Our own blocks (banner, findings, boxes, folded tables, hidden cells), for both engines. Runs after floats.lua,
-- and in Quarto `at: pre-ast` as well. In the page most stay as they are and the stylesheet does the rest.

local is_typst = FORMAT:match("typst") ~= nil
local raw_format = is_typst and "typst" or "html"

local CUES = { better = "Improved", worse = "Got worse", neutral = "Noted", limit = "Caution" }

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

local function is_folded(element)
  return has_class(element, "data-table") or has_class(element, "transcript")
end

local function finding(div)
  for class, words in pairs(CUES) do
    if has_class(div, class) then
      if is_typst then
        return concat({ raw("#finding(" .. typst_string(class) .. ", " .. typst_string(words) .. ")[") },
          div.content, { raw("]") })
      end
      local cue = pandoc.Para({ pandoc.Span(words, pandoc.Attr("", { "cue" })) })
      div.content = concat({ cue }, div.content)
      return div
    end
  end
  return nil
end

local function boxes_in_typst(div)
  local out = pandoc.Blocks({ raw("#boxes((") })
  for _, block in ipairs(div.content) do
    out:extend(concat({ raw("[") }, block.t == "Div" and block.content or { block }, { raw("],") }))
  end
  out:insert(raw("))"))
  return out
end

local function shape_divs()
  return {
    Div = function(div)
      if has_class(div, "finding") then
        return finding(div)
      elseif has_class(div, "findings") and is_typst then
        return div.content
      elseif has_class(div, "boxes") and is_typst then
        return boxes_in_typst(div)
      elseif has_class(div, "notice") and is_typst then
        return concat({ raw("#notice[") }, div.content, { raw("]") })
      elseif is_folded(div) and is_typst then
        return div.content
      elseif is_folded(div) then
        local summary = div.attributes["summary"] or "Show the data"
        return concat({ raw('<details class="data">\n<summary>' .. html_text(summary) .. "</summary>") },
          div.content, { raw("</details>") })
      end
      return nil
    end,
  }
end

local function mark_suppressed()
  return {
    Span = function(span)
      if is_typst and has_class(span, "suppressed") then
        return pandoc.Inlines({ pandoc.RawInline("typst", "#suppressed[") }) .. span.content
          .. pandoc.Inlines({ pandoc.RawInline("typst", "]") })
      end
      return nil
    end,
  }
end

-- Paper has no typeface for these: their words stand there instead. The page keeps them, and reads symbols out.
local function name_unusual()
  return {
    Span = function(span)
      local words = span.attributes["words"]
      if words == nil or not (has_class(span, "symbol") or has_class(span, "script")) then
        return nil
      elseif is_typst then
        return pandoc.Str("[" .. words .. "]")
      end
      span.attributes = has_class(span, "symbol") and { role = "img", ["aria-label"] = words } or {}
      return span
    end,
  }
end

-- The first notice is the banner: the templates print `$notice$` above the title.
local function hoist_notice(doc)
  local notice = nil
  doc = doc:walk({
    traverse = "topdown",
    Div = function(div)
      if notice == nil and has_class(div, "notice") then
        notice = div.content
        return pandoc.Blocks({})
      end
      return nil
    end,
  })
  if notice then
    doc.meta.notice = pandoc.MetaBlocks(notice)
  end
  return doc
end

function Pandoc(doc)
  return hoist_notice(doc):walk(shape_divs()):walk(mark_suppressed()):walk(name_unusual())
end
