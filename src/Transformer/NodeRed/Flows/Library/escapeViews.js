// Texts as they stand inside JSON, for a template whose result is parsed.
function escapeViews(value) {
  if (typeof value === "string") return JSON.stringify(value).slice(1, -1).replaceAll('\\"', '"')
  if (Array.isArray(value)) return value.map(item => escapeViews(item))
  if (typeof value !== "object" || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, escapeViews(item)]))
}
