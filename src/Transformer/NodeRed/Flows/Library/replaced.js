// What "change" makes of a value: all of it when it is equal to what is looked for, otherwise each occurrence in a text.
function replaced(current, from, to) {
  if (typeof current === "string") {
    if (from instanceof RegExp) return current.replace(from, to)
    const wanted = String(from)
    return current === wanted ? to : current.replace(new RegExp(wanted.replace(/[-[\]{}()*+?.,\\^$|#\s]/g, "\\$&"), "g"), to)
  }
  return (typeof current === "number" || typeof current === "boolean") && current === from ? to : current
}
