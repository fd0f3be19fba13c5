// The rows of a CSV text as arrays; null for a field with nothing at all in it.
function csvRows(text, separator) {
  const rows = []
  let row = [], field = "", quoted = false, touched = false
  const endField = () => { row.push(touched ? field : null); field = ""; touched = false }
  const endRow = () => {
    if (row.length > 0 || touched) { endField(); rows.push(row) }
    row = []
  }
  for (let i = 0; i < text.length; i++) {
    const c = text[i]
    if (quoted) {
      if (c !== '"') field += c
      else if (text[i + 1] === '"') { field += c; i++ }
      else quoted = false
    }
    else if (c === '"' && !touched) { quoted = true; touched = true }
    else if (c === separator) endField()
    else if (c === "\n" || c === "\r") {
      endRow()
      if (c === "\r" && text[i + 1] === "\n") i++
    }
    else { field += c; touched = true }
  }
  endRow()
  return rows
}
