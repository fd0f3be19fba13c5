// needs csvRows
// The rows of a CSV text as objects by column name, and the names; a column without a name is left out, and so is a row without values.
function csvObjects(text, { separator, columns, header, skip, number, empty, nulls }) {
  const lines = csvRows(text.split("\n").slice(skip).join("\n"), separator)
  const given = header ? (lines.shift() ?? []).map(name => (name ?? "").trim()) : columns
  const names = given ?? Array.from({ length: Math.max(0, ...lines.map(line => line.length)) }, (_, i) => `col${i + 1}`)
  const value = field => {
    if (!number || field === null || !number.test(field)) return field
    return isNaN(+field) ? field : +field
  }
  const rows = lines
    .map(line => Object.fromEntries((given ?? names.slice(0, line.length))
      .map((name, i) => [name, value(line[i] ?? null)])
      .filter(([name, field]) => name && (field !== null || nulls) && (field !== "" || empty))))
    .filter(row => Object.keys(row).length > 0)
  return { rows, names: columnText(names.filter(name => name)) }
}

// Column names as msg.columns has them.
function columnText(names) {
  return names.map(name => name.includes(",") ? `"${name}"` : name).join(",")
}
