// needs csvRows
// The rows of a CSV text as objects by column name; a column without a name is left out, and so is a row without values.
function csvObjects(text, { separator, columns, header, skip, number, empty, nulls }) {
  const rows = csvRows(text.split("\n").slice(skip).join("\n"), separator)
  const names = header ? (rows.shift() ?? []).map(name => (name ?? "").trim()) : columns
  const value = field => {
    if (!number || field === null || !number.test(field)) return field
    return isNaN(+field) ? field : +field
  }
  return rows
    .map(row => Object.fromEntries((names ?? row.map((_, i) => `col${i + 1}`))
      .map((name, i) => [name, value(row[i] ?? null)])
      .filter(([name, field]) => name && (field !== null || nulls) && (field !== "" || empty))))
    .filter(row => Object.keys(row).length > 0)
}
