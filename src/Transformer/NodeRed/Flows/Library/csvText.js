// needs csvObjects
// Objects or arrays as CSV text, and the names of the columns. The names are those of the node, else of msg.columns, else of the first object.
function csvText(payload, { separator, columns, told, header, lineEnd }) {
  const quote = value => {
    const text = value === undefined || value === null ? "" : typeof value === "object" ? JSON.stringify(value) : String(value)
    return text.includes('"') ? `"${text.replaceAll('"', '""')}"` : text.includes(separator) || text.includes("\n") ? `"${text}"` : text
  }
  const rows = Array.isArray(payload) ? payload : [payload]
  const given = columns ?? (told === undefined ? undefined : (csvRows(told, ",")[0] ?? []).map(name => (name ?? "").trim()))
  const isPlain = rows.length > 0 && typeof rows[0] !== "object"
  const names = given ?? (isPlain || Array.isArray(rows[0]) ? [] : Object.keys(rows[0] ?? {}))
  const lines = isPlain ? [rows] : rows.map(row => Array.isArray(row) ? row : names.map(name => row[name]))
  const text = (header && names.length > 0 ? [names, ...lines] : lines).map(line => line.map(quote).join(separator) + lineEnd).join("")
  return { text, names: columnText(names) }
}
