// Objects or arrays as CSV text.
function csvText(payload, { separator, columns, header, lineEnd }) {
  const quote = value => {
    const text = value === undefined || value === null ? "" : typeof value === "object" ? JSON.stringify(value) : String(value)
    return text.includes('"') ? `"${text.replaceAll('"', '""')}"` : text.includes(separator) || text.includes("\n") ? `"${text}"` : text
  }
  const rows = Array.isArray(payload) ? payload : [payload]
  if (rows.length > 0 && typeof rows[0] !== "object") return rows.map(quote).join(separator) + lineEnd
  const names = columns ?? Object.keys(rows[0] ?? {})
  const lines = rows.map(row => Array.isArray(row) ? row : names.map(name => row[name]))
  return (header && names.length > 0 ? [names, ...lines] : lines).map(line => line.map(quote).join(separator) + lineEnd).join("")
}
