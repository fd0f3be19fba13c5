// A Mustache template: {{name}} escaped for HTML, {{{name}}} and {{&name}} as it is, {{#name}}...{{/name}}, {{^name}}...{{/name}}.
function render(template, views, lookup) {
  const tag = /\{\{\{\s*(.+?)\s*\}\}\}|\{\{\s*([#^/&!]?)\s*([\s\S]*?)\s*\}\}/g
  const escape = text => text.replace(/[&<>"'/`=]/g, c => `&#${c.charCodeAt(0)};`.replace("&#38;", "&amp;").replace("&#60;", "&lt;").replace("&#62;", "&gt;").replace("&#34;", "&quot;").replace("&#47;", "&#x2F;").replace("&#96;", "&#x60;").replace("&#61;", "&#x3D;"))
  const text = value => value === undefined || value === null ? "" : String(value)
  let result = "", at = 0, found
  while ((found = tag.exec(template)) !== null) {
    result += template.slice(at, found.index)
    at = tag.lastIndex
    const [, raw, sign, name] = found
    if (raw !== undefined) result += text(lookup(raw, views))
    else if (sign === "&") result += text(lookup(name, views))
    else if (sign === "") result += escape(text(lookup(name, views)))
    else if (sign === "#" || sign === "^") {
      let depth = 1, end
      while (depth > 0) {
        end = tag.exec(template)
        if (end === null) throw new Error(`template: {{${sign}${name}}} is not closed`)
        if (end[3] === name) depth += end[2] === "/" ? -1 : end[2] === "#" || end[2] === "^" ? 1 : 0
      }
      const inner = template.slice(at, end.index)
      const value = lookup(name, views)
      const isThere = Array.isArray(value) ? value.length > 0 : Boolean(value)
      if (sign === "^") result += isThere ? "" : render(inner, views, lookup)
      else if (isThere) result += (Array.isArray(value) ? value : [value]).map(item => render(inner, [...views, item], lookup)).join("")
      at = tag.lastIndex
    }
  }
  return result + template.slice(at)
}
